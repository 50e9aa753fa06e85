"""What a product card shows. The index keeps the inputs of a price; the price itself is made when the card is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from ...shared.money import Money
from ..models import Product
from ..pricing import PriceInputs, PriceListTerms, shelf_price
from ..pricing.reading import inputs_of


@dataclass(frozen=True)
class Card:
    """`image` is what `Picture.image` says; `price_from` the lowest price, `varies` whether there are others;
    `lowest` is the least it cost in the 30 days before it was reduced from `compare_at`."""

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


class StoredPrice(msgspec.Struct, array_like=True):
    sku: str
    inputs: PriceInputs


@dataclass(frozen=True)
class Moment:
    """When and under which price lists cards are priced."""

    at: datetime
    lists: Mapping[UUID, PriceListTerms]


class StoredCard(msgspec.Struct, array_like=True):
    product_id: UUID
    slug: str
    title: str
    vendor: str
    category: str
    image: str | None
    alt: str
    prices: list[StoredPrice]


def pack(product: Product) -> bytes:
    picture = next(iter(product.gallery), None)
    prices = [StoredPrice(each.sku, inputs_of(each)) for each in product.variants]
    stored = StoredCard(
        product.id,
        product.slug,
        product.title,
        product.vendor,
        product.category,
        picture.image if picture else None,
        (picture.alt if picture else "") or product.title,
        prices,
    )
    return msgspec.json.encode(stored)


def unpack(data: bytes, moment: Moment) -> Card:
    stored = msgspec.json.decode(data, type=StoredCard)
    price = shelf_price((each.inputs for each in stored.prices), moment.at, moment.lists)
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
        skus=tuple(each.sku for each in stored.prices),
    )
