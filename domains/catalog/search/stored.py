"""What the index keeps of a product: enough for its card, for the columns, and for prices at any moment to come."""

from datetime import datetime
from uuid import UUID

import msgspec

from ..measures import Sides
from ..pricing import PriceInputs
from .reading import ReadProduct, ReadVariant


class StoredVariant(msgspec.Struct, array_like=True, gc=False):
    sku: str
    inputs: PriceInputs
    options: dict[str, str]
    in_stock: bool
    sides: Sides | None


class StoredProduct(msgspec.Struct, array_like=True, gc=False):
    """`since` and the window in seconds since 1970."""

    product_id: UUID
    slug: str
    title: str
    vendor: str
    category: str
    image: str | None
    alt: str
    currency: str
    status: str
    variants: list[StoredVariant]
    shown_from: float | None
    shown_until: float | None
    since: float
    sold: int
    rating_sum: int
    rating_count: int
    tags: list[str]
    collections: list[str]
    type: str
    attributes: dict[str, list[str]]

    def shown_at(self, moment: float) -> bool:
        begun = self.shown_from is None or self.shown_from <= moment
        return self.status == "active" and begun and (self.shown_until is None or moment < self.shown_until)


def store(product: ReadProduct, in_stock: set[str]) -> bytes:
    picture = product.picture
    stored = StoredProduct(
        product_id=product.id,
        slug=product.slug,
        title=product.title,
        vendor=product.vendor,
        category=product.category,
        image=picture.image if picture else None,
        alt=(picture.alt if picture else "") or product.title,
        currency=product.currency,
        status=product.status,
        variants=[_variant(each, in_stock) for each in product.variants],
        shown_from=_seconds(product.shown_from),
        shown_until=_seconds(product.shown_until),
        since=(product.appeared_at or product.created_at).timestamp(),
        sold=product.sold,
        rating_sum=product.rating_sum,
        rating_count=product.rating_count,
        tags=product.tags,
        collections=[str(each) for each in product.collections],
        type=product.type,
        attributes={name: _texts(value) for name, value in product.attributes.items()},
    )
    return msgspec.msgpack.encode(stored)


def restore(data: bytes) -> StoredProduct:
    return _decoder.decode(data)


def _variant(variant: ReadVariant, in_stock: set[str]) -> StoredVariant:
    return StoredVariant(variant.sku, variant.inputs, variant.options, variant.sku in in_stock, variant.sides)


def _texts(value: str | int | bool | list[str]) -> list[str]:
    if isinstance(value, list):
        return value
    return ["Yes" if value else "No"] if isinstance(value, bool) else [str(value)]


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


_decoder = msgspec.msgpack.Decoder(StoredProduct)
