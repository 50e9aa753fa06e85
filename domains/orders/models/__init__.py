"""The tables of orders, by noun."""

from ..states import (
    CartStatus,
    EventKind,
    FulfilmentStatus,
    OrderStatus,
    ParcelStatus,
    PaymentStatus,
    Receipt,
    RefundStatus,
)
from .cart import Cart, CartLine
from .cart_item import CartItem
from .credit import OrderCredit, OrderCreditLine
from .document import DocumentKind, DocumentNumber, DocumentSeries, OrderDocument
from .fulfilment import Fulfilment, FulfilmentLine
from .number import OrderNumber
from .order import Order
from .order_line import Awaited, OrderLine, OrderTaxLine
from .payment import OrderPayment, OrderRefund
from .returned import OrderReturn, OrderReturnLine
from .shipping import ShippingMethod, ShippingRate, ShippingZone, ZoneCountry
from .tax import TaxRate
from .timeline import TimelineEvent
from .timer import PaymentTimer
from .waiting import WaitingOrder

__all__ = [
    "Awaited",
    "Cart",
    "CartItem",
    "CartLine",
    "CartStatus",
    "DocumentKind",
    "DocumentNumber",
    "DocumentSeries",
    "EventKind",
    "Fulfilment",
    "FulfilmentLine",
    "FulfilmentStatus",
    "Order",
    "OrderCredit",
    "OrderCreditLine",
    "OrderDocument",
    "OrderLine",
    "OrderNumber",
    "OrderPayment",
    "OrderRefund",
    "OrderReturn",
    "OrderReturnLine",
    "OrderStatus",
    "OrderTaxLine",
    "ParcelStatus",
    "PaymentStatus",
    "PaymentTimer",
    "Receipt",
    "RefundStatus",
    "ShippingMethod",
    "ShippingRate",
    "ShippingZone",
    "TaxRate",
    "TimelineEvent",
    "WaitingOrder",
    "ZoneCountry",
]
