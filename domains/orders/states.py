"""The states of carts, orders and parcels, and every move an order may make."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class CartStatus(StrEnum):
    ACTIVE = "active"
    MERGED = "merged"
    CONVERTED = "converted"
    ABANDONED = "abandoned"
    EXPIRED = "expired"


class OrderStatus(StrEnum):
    PENDING_PAYMENT = "pending_payment"
    PLACED = "placed"
    PROCESSING = "processing"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def closed(self) -> bool:
        """It ended without being delivered; its cart may become another order."""
        return self in CLOSED


class PaymentStatus(StrEnum):
    NONE = "none"
    PENDING = "pending"
    AUTHORIZED = "authorized"
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    FAILED = "failed"
    VOIDED = "voided"
    DISPUTED = "disputed"


class FulfilmentStatus(StrEnum):
    """How much of an order has left and arrived."""

    UNFULFILLED = "unfulfilled"
    PARTIAL = "partial"
    FULFILLED = "fulfilled"
    DELIVERED = "delivered"
    RETURNED = "returned"


class ParcelStatus(StrEnum):
    """How far one fulfilment is."""

    PENDING = "pending"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    LOST = "lost"


class Receipt(StrEnum):
    """What became of money that arrived for an order."""

    ACCEPTED = "accepted"
    LATE = "late"
    UNWANTED = "unwanted"


class RefundStatus(StrEnum):
    """Whether money sent back has reached the shopper, as far as Stripe knows."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"


class ReturnStatus(StrEnum):
    """How far a return is."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    IN_TRANSIT = "in_transit"
    RECEIVED = "received"
    INSPECTED = "inspected"
    REFUNDED = "refunded"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ReturnReason(StrEnum):
    """Why something comes back, as its customer chooses."""

    UNWANTED = "unwanted"
    UNLIKE = "unlike"
    WRONG = "wrong"
    DAMAGED = "damaged"
    BROKEN = "broken"
    LATE = "late"
    OTHER = "other"


class EventKind(StrEnum):
    """What a timeline entry tells of."""

    ORDERED = "ordered"
    PAYMENT_PROCESSING = "payment_processing"
    PAID = "paid"
    PAYMENT_LATE = "payment_late"
    PAYMENT_UNWANTED = "payment_unwanted"
    REOPENED = "reopened"
    ABANDONED = "abandoned"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CREDITED = "credited"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"
    RETURN = "return"
    DOCUMENT = "document"
    STOCK = "stock"
    MESSAGE = "message"
    NOTE = "note"


CLOSED: Final = (OrderStatus.CANCELLED, OrderStatus.EXPIRED)

TRANSITIONS: Final[Mapping[OrderStatus, frozenset[OrderStatus]]] = MappingProxyType(
    {
        OrderStatus.PENDING_PAYMENT: frozenset({OrderStatus.PLACED, OrderStatus.CANCELLED, OrderStatus.EXPIRED}),
        OrderStatus.PLACED: frozenset({OrderStatus.PROCESSING, OrderStatus.CANCELLED}),
        OrderStatus.PROCESSING: frozenset({OrderStatus.COMPLETED}),
        OrderStatus.COMPLETED: frozenset(),
        # a payment that arrives late opens what ended unpaid
        OrderStatus.CANCELLED: frozenset({OrderStatus.PLACED}),
        OrderStatus.EXPIRED: frozenset({OrderStatus.PLACED}),
    }
)

SPOKEN: Final[Mapping[OrderStatus, str]] = MappingProxyType(
    {
        OrderStatus.PENDING_PAYMENT: "waiting for its payment",
        OrderStatus.PLACED: "placed",
        OrderStatus.PROCESSING: "on its way",
        OrderStatus.COMPLETED: "completed",
        OrderStatus.CANCELLED: "cancelled",
        OrderStatus.EXPIRED: "expired",
    }
)

RETURN_STEPS: Final[Mapping[ReturnStatus, frozenset[ReturnStatus]]] = MappingProxyType(
    {
        ReturnStatus.REQUESTED: frozenset(
            {ReturnStatus.APPROVED, ReturnStatus.REJECTED, ReturnStatus.INSPECTED, ReturnStatus.CANCELLED}
        ),
        ReturnStatus.APPROVED: frozenset(
            {ReturnStatus.IN_TRANSIT, ReturnStatus.RECEIVED, ReturnStatus.INSPECTED, ReturnStatus.CANCELLED}
        ),
        ReturnStatus.IN_TRANSIT: frozenset({ReturnStatus.RECEIVED, ReturnStatus.INSPECTED, ReturnStatus.CANCELLED}),
        ReturnStatus.RECEIVED: frozenset({ReturnStatus.INSPECTED}),
        ReturnStatus.INSPECTED: frozenset({ReturnStatus.REFUNDED, ReturnStatus.CLOSED}),
        ReturnStatus.REFUNDED: frozenset(),
        ReturnStatus.CLOSED: frozenset(),
        ReturnStatus.REJECTED: frozenset(),
        ReturnStatus.CANCELLED: frozenset(),
    }
)

RETURN_SPOKEN: Final[Mapping[ReturnStatus, str]] = MappingProxyType(
    {
        ReturnStatus.REQUESTED: "waiting for an answer",
        ReturnStatus.APPROVED: "agreed to",
        ReturnStatus.REJECTED: "refused",
        ReturnStatus.IN_TRANSIT: "on its way",
        ReturnStatus.RECEIVED: "here",
        ReturnStatus.INSPECTED: "here and looked at",
        ReturnStatus.REFUNDED: "paid back",
        ReturnStatus.CLOSED: "closed",
        ReturnStatus.CANCELLED: "cancelled",
    }
)
