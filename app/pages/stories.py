"""An order told to its owner: where it stands in a sentence, what happened, and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.gateway.tracking import TrackedOrder
from domains import orders
from domains.orders import EventKind, FulfilmentStatus, Order, OrderStatus, Receipt
from domains.shared import texts

PENDING: Final = (
    "We are waiting for your payment",
    "Your things are held for you. As soon as Stripe tells us that you have paid, you see it here.",
)
PLACED: Final = ("Thank you, %(name)s", "Your order is paid. A confirmation is on its way to %(email)s.")
SENT: Final = ("Your order is on its way", "We have handed over your parcel.")
PARTLY_SENT: Final = ("A part of your order is on its way", "The rest follows in another parcel.")
ALL_SENT: Final = (SENT[0], "We have handed over all of your parcels.")
HEADINGS: Final = {
    OrderStatus.PENDING_PAYMENT: PENDING,
    OrderStatus.PLACED: PLACED,
    OrderStatus.PROCESSING: SENT,
    OrderStatus.COMPLETED: ("Your order has arrived", "We hope that you like it."),
    OrderStatus.CANCELLED: ("This order was cancelled", "Nothing more will happen with it."),
    OrderStatus.EXPIRED: (
        "This order was not paid in time",
        "Nothing was charged, and the things went back on the shelf.",
    ),
}
LATE: Final = (
    "Your payment arrived late",
    "The time for it was over. We are checking whether your things are still here; if not, you get all of it back.",
)
RETURNED: Final = "Your payment could not be taken any more. All of it is returned to you."
ENDS: Final = (EventKind.ABANDONED, EventKind.EXPIRED, EventKind.CANCELLED, EventKind.PAYMENT_UNWANTED)


@dataclass(frozen=True)
class Step:
    title: str
    state: str
    at: datetime | None = None


@dataclass(frozen=True)
class Story:
    heading: str
    says: str
    steps: tuple[Step, ...]


def told(tracked: TrackedOrder) -> Story:
    heading, says = _standing(tracked.order)
    happened = [
        Step(event.message, "failed" if event.kind in ENDS else "done", event.happened_at) for event in tracked.events
    ]
    return Story(heading, says, (*happened, *_ahead(tracked.order)))


def _standing(order: Order) -> tuple[str, str]:
    """Whoever's money has arrived after the end is told where it is, never that none was taken."""
    receipts = [payment.receipt for payment in order.payments]
    if order.status.closed and Receipt.LATE in receipts:
        return LATE
    if order.status.closed and order.paid_by is None and Receipt.UNWANTED in receipts:
        return HEADINGS[order.status][0], RETURNED
    if orders.to_come(order) and order.fulfilments:
        return PARTLY_SENT
    if order.status == OrderStatus.PROCESSING and len(order.fulfilments) > 1:
        return ALL_SENT
    return HEADINGS[order.status]


def _ahead(order: Order) -> Iterator[Step]:
    """What an order still has before it, the next thing first."""
    if order.status == OrderStatus.PENDING_PAYMENT:
        yield Step("Your payment is still to come.", "current")
        yield Step("We pack and send it.", "ahead")
    elif order.status == OrderStatus.PLACED:
        yield Step("We pack and send it.", "current")
    elif order.fulfilment_status == FulfilmentStatus.PARTIAL:
        yield Step("We send the rest.", "current")
    if order.status in (OrderStatus.PENDING_PAYMENT, OrderStatus.PLACED, OrderStatus.PROCESSING):
        yield Step(_delivery(order), "ahead")


def _delivery(order: Order) -> str:
    """Counted from the payment; until that has come, from today."""
    if any(line.awaited and line.open_quantity for line in order.lines):
        return "It arrives once everything is here."
    expected = orders.arrival(order.days_min, order.days_max, order.paid_at.date() if order.paid_at else None)
    first, last = (texts.weekday(day).replace(" ", "\xa0") for day in (expected.first, expected.last))
    return f"It arrives {first}." if first == last else f"It arrives between {first} and {last}."
