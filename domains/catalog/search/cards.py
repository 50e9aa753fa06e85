"""What a product card shows. The index keeps the inputs of a price; the price itself is made when the card is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ...shared.money import Money
from ..measures import ShelfSize, shelf_size
from ..pricing import PriceListTerms, shelf_price
from .stored import StoredProduct


@dataclass(frozen=True)
class Card:
    """`image` is what `Picture.image` says; `price_from` the lowest price, `varies` whether there are others; `lowest`
    is the least of the 30 days before it was reduced from `compare_at`; `rating` of five stars, None without any."""

    product_id: UUID
    slug: str
    title: str
    vendor: str
    category: str
    image: str | None
    alt: str
    price_from: Money
    compare_at: Money | None
    lowest: Money | None
    varies: bool
    skus: tuple[str, ...]
    size: ShelfSize | None
    status: str
    rating: float | None
    ratings: int


@dataclass(frozen=True)
class Moment:
    """When, under which price lists and for whom products are priced: for everybody, or for who is in these groups."""

    at: datetime
    lists: Mapping[UUID, PriceListTerms]
    groups: frozenset[str] = frozenset()


def card(stored: StoredProduct, moment: Moment) -> Card:
    price = shelf_price((each.inputs for each in stored.variants), moment.at, moment.lists, moment.groups)
    return Card(
        product_id=stored.product_id,
        slug=stored.slug,
        title=stored.title,
        vendor=stored.vendor,
        category=stored.category,
        image=stored.image,
        alt=stored.alt,
        price_from=price.price_from,
        compare_at=price.compare_at,
        lowest=price.lowest,
        varies=price.varies,
        skus=tuple(each.sku for each in stored.variants),
        size=shelf_size(each.sides for each in stored.variants),
        status=stored.status,
        rating=stored.rating_sum / stored.rating_count if stored.rating_count else None,
        ratings=stored.rating_count,
    )
