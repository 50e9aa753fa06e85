"""The tables of inventory."""

from .keys import MOST
from .levels import STANDINGS, UNTOLD, StockLevel
from .locations import Location
from .movements import FIGURES, Cause, MovementKind, StockMovement
from .promises import Allocation, AllocationStatus, Reservation, ReservationStatus

__all__ = [
    "FIGURES",
    "MOST",
    "STANDINGS",
    "UNTOLD",
    "Allocation",
    "AllocationStatus",
    "Cause",
    "Location",
    "MovementKind",
    "Reservation",
    "ReservationStatus",
    "StockLevel",
    "StockMovement",
]
