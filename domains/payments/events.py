"""What payments tells the others. Amounts are minor units of `currency`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class StripeEventReceived:
    """Stripe told us something; it is stored and waits to be looked into."""

    stripe_event_id: str


@dataclass(frozen=True)
class PaymentSucceeded:
    customer_id: UUID
    order_id: UUID
    attempt_id: UUID
    amount: int
    currency: str


@dataclass(frozen=True)
class PaymentProcessing:
    """The bank takes its time; Stripe may still say yes until well after the page was left."""

    customer_id: UUID
    order_id: UUID
    attempt_id: UUID
    until: datetime


@dataclass(frozen=True)
class AttemptClosed:
    """No payment can arrive through this attempt and those before it any more: of its order it is number `ordinal`.
    Without an attempt_id none was ever started."""

    customer_id: UUID
    order_id: UUID
    attempt_id: UUID | None
    reason: str
    ordinal: int = 0


@dataclass(frozen=True)
class RefundSucceeded:
    customer_id: UUID
    order_id: UUID
    refund_id: UUID
    amount: int
    currency: str
    reason: str


@dataclass(frozen=True)
class RefundFailed:
    """`reason` is why it failed; it may be tried again as another refund."""

    customer_id: UUID
    order_id: UUID
    refund_id: UUID
    amount: int
    currency: str
    reason: str
