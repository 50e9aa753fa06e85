"""Facts."""

from ..events import (
    DeadlinePassed,
    OrderAbandoned,
    OrderCancelled,
    OrderCredited,
    OrderExpired,
    OrderHeldLonger,
    OrderItem,
    OrderLetGo,
    OrderLinkAsked,
    OrderPaid,
    OrderRefunded,
    OrderShipped,
    OrderSummary,
    PaymentArrivedLate,
    PaymentUnwanted,
    SummaryLine,
)

__all__ = [
    "DeadlinePassed",
    "OrderAbandoned",
    "OrderCancelled",
    "OrderCredited",
    "OrderExpired",
    "OrderHeldLonger",
    "OrderItem",
    "OrderLetGo",
    "OrderLinkAsked",
    "OrderPaid",
    "OrderRefunded",
    "OrderShipped",
    "OrderSummary",
    "PaymentArrivedLate",
    "PaymentUnwanted",
    "SummaryLine",
]
