"""The tables of inventory."""

from .documents import (
    ENDED,
    ON_THE_WAY,
    Document,
    DocumentKind,
    DocumentLine,
    DocumentState,
    DocumentStep,
    Receipt,
    Series,
    StepKind,
)
from .keys import MOST
from .levels import STANDINGS, UNTOLD, StockLevel
from .locations import Location
from .movements import FIGURES, Cause, MovementKind, StockMovement
from .promises import Allocation, AllocationStatus, Reservation, ReservationStatus
from .routing import RoutingRules
from .suppliers import Supplier

__all__ = [
    "ENDED",
    "FIGURES",
    "MOST",
    "ON_THE_WAY",
    "STANDINGS",
    "UNTOLD",
    "Allocation",
    "AllocationStatus",
    "Cause",
    "Document",
    "DocumentKind",
    "DocumentLine",
    "DocumentState",
    "DocumentStep",
    "Location",
    "MovementKind",
    "Receipt",
    "Reservation",
    "ReservationStatus",
    "RoutingRules",
    "Series",
    "StepKind",
    "StockLevel",
    "StockMovement",
    "Supplier",
]
