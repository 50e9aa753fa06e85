"""The tables of inventory."""

from .promises import Allocation, AllocationStatus, Reservation, ReservationStatus
from .stock import MOST, Cause, Location, MovementKind, StockLevel, StockMovement

__all__ = [
    "MOST",
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
