"""Facts of an order that something of comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from domains.shared.money import Money

from ..models import Order
from ..summaries import OrderSummary
from .going import OrderItem


@dataclass(frozen=True)
class OrderCredited:
    """So much of the order is to be given back, in minor units; the refund has the credit's id."""

    customer_id: UUID
    order_id: UUID
    credit_id: UUID
    amount: int
    currency: str
    reason: str
    actor: str


@dataclass(frozen=True)
class OrderRefunded:
    """`amount` is on its way back, in minor units; `refunded` and `remaining` are of the order's price, all refunds
    together. Money the order never took is no part of those."""

    customer_id: UUID
    order_id: UUID
    refund_id: UUID
    amount: int
    currency: str
    reason: str
    refunded: int
    remaining: int
    summary: OrderSummary
    credit_id: UUID | None = None

    @classmethod
    def of(cls, order: Order, refund_id: UUID, money: Money, reason: str, credit_id: UUID | None) -> Self:
        return cls(
            customer_id=order.customer_id,
            order_id=order.id,
            refund_id=refund_id,
            amount=money.amount,
            currency=money.currency,
            reason=reason,
            refunded=order.refunded_amount,
            remaining=order.remaining.amount,
            summary=OrderSummary.of(order),
            credit_id=credit_id,
        )


@dataclass(frozen=True)
class OrderLinkAsked:
    """Somebody wants the link of an order sent to them; whether the two belong together is not said yet."""

    letter_id: UUID
    number: str
    email: str


@dataclass(frozen=True)
class ReturnAnswered:
    """A return is agreed to or not; `answer` is for its customer."""

    customer_id: UUID
    order_id: UUID
    return_id: UUID
    agreed: bool
    answer: str
    summary: OrderSummary


@dataclass(frozen=True)
class ReturnInspected:
    """What came back lies at `location`, by its code: so much can be sold again, so much cannot."""

    customer_id: UUID
    order_id: UUID
    return_id: UUID
    number: str
    location: str
    good: tuple[OrderItem, ...]
    damaged: tuple[OrderItem, ...]
    actor: str
