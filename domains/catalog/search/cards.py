"""What a product card shows. The index keeps the inputs of a price; the price itself is made when the card is."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from ...shared.money import Money
from ..models import Product


@dataclass(frozen=True)
class Card:
    """`image` is a picture key; `price_from` the lowest price, `varies` whether there are others."""

    product_id: UUID
    slug: str
    title: str
    vendor: str
    category: str
    image: str | None
    alt: str
    price_from: Money
    compare_at: Money | None
    varies: bool
    skus: tuple[str, ...]


class StoredPrice(msgspec.Struct, array_like=True):
    """Amounts in minor units of the card's currency."""

    sku: str
    amount: int
    compare_at: int | None


class StoredCard(msgspec.Struct, array_like=True):
    product_id: UUID
    slug: str
    title: str
    vendor: str
    category: str
    image: str | None
    alt: str
    currency: str
    prices: list[StoredPrice]


def pack(product: Product) -> bytes:
    picture = next(iter(product.gallery), None)
    prices = [
        StoredPrice(each.sku, each.price.amount, each.compare_at.amount if each.compare_at else None)
        for each in product.variants
    ]
    stored = StoredCard(
        product.id,
        product.slug,
        product.title,
        product.vendor,
        product.category,
        picture.key if picture else None,
        (picture.alt if picture else "") or product.title,
        product.currency,
        prices,
    )
    return msgspec.json.encode(stored)


def unpack(data: bytes) -> Card:
    stored = msgspec.json.decode(data, type=StoredCard)
    lowest = min(stored.prices, key=lambda price: price.amount)
    before = lowest.compare_at
    return Card(
        product_id=stored.product_id,
        slug=stored.slug,
        title=stored.title,
        vendor=stored.vendor,
        category=stored.category,
        image=stored.image,
        alt=stored.alt,
        price_from=Money(lowest.amount, stored.currency),
        compare_at=Money(before, stored.currency) if before is not None and before > lowest.amount else None,
        varies=len({price.amount for price in stored.prices}) > 1,
        skus=tuple(price.sku for price in stored.prices),
    )
