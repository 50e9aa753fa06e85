"""What of an order counts as sold, kept so that it is counted once and taken back once, whatever is told first."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from beanie import Document
from pydantic import BaseModel, Field
from pymongo import ASCENDING, IndexModel

from ...shared import clock


class SoldGoods(BaseModel):
    """How many of a product, all its variants together."""

    product_id: UUID
    quantity: int


class SoldOrder(Document):
    """Kept by the order's id. Without goods and taken back: it ended before it was counted, and never will be."""

    id: UUID  # type: ignore[assignment]  # how Beanie lets us choose the key
    goods: list[SoldGoods] = Field(default_factory=list)
    counted_at: datetime = Field(default_factory=clock.now)
    taken_back_at: datetime | None = None

    class Settings:
        name = "sold_orders"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("goods.product_id", ASCENDING)])]
