"""An order as its owner follows it, opened by the link that only they have."""

from dataclasses import dataclass
from typing import Final

from domains import orders, payments
from domains.shared.pricing import Priced

from .pricing import explained

MOVING: Final = (orders.OrderStatus.PENDING_PAYMENT, orders.OrderStatus.PLACED, orders.OrderStatus.PROCESSING)


@dataclass(frozen=True)
class TrackedOrder:
    """`pay_url` is Stripe's page while the order still waits there for its payment; `priced` is how its prices came
    about, where that can be told."""

    order: orders.Order
    events: tuple[orders.TimelineEvent, ...]
    pay_url: str | None
    priced: Priced | None = None

    @property
    def moving(self) -> bool:
        """Whether anything can still change, so that looking again is worth it."""
        late = any(payment.receipt == orders.Receipt.LATE for payment in self.order.payments)
        return self.order.status in MOVING or late


async def follow(number: str, token: str) -> TrackedOrder:
    """NotFound for a wrong token and for an unknown number alike."""
    order = await orders.order(number, token)
    events = await orders.timeline(order.customer_id, order.id, public_only=True)
    return TrackedOrder(order, tuple(events), await _pay_url(order), await explained(order))


async def _pay_url(order: orders.Order) -> str | None:
    if order.status != orders.OrderStatus.PENDING_PAYMENT:
        return None
    attempts = await payments.attempts(order.customer_id, order.id)
    waiting = [attempt for attempt in attempts if attempt.status == payments.AttemptStatus.OPEN]
    return waiting[-1].url if waiting else None
