"""The facts of orders. Each carries all that its listeners need, for they can ask nobody."""

from ..summaries import OrderSummary, SummaryLine
from .afterwards import OrderCredited, OrderLinkAsked, OrderRefunded, ReturnAnswered, ReturnInspected
from .going import (
    DeadlinePassed,
    OrderAbandoned,
    OrderCancelled,
    OrderEnded,
    OrderExpired,
    OrderHeldLonger,
    OrderItem,
    OrderLetGo,
    OrderPaid,
    OrderShipped,
    PaymentArrivedLate,
    PaymentUnwanted,
    items,
)

__all__ = [
    "DeadlinePassed",
    "OrderAbandoned",
    "OrderCancelled",
    "OrderCredited",
    "OrderEnded",
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
    "ReturnAnswered",
    "ReturnInspected",
    "SummaryLine",
    "items",
]
