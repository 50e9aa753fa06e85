"""The feed that Google's merchants hand in (RSS 2.0 with the namespace `g`), written while it is sent.

What it says of a variant is what the variant's page says: attributes as https://support.google.com/merchants/answer/7052112
lists them.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from typing import Final
from xml.sax.saxutils import escape

from litestar.response import Stream

from app.gateway import feeding
from app.gateway.feeding import FedProduct
from app.requests import Request, get_page
from app.security.declarations import Cache, Rate, seen_by
from domains import catalog
from domains.shared import media
from domains.shared.errors import Unavailable
from domains.shared.loops import PerLoop
from domains.shared.money import Money
from domains.shared.settings import settings

from . import terms
from .sheets import in_words
from .sitemaps import in_ascii
from .structured import VARIES, WIDEST, amount, availability, barcode, variant_address
from .terms import Terms

HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
)
MOST_PICTURES: Final = 10  # besides the first
LONGEST_ID, LONGEST_TITLE, LONGEST_DESCRIPTION = 50, 150, 5000
UNHEARD_OF: Final = {ord(char): None for char in map(chr, range(32)) if char not in "\t\n\r"}  # not allowed in XML
_writing: PerLoop[asyncio.Lock] = PerLoop(asyncio.Lock)


@get_page("/feeds/google.xml", name="feed.google", opt=seen_by(rate=Rate.MACHINE, cache=Cache.NEVER))
async def google(request: Request) -> Stream:
    """One at a time in each process: it goes through everything there is."""
    if _writing().locked():
        raise Unavailable("This feed is being fetched already. Please try again in a minute.", retry_after=60)
    await catalog.listed_spans()  # without an index nothing has been promised yet
    return Stream(_feed(request, await terms.terms(request)), media_type="application/xml")


async def _feed(request: Request, said: Terms) -> AsyncIterator[str]:
    async with _writing():
        yield HEAD
        yield "".join((_tag("title", settings().shop_name), _tag("link", terms.whole(request, "home"))))
        yield _tag("description", settings().shop_slogan)
        async for some in feeding.goods():
            yield "".join(item for each in some for item in _items(request, each, said))
        yield "</channel>\n</rss>\n"


def _items(request: Request, fed: FedProduct, said: Terms) -> Iterator[str]:
    if not fed.product.gallery or not fed.product.in_currency(settings().shop_currency):
        return  # Google refuses what has no picture, and nobody can buy what has no price of ours
    address = terms.whole(request, "product.show", slug=fed.product.slug)
    for variant in sorted(fed.product.variants, key=lambda each: each.position):
        tags = [*_about(fed.product, variant, address), *_offered(fed, variant, said)]
        yield f"<item>\n{''.join(tags)}</item>\n"


def _about(product: catalog.Product, variant: catalog.Variant, address: str) -> Iterator[str]:
    several = len(product.variants) > 1
    title = f"{product.title}, {variant.name}" if several and variant.name else product.title
    where = in_ascii(variant_address(address, variant) if several else address)
    yield _tag("g:id", _identity(variant.sku))
    yield _tag("g:title", title[:LONGEST_TITLE])
    yield _tag("g:description", (in_words(product.description) or product.title)[:LONGEST_DESCRIPTION])
    yield _tag("g:link", where)
    yield from _pictures(product, variant)
    yield _tag("g:condition", "new")
    yield _tag("g:brand", product.vendor)
    yield _tag("g:gtin", barcode(variant) or "")
    yield "" if barcode(variant) else _tag("g:identifier_exists", "no")
    yield _tag("g:product_type", product.category.replace("/", " > "))
    yield _tag("g:item_group_id", product.id.hex) if several else ""
    for name, value in variant.options.items():
        yield _tag(f"g:{VARIES[name.casefold()]}", value) if name.casefold() in VARIES else ""


def _identity(sku: str) -> str:
    """The SKU; of one that is longer than Google takes its beginning, and what tells it from others like it."""
    if len(sku) <= LONGEST_ID:
        return sku
    told_apart = hashlib.blake2b(sku.encode(), digest_size=8).hexdigest()
    return f"{sku[: LONGEST_ID - len(told_apart) - 1]}-{told_apart}"


def _pictures(product: catalog.Product, variant: catalog.Variant) -> Iterator[str]:
    first = product.picture_of(variant)
    ordered = sorted(product.gallery, key=lambda picture: picture is not first)
    images = [picture.image for picture in ordered if picture.image]
    for place, image in enumerate(images[: MOST_PICTURES + 1]):
        yield _tag("g:additional_image_link" if place else "g:image_link", media.whole_picture_url(image, WIDEST))


def _offered(fed: FedProduct, variant: catalog.Variant, said: Terms) -> Iterator[str]:
    price = fed.prices[variant.sku]
    supply = fed.supplies[variant.sku]
    yield _tag("g:availability", availability(supply))
    yield _tag("g:availability_date", f"{supply.due_on}T00:00Z") if supply.awaited and supply.due_on else ""
    yield _tag("g:price", _money(price.compare_at or price.price))
    yield _tag("g:sale_price", _money(price.price)) if price.compare_at else ""
    if not variant.requires_shipping:
        return
    yield _tag("g:shipping_weight", f"{variant.weight_grams} g") if variant.weight_grams else ""
    for way in said.home.options(price.price, variant.weight_grams) if said.home else ():
        told = (
            _tag("g:country", settings().shop_country),
            _tag("g:service", way.label),
            _tag("g:price", _money(way.price)),
        )
        yield f"<g:shipping>{''.join(told)}</g:shipping>\n"


def _money(price: Money) -> str:
    return f"{amount(price)} {price.currency}"


def _tag(name: str, value: str) -> str:
    return f"<{name}>{escape(value.translate(UNHEARD_OF))}</{name}>\n" if value else ""
