"""What inventory tells the others."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True)
class StockReservedAgain:
    """The goods of an order that was closed too early are held for it once more."""

    customer_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class StockRefused:
    """A paid order cannot be supplied: its hold had ended and others were faster. Nothing is held for it."""

    customer_id: UUID
    order_id: UUID


class Turn(StrEnum):
    """What became of an order's goods."""

    ALLOCATED = "allocated"
    RELEASED = "released"
    RETURNED = "returned"


@dataclass(frozen=True)
class PlacedGoods:
    """`place` is the location's name."""

    sku: str
    place: str
    quantity: int


@dataclass(frozen=True)
class OrderGoodsMoved:
    """For a paid order goods were kept, were let go again, or came back from its buyer."""

    customer_id: UUID
    order_id: UUID
    turn: Turn
    goods: tuple[PlacedGoods, ...]


@dataclass(frozen=True)
class TurnedItem:
    """`version` grows with every movement of the SKU."""

    sku: str
    in_stock: bool
    version: int


@dataclass(frozen=True)
class StockTurned:
    """These have sold out, or can be had again."""

    items: tuple[TurnedItem, ...]


@dataclass(frozen=True)
class LowItem:
    """`location` is a code; of `left` can be sold what is above 0, `sold` were so in the last `sold_days`."""

    sku: str
    location: str
    left: int
    low_at: int
    incoming: int
    sold: int
    sold_days: int
    suggested: int


@dataclass(frozen=True)
class StockLow:
    """These have become low, or nothing is left of them that was low before. Told once of each step."""

    items: tuple[LowItem, ...]


@dataclass(frozen=True)
class ShortagesGathered:
    """What is low and was in no letter of a day yet is in this one."""

    digest_id: UUID
