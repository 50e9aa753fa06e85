"""Lists as they are read: whose they are, and what each thing on them is and costs at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from ...shared import clock
from ...shared.money import Money
from ...shared.settings import settings
from ..categories.tree import hidden_among
from ..models import Product, Variant, WishedItem, WishHolder, Wishlist
from ..prices.lists import price_list_terms
from ..pricing.reading import inputs_of
from ..pricing.shelf import ShelfPrice, shelf_price


@dataclass(frozen=True)
class Wish:
    """A thing on a list. Where it is no longer sold `price` and `slug` are absent and the rest is what is known still.

    `sku` is empty while a variant has to be chosen first; `skus` are all that would do.
    """

    item: WishedItem
    title: str
    options: dict[str, str] = field(default_factory=dict)
    image: str | None = None
    slug: str = ""
    price: ShelfPrice | None = None
    skus: tuple[str, ...] = ()

    @property
    def sold(self) -> bool:
        return self.price is not None

    @property
    def sku(self) -> str:
        return self.skus[0] if len(self.skus) == 1 else ""

    @property
    def one(self) -> Money | None:
        return self.price.price_from if self.price else None


async def wishlists(holder_id: UUID | None) -> Sequence[Wishlist]:
    """In the order in which they were begun."""
    holder = await WishHolder.get(holder_id) if holder_id else None
    return holder.lists if holder else ()


async def deleted_wishlists(holder_id: UUID | None) -> Sequence[Wishlist]:
    """Those that can still be had again, the last first."""
    holder = await WishHolder.get(holder_id) if holder_id else None
    return [each.own for each in reversed(holder.undoable(clock.now()))] if holder else ()


async def shown_wishes(items: Sequence[WishedItem], groups: frozenset[str] = frozenset()) -> list[Wish]:
    """The newest first, at the prices of who is in these groups. One look at their products, however many there are."""
    ids = sorted({item.product_id for item in items})
    found = await Product.find({"_id": {"$in": ids}}).to_list() if ids else []
    hidden = await hidden_among(product.category for product in found)
    now, currency = clock.now(), settings().shop_currency
    lists = await price_list_terms() if found else {}
    by_id = {product.id: product for product in found}
    wishes = []
    for item in sorted(items, key=lambda each: each.id, reverse=True):
        product = by_id.get(item.product_id)
        variants = _wanted(product, item) if product else []
        if product is None or not variants:
            wishes.append(Wish(item, product.title if product else item.title))
        elif product.shown_at(now) and product.category not in hidden and product.in_currency(currency):
            price = shelf_price([inputs_of(each) for each in variants], now, lists, groups)
            skus = tuple(each.sku for each in variants)
            wishes.append(_known(item, product, variants, slug=product.slug, price=price, skus=skus))
        else:
            wishes.append(_known(item, product, variants))
    return wishes


def _wanted(product: Product, item: WishedItem) -> list[Variant]:
    return [each for each in product.variants if item.variant_id in (None, each.id)]


def _known(
    item: WishedItem,
    product: Product,
    variants: Sequence[Variant],
    *,
    slug: str = "",
    price: ShelfPrice | None = None,
    skus: tuple[str, ...] = (),
) -> Wish:
    picture = product.picture_of(variants[0])
    options = dict(variants[0].options) if len(variants) == 1 else {}
    return Wish(item, product.title, options, picture.image if picture else None, slug, price, skus)
