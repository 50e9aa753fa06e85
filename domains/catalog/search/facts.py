"""A stored product as the columns want it, at one moment: its facets, its prices, and when to look again."""

import hashlib
import math
from collections.abc import Iterator

from ...shared.settings import settings
from ..categories.tree import lineage
from ..pricing import PriceContext, PriceInputs, unit_price
from .cards import Moment
from .columns import Facts, VariantFacts
from .kinds import Kinds
from .schema import brand_of, title_of
from .stored import StoredProduct, StoredVariant
from .words import key, split

NAME_ENDS = "\0"  # what follows tells products of one name apart
IN_STOCK, SOLD_OUT = "in-stock", "sold-out"
OPTION = "o."
TYPE = "type"
UNTOLD = "Title"  # what files call the only option of a product that has none
WORTH_IN_STOCK, WORTH_SOLD = 2.0, 0.6


def facts(stored: StoredProduct, moment: Moment, kinds: Kinds) -> Facts:
    now = moment.at.timestamp()
    prices = [_priced(variant.inputs, moment) for variant in stored.variants]
    edges = [stored.shown_from, stored.shown_until, *(until for _, until in prices)]
    return Facts(
        shown=stored.shown_at(now) and stored.currency == settings().shop_currency,
        name=f"{key(stored.title)}{NAME_ENDS}{stored.product_id}",
        newest=int(stored.since * 1000),
        sold=stored.sold,
        tie=_tie(stored),
        worth=_worth(stored),
        edge=min((edge for edge in edges if edge is not None and edge > now), default=math.inf),
        pictured=stored.image is not None,
        terms={name: values for name, values in _terms(stored, kinds) if values},
        numbers=kinds.numbers(stored.type, stored.attributes),
        title=split(title_of(stored)),
        brand=split(brand_of(stored)),
        variants=[_variant(each, price) for each, (price, _) in zip(stored.variants, prices, strict=True)],
    )


def listed(stored: StoredProduct) -> bool:
    """Whether any of its prices depends on a price list."""
    return any(variant.inputs.listed for variant in stored.variants)


def _terms(stored: StoredProduct, kinds: Kinds) -> Iterator[tuple[str, list[str]]]:
    stars = stored.rating_sum // stored.rating_count if stored.rating_count else 0
    yield "status", [stored.status]
    yield TYPE, [stored.type] if stored.type else []
    yield "category", lineage(stored.category)
    yield "brand", [stored.vendor] if stored.vendor.strip() else []
    yield "tag", stored.tags
    yield "collection", stored.collections
    yield "rating", [str(star) for star in range(1, min(stars, 5) + 1)]
    yield from kinds.values(stored.type, stored.attributes)


def _variant(variant: StoredVariant, price: int) -> VariantFacts:
    options = {f"{OPTION}{name}": value for name, value in variant.options.items() if name != UNTOLD and value.strip()}
    return VariantFacts(price, {**options, "availability": IN_STOCK if variant.in_stock else SOLD_OUT})


def _priced(inputs: PriceInputs, moment: Moment) -> tuple[int, float | None]:
    """What one costs now, and until when, in seconds since 1970."""
    if not inputs.sales and not inputs.listed and not inputs.tiers:
        return inputs.regular, None  # most prices are plain, and there are many
    found = unit_price(inputs, PriceContext(moment.at, lists=moment.lists))
    return found.price.amount, found.until.timestamp() if found.until else None


def _worth(stored: StoredProduct) -> float:
    """What a product has before others of equal words: it can be had, many have bought it. That it is new, `Table`
    knows, for that passes."""
    available = any(variant.in_stock for variant in stored.variants)
    return WORTH_IN_STOCK * available + WORTH_SOLD * min(math.log10(1 + stored.sold) / 4, 1.0)


def _tie(stored: StoredProduct) -> int:
    """Thirty-two bits that say nothing and stay the same."""
    return int.from_bytes(hashlib.blake2b(stored.product_id.bytes, digest_size=4).digest())
