"""A product: what is shown and sold, with its variants and pictures in one document."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from beanie import Document
from pydantic import BaseModel, Field
from pymongo import ASCENDING, IndexModel

from ...shared import clock
from ...shared.ids import new_id
from ...shared.money import Money
from ..errors import Unknown


class ProductStatus(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    ARCHIVED = "archived"


class PictureState(StrEnum):
    READY = "ready"
    WANTED = "wanted"
    FAILED = "failed"


class Option(BaseModel):
    """An axis of variants and the points on it: Size, (S, M, L)."""

    name: str
    values: list[str]


class Picture(BaseModel):
    """`key` names the stored file once the picture is ready; `source` is where it came from: a URL or a file name."""

    id: UUID = Field(default_factory=new_id)
    key: str | None = None
    width: int = 0
    height: int = 0
    alt: str = ""
    source: str = ""
    state: PictureState = PictureState.WANTED
    problem: str | None = None

    @property
    def source_url(self) -> str | None:
        return self.source if self.source.startswith("https://") else None

    @property
    def ready(self) -> bool:
        return self.state is PictureState.READY and self.key is not None


class Variant(BaseModel):
    id: UUID = Field(default_factory=new_id)
    sku: str
    barcode: str | None = None
    options: dict[str, str] = Field(default_factory=dict)
    price: Money
    compare_at: Money | None = None
    weight_grams: int = 0
    position: int = 0
    picture_id: UUID | None = None
    requires_shipping: bool = True
    tax_class: str = "standard"
    imported_quantity: int | None = None
    backorder: bool = False

    @property
    def on_sale(self) -> bool:
        return self.compare_at is not None and self.compare_at > self.price

    @property
    def name(self) -> str:
        """`Navy / Medium`; empty for a product's only variant."""
        return " / ".join(self.options.values())


class Product(Document):
    id: UUID = Field(default_factory=new_id)  # type: ignore[assignment]  # how Beanie lets us choose the key
    slug: str
    title: str
    description: str = ""
    vendor: str = ""
    category: str = ""
    tags: list[str] = Field(default_factory=list)
    status: ProductStatus = ProductStatus.DRAFT
    currency: str
    options: list[Option] = Field(default_factory=list)
    variants: list[Variant]
    pictures: list[Picture] = Field(default_factory=list)
    published_at: datetime | None = None
    created_at: datetime = Field(default_factory=clock.now)
    updated_at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "products"
        use_revision = True
        bson_encoders: ClassVar[dict[type, Callable[[Any], Any]]] = {
            Money: lambda money: {"amount": money.amount, "currency": money.currency}
        }
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("status", ASCENDING), ("title", ASCENDING)]),
            IndexModel([("category", ASCENDING), ("status", ASCENDING)]),
        ]

    @property
    def product_id(self) -> UUID:
        return self.id

    @property
    def revision(self) -> UUID | None:
        """Changes with every write; a form carries it so that two people do not overwrite each other."""
        return self.revision_id

    @property
    def active(self) -> bool:
        return self.status is ProductStatus.ACTIVE

    @property
    def price_from(self) -> Money:
        return min((variant.price for variant in self.variants), key=lambda price: price.amount)

    @property
    def varies(self) -> bool:
        """Whether its variants cost different amounts."""
        return len({variant.price for variant in self.variants}) > 1

    @property
    def skus(self) -> tuple[str, ...]:
        return tuple(variant.sku for variant in self.variants)

    @property
    def gallery(self) -> list[Picture]:
        """The pictures that can be shown now."""
        return [picture for picture in self.pictures if picture.ready]

    def in_currency(self, currency: str) -> bool:
        return self.currency == currency

    def variant(self, sku: str) -> Variant:
        for variant in self.variants:
            if variant.sku == sku:
                return variant
        raise Unknown("This product has no such variant.")

    def variant_by_id(self, variant_id: UUID) -> Variant:
        for variant in self.variants:
            if variant.id == variant_id:
                return variant
        raise Unknown("This product has no such variant.")

    def picture_of(self, variant: Variant) -> Picture | None:
        """The variant's own picture when it can be shown, otherwise the product's first."""
        own = (picture for picture in self.gallery if picture.id == variant.picture_id)
        return next(own, next(iter(self.gallery), None))

    def become(self, status: ProductStatus) -> bool:
        """False when it already was; the first publication is remembered."""
        if status is self.status:
            return False
        self.status = status
        if status is ProductStatus.ACTIVE and self.published_at is None:
            self.published_at = clock.now()
        return True
