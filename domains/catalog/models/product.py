"""A product: what is shown and sold, with its variants and pictures in one document."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Final, Protocol, Self
from uuid import UUID

from beanie import Document
from beanie.exceptions import RevisionIdWasChanged
from pydantic import BaseModel, Field
from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.documents import raw
from ...shared.ids import new_id
from ...shared.money import Money
from ..codes import sku_key
from ..errors import Unknown
from .picture import Picture
from .variant import FormerPrices, Variant


class ProductStatus(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    ARCHIVED = "archived"


class Option(BaseModel):
    """An axis of variants and the points on it: Size, (S, M, L)."""

    name: str
    values: list[str]


LONGEST_TITLE: Final = 255
LONGEST_VENDOR: Final = 255
MOST_TAGS: Final = 250
MOST_RELATED: Final = 24
FIGURES: Final = frozenset({"rating_sum", "rating_count", "rating_stars", "sold"})
AttributeValue = str | int | bool | list[str]  # decimals and dates as their canonical text


class Appearing(Protocol):
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def shown_from(self) -> datetime | None: ...
    @property
    def first_shown_at(self) -> datetime | None: ...


def appeared(product: Appearing) -> datetime | None:
    """When it was seen first, or will be; None while it has never been published. Whatever asks how new it is asks
    this: what comes back, or is shown for another season, is not new again."""
    if product.first_shown_at or not product.published_at:
        return product.first_shown_at
    return max(product.published_at, product.shown_from or product.published_at)


class Product(Document):
    """`type` names its product type, whose attributes it answers; `shown_from` and `shown_until` bound its publication.
    `first_shown_at` is noted when its window or status changes after shoppers could see it.

    `collections`, `rating_…` and `sold` are kept by those whose they are: collections, reviews, paid orders. The
    FIGURES among them rise and fall without a new revision; `rating_stars` counts reviews by their stars.
    `former_prices` are those of variants taken away of late.
    """

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
    former_prices: list[FormerPrices] = Field(default_factory=list)
    pictures: list[Picture] = Field(default_factory=list)
    type: str = ""
    attributes: dict[str, AttributeValue] = Field(default_factory=dict)
    collections: list[UUID] = Field(default_factory=list)
    related: list[UUID] = Field(default_factory=list)
    seo_title: str = ""
    seo_description: str = ""
    rating_sum: int = 0
    rating_count: int = 0
    rating_stars: dict[str, int] = Field(default_factory=dict)
    sold: int = 0
    shown_from: datetime | None = None
    shown_until: datetime | None = None
    published_at: datetime | None = None
    first_shown_at: datetime | None = None
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
            IndexModel([("pictures.key", ASCENDING)]),
            IndexModel([("variants.list_prices.list_id", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("pictures.import_id", ASCENDING)], sparse=True),
            IndexModel([("collections", ASCENDING), ("status", ASCENDING)]),
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
    def retired(self) -> bool:
        """Shoppers could see it once, and never will again: not one that was still to come when it was archived."""
        appeared_at = self.appeared_at
        return self.status is ProductStatus.ARCHIVED and appeared_at is not None and appeared_at <= clock.now()

    @property
    def appeared_at(self) -> datetime | None:
        return appeared(self)

    def shown_at(self, moment: datetime) -> bool:
        """Whether shoppers may see it then: active and inside its publication window, whose end it no longer is."""
        begun = self.shown_from is None or self.shown_from <= moment
        return self.active and begun and (self.shown_until is None or moment < self.shown_until)

    @property
    def rating(self) -> float | None:
        """Of five stars; None without any review."""
        return self.rating_sum / self.rating_count if self.rating_count else None

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
            if sku_key(variant.sku) == sku_key(sku):
                return variant
        raise Unknown("This product has no such variant.")

    def variant_by_id(self, variant_id: UUID) -> Variant:
        for variant in self.variants:
            if variant.id == variant_id:
                return variant
        raise Unknown("This product has no such variant.")

    def picture(self, picture_id: UUID) -> Picture:
        for picture in self.pictures:
            if picture.id == picture_id:
                return picture
        raise Unknown("This product has no such picture any more.")

    def picture_of(self, variant: Variant) -> Picture | None:
        """The variant's own picture when it can be shown, otherwise the product's first."""
        own = (picture for picture in self.gallery if picture.id == variant.picture_id)
        return next(own, next(iter(self.gallery), None))

    async def rewrite(self, session: AsyncClientSession | None = None) -> None:
        """All but its FIGURES, which others raise meanwhile. RevisionIdWasChanged where it is not what was read."""
        await Product.rewrite_all([self], session)

    @classmethod
    async def rewrite_all(cls, products: Sequence[Self], session: AsyncClientSession | None = None) -> None:
        """In a transaction all or none."""
        rewriting = []
        for product in products:
            read, product.revision_id = product.revision_id, new_id()
            fields = {name: value for name, value in raw(product).items() if name not in FIGURES}
            rewriting.append(UpdateOne({"_id": fields.pop("_id"), "revision_id": read}, {"$set": fields}))
        done = await cls.get_pymongo_collection().bulk_write(rewriting, session=session)
        if done.matched_count < len(rewriting):
            raise RevisionIdWasChanged

    def become(self, status: ProductStatus) -> bool:
        """False when it already was; the first publication is remembered, unless it ends before it could be seen."""
        if status is self.status:
            return False
        if self.active and not self._note_appearance():
            self.published_at = None
        self.status = status
        if status is ProductStatus.ACTIVE and self.published_at is None:
            self.published_at = clock.now()
        return True

    def show_between(self, begins: datetime | None, ends: datetime | None) -> None:
        if (begins, ends) != (self.shown_from, self.shown_until):
            if self.active:
                self._note_appearance()
            self.shown_from, self.shown_until = begins, ends

    def _note_appearance(self) -> bool:
        """Whether shoppers could ever see it."""
        since = self.appeared_at
        if since is not None and since <= clock.now() and (self.shown_until is None or since < self.shown_until):
            self.first_shown_at = since
        return self.first_shown_at is not None
