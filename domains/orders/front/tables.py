"""What an order is made of, and its states."""

from ..models import (
    Awaited,
    Cart,
    CartItem,
    CartLine,
    Fulfilment,
    FulfilmentLine,
    Order,
    OrderLine,
    OrderTaxLine,
    TimelineEvent,
    WaitingOrder,
)
from ..states import (
    TRANSITIONS,
    CartStatus,
    EventKind,
    FulfilmentStatus,
    OrderStatus,
    ParcelStatus,
    PaymentStatus,
    Receipt,
)

__all__ = [
    "TRANSITIONS",
    "Awaited",
    "Cart",
    "CartItem",
    "CartLine",
    "CartStatus",
    "EventKind",
    "Fulfilment",
    "FulfilmentLine",
    "FulfilmentStatus",
    "Order",
    "OrderLine",
    "OrderStatus",
    "OrderTaxLine",
    "ParcelStatus",
    "PaymentStatus",
    "Receipt",
    "TimelineEvent",
    "WaitingOrder",
]
