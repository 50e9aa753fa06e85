"""A variant: what bears a stock code and a price, and can be put in a cart."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from ...shared.ids import new_id
from ...shared.money import Money


class Dimensions(BaseModel):
    """In millimetres; what lies flat, such as a cloth, has no height, and what is round has no width: its length is its
    diameter."""

    length: int
    width: int
    height: int


class Tier(BaseModel):
    """What one costs when at least `quantity` are bought."""

    quantity: int
    price: Money


class Sale(BaseModel):
    """Another price from one moment to another; open-ended without `ends_at`. Held by the clock, not by a job."""

    id: UUID = Field(default_factory=new_id)
    price: Money
    starts_at: datetime
    ends_at: datetime | None = None


class ListPrice(BaseModel):
    """What one costs on a price list, from `quantity` on. A price that is replaced is ended, not overwritten."""

    list_id: UUID
    quantity: int = 1
    price: Money
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class PriceMark(BaseModel):
    """The regular price from a moment on, until the next mark."""

    at: datetime
    price: Money
    compare_at: Money | None = None


class FormerPrices(BaseModel):
    """What a variant that was taken away had cost, for one that gets its SKU again soon."""

    sku: str
    removed_at: datetime
    trail: list[PriceMark]
    sales: list[Sale]
    list_prices: list[ListPrice]


class Variant(BaseModel):
    """`cost` is what the shop pays for one; `max_quantity` and `step` bound what one order line may hold.

    `trail` is what the regular price has been of late, oldest first; the whole history is a collection of its own.
    """

    id: UUID = Field(default_factory=new_id)
    sku: str
    barcode: str | None = None
    options: dict[str, str] = Field(default_factory=dict)
    price: Money
    compare_at: Money | None = None
    cost: Money | None = None
    tiers: list[Tier] = Field(default_factory=list)
    sales: list[Sale] = Field(default_factory=list)
    list_prices: list[ListPrice] = Field(default_factory=list)
    trail: list[PriceMark] = Field(default_factory=list)
    weight_grams: int = 0
    dimensions: Dimensions | None = None
    min_quantity: int = 1
    max_quantity: int | None = None
    step: int = 1
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
