"""The price history: a document for every change of a price, written with the change and never touched again."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from ...shared import clock
from ...shared.ids import new_id
from ...shared.money import Money


class PriceChange(StrEnum):
    REGULAR = "regular"
    TIER = "tier"
    SALE = "sale"
    LIST = "list"


class PriceRecord(Document):
    """`before` is None for a first price, `after` for one that was withdrawn. `label` says which: the tier's quantity,
    the sale's window, the list's name. `actor` is who did it: a person's address, or what was imported."""

    id: UUID = Field(default_factory=new_id)  # type: ignore[assignment]  # how Beanie lets us choose the key
    product_id: UUID
    variant_id: UUID
    sku: str
    change: PriceChange
    label: str = ""
    before: Money | None = None
    after: Money | None = None
    compare_at: Money | None = None
    actor: str = ""
    at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "price_records"
        bson_encoders: ClassVar[dict[type, Callable[[Any], Any]]] = {
            Money: lambda money: {"amount": money.amount, "currency": money.currency}
        }
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("product_id", ASCENDING), ("at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("variant_id", ASCENDING), ("at", DESCENDING), ("_id", DESCENDING)]),
        ]
