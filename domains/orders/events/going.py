"""Facts of an order on its way from the cart to its buyer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from ..models import Fulfilment, Order
from ..parcels import Content, contents, to_come
from ..summaries import OrderSummary


@dataclass(frozen=True)
class OrderItem:
    sku: str
    quantity: int


@dataclass(frozen=True)
class DeadlinePassed:
    """The time to pay is over; whether it was paid is for payments to find out."""

    customer_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class OrderPaid:
    """`attempt_id` is None where there was nothing to pay."""

    customer_id: UUID
    order_id: UUID
    number: str
    attempt_id: UUID | None
    email: str
    items: tuple[OrderItem, ...]
    summary: OrderSummary

    @classmethod
    def of(cls, order: Order) -> Self:
        summary = OrderSummary.of(order)
        return cls(order.customer_id, order.id, order.number, order.paid_by, order.email, items(order), summary)


@dataclass(frozen=True)
class OrderHeldLonger:
    """Stripe is still busy with the payment: its stock is to be held until then."""

    customer_id: UUID
    order_id: UUID
    items: tuple[OrderItem, ...]
    until: datetime


@dataclass(frozen=True)
class OrderEnded:
    """What the three ways to end have in common."""

    customer_id: UUID
    order_id: UUID
    number: str
    email: str
    items: tuple[OrderItem, ...]
    reason: str
    summary: OrderSummary

    @classmethod
    def of(cls, order: Order) -> Self:
        reason, summary = order.closed_reason or "", OrderSummary.of(order)
        return cls(order.customer_id, order.id, order.number, order.email, items(order), reason, summary)


@dataclass(frozen=True)
class OrderExpired(OrderEnded):
    """No payment came in time."""


@dataclass(frozen=True)
class OrderAbandoned(OrderEnded):
    """Given up before it was paid. Its page may still be open at Stripe, so its stock is kept until OrderLetGo."""


@dataclass(frozen=True)
class OrderLetGo:
    """Given up before, and now no payment can arrive for it any more: what is held for it is free."""

    customer_id: UUID
    order_id: UUID
    items: tuple[OrderItem, ...]

    @classmethod
    def of(cls, order: Order) -> Self:
        return cls(order.customer_id, order.id, items(order))


@dataclass(frozen=True)
class OrderCancelled(OrderEnded):
    """Had been placed, and will not be sent."""


@dataclass(frozen=True)
class PaymentArrivedLate:
    customer_id: UUID
    order_id: UUID
    attempt_id: UUID
    items: tuple[OrderItem, ...]

    @classmethod
    def of(cls, order: Order, attempt_id: UUID) -> Self:
        return cls(order.customer_id, order.id, attempt_id, items(order))


@dataclass(frozen=True)
class PaymentUnwanted:
    """Money that the order does not take: of this attempt all is to be given back."""

    customer_id: UUID
    order_id: UUID
    number: str
    attempt_id: UUID
    email: str
    summary: OrderSummary

    @classmethod
    def of(cls, order: Order, attempt_id: UUID) -> Self:
        return cls(order.customer_id, order.id, order.number, attempt_id, order.email, OrderSummary.of(order))


@dataclass(frozen=True)
class OrderShipped:
    """`items` and `contents` are those of this parcel, the `nth` of its order, `to_come` what others will bring;
    `location` is the code of where it left from, where that is known; `summary` is of the whole order."""

    customer_id: UUID
    order_id: UUID
    number: str
    email: str
    fulfilment_id: UUID
    items: tuple[OrderItem, ...]
    carrier: str
    tracking_number: str
    summary: OrderSummary
    location: str | None = None
    nth: int = 1
    contents: tuple[Content, ...] = ()
    to_come: tuple[Content, ...] = ()

    @property
    def split(self) -> bool:
        """Whether it is one of several."""
        return self.nth > 1 or bool(self.to_come)

    @classmethod
    def of(cls, order: Order, parcel: Fulfilment) -> Self:
        return cls(
            customer_id=order.customer_id,
            order_id=order.id,
            number=order.number,
            email=order.email,
            fulfilment_id=parcel.id,
            items=tuple(OrderItem(line.sku, line.quantity) for line in parcel.lines),
            carrier=parcel.carrier,
            tracking_number=parcel.tracking_number,
            summary=OrderSummary.of(order),
            location=parcel.location,
            nth=len(order.fulfilments),
            contents=contents(order, parcel),
            to_come=to_come(order),
        )


def items(order: Order) -> tuple[OrderItem, ...]:
    return tuple(OrderItem(line.sku, line.quantity) for line in order.lines)
