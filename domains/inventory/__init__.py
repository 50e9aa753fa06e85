"""Inventory: where every SKU lies, how many are on hand, and for which order each of them is kept.

It promises that no unit is ever promised twice, whatever Redis, the workers or the clock are doing, and that every
figure is the sum of its ledger.
"""

from . import events
from .counting import CountedItem, count_imported, create_location, ensure_default_location, set_on_hand
from .database import database
from .errors import BelowPromised, OutOfStock, SkuKept
from .events import StockRefused, StockReservedAgain, StockTurned, TurnedItem
from .exporting import export_stock
from .leaving import check_unkept, leave_skus
from .models import (
    Allocation,
    AllocationStatus,
    Location,
    MovementKind,
    Reservation,
    ReservationStatus,
    StockLevel,
    StockMovement,
)
from .projection import availability, available
from .promises import allocate, prolong, release, sweep_ended_holds
from .queries import (
    InventoryAudit,
    LevelAudit,
    OrderStock,
    OverdueHold,
    audit,
    held,
    levels,
    location_codes,
    locations,
    movements,
    on_hand,
)
from .reserving import Item, reserve, reserve_again
from .shipping import ship
from .telling import tell_turned
from .watching import watch

__all__ = [
    "Allocation",
    "AllocationStatus",
    "BelowPromised",
    "CountedItem",
    "InventoryAudit",
    "Item",
    "LevelAudit",
    "Location",
    "MovementKind",
    "OrderStock",
    "OutOfStock",
    "OverdueHold",
    "Reservation",
    "ReservationStatus",
    "SkuKept",
    "StockLevel",
    "StockMovement",
    "StockRefused",
    "StockReservedAgain",
    "StockTurned",
    "TurnedItem",
    "allocate",
    "audit",
    "availability",
    "available",
    "check_unkept",
    "count_imported",
    "create_location",
    "database",
    "ensure_default_location",
    "events",
    "export_stock",
    "held",
    "leave_skus",
    "levels",
    "location_codes",
    "locations",
    "movements",
    "on_hand",
    "prolong",
    "release",
    "reserve",
    "reserve_again",
    "set_on_hand",
    "ship",
    "sweep_ended_holds",
    "tell_turned",
    "watch",
]
