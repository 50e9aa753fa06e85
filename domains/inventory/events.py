"""What inventory tells the others."""

from dataclasses import dataclass
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
