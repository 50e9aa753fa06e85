"""The tables of inventory."""

from .bundles import Bundle, BundlePart, OrderedBundle
from .counts import CountLine, CountStatus, StockCount
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
from .levels import STANDINGS, STEP_DUE, UNTOLD, LowStep, StockLevel
from .locations import Location
from .movements import FIGURES, SOLD, Cause, MovementKind, StockMovement
from .promises import Allocation, AllocationStatus, Reservation, ReservationStatus
from .routing import RoutingRules
from .shortages import OPEN, ReorderRules, Shortage
from .suppliers import Supplier

__all__ = [
    "ENDED",
    "FIGURES",
    "MOST",
    "ON_THE_WAY",
    "OPEN",
    "SOLD",
    "STANDINGS",
    "STEP_DUE",
    "UNTOLD",
    "Allocation",
    "AllocationStatus",
    "Bundle",
    "BundlePart",
    "Cause",
    "CountLine",
    "CountStatus",
    "Document",
    "DocumentKind",
    "DocumentLine",
    "DocumentState",
    "DocumentStep",
    "Location",
    "LowStep",
    "MovementKind",
    "OrderedBundle",
    "Receipt",
    "ReorderRules",
    "Reservation",
    "ReservationStatus",
    "RoutingRules",
    "Series",
    "Shortage",
    "StepKind",
    "StockCount",
    "StockLevel",
    "StockMovement",
    "Supplier",
]
