"""A product document as the search reads it: what it needs of it and no more, whatever else stands there."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import msgspec
from msgspec import field

from ..measures import Sides, sides_of
from ..models import Picture, PictureState
from ..models.picture import Focus
from ..models.product import appeared
from ..pricing import PriceInputs
from ..pricing.reading import inputs_of

if TYPE_CHECKING:
    from ..models import Variant

Raw = Mapping[str, Any]


class ReadMoney(msgspec.Struct, frozen=True):
    amount: int
    currency: str


class ReadTier(msgspec.Struct, frozen=True):
    quantity: int
    price: ReadMoney


class ReadSale(msgspec.Struct, frozen=True):
    price: ReadMoney
    starts_at: datetime
    ends_at: datetime | None = None


class ReadListPrice(msgspec.Struct, frozen=True):
    list_id: UUID
    price: ReadMoney
    quantity: int = 1
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class ReadMark(msgspec.Struct, frozen=True):
    at: datetime
    price: ReadMoney
    compare_at: ReadMoney | None = None


class ReadDimensions(msgspec.Struct, frozen=True):
    length: int
    width: int
    height: int


class ReadVariant(msgspec.Struct, frozen=True):
    sku: str
    price: ReadMoney
    barcode: str | None = None
    options: dict[str, str] = {}
    compare_at: ReadMoney | None = None
    tiers: list[ReadTier] = []
    sales: list[ReadSale] = []
    list_prices: list[ReadListPrice] = []
    trail: list[ReadMark] = []
    dimensions: ReadDimensions | None = None

    @property
    def inputs(self) -> PriceInputs:
        return inputs_of(cast("Variant", self))  # it bears the same names

    @property
    def sides(self) -> Sides | None:
        return sides_of(self.dimensions)


class ReadPicture(msgspec.Struct, frozen=True):
    key: str | None = None
    alt: str = ""
    state: str = "wanted"
    focus: str = Focus.CENTRE.value

    @property
    def image(self) -> str | None:
        return Picture.model_construct(key=self.key, state=PictureState(self.state), focus=Focus(self.focus)).image


class ReadProduct(msgspec.Struct, frozen=True):
    id: UUID = field(name="_id")
    slug: str
    title: str
    status: str
    currency: str
    variants: list[ReadVariant]
    created_at: datetime
    published_at: datetime | None = None
    first_shown_at: datetime | None = None
    description: str = ""
    vendor: str = ""
    category: str = ""
    tags: list[str] = []
    collections: list[UUID] = []
    pictures: list[ReadPicture] = []
    type: str = ""
    attributes: dict[str, str | int | bool | list[str]] = {}
    rating_sum: int = 0
    rating_count: int = 0
    sold: int = 0
    shown_from: datetime | None = None
    shown_until: datetime | None = None

    @property
    def appeared_at(self) -> datetime | None:
        return appeared(self)

    @property
    def picture(self) -> ReadPicture | None:
        """The first that can be shown."""
        return next((each for each in self.pictures if each.state == PictureState.READY and each.key), None)


def read_product(raw: Raw) -> ReadProduct:
    """msgspec.ValidationError where it is not one."""
    return msgspec.convert(raw, ReadProduct)
