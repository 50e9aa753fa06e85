"""What orders answer to the question whether the books balance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from domains.shared.outbox import Backlog

from .database import database
from .documents.reading import DocumentsAudit, audit_documents
from .events import OrderItem
from .loading import WHOLE
from .models import Order, OrderStatus, PaymentStatus, Receipt
from .states import TRANSITIONS
from .timelines import BrokenTimeline, broken

BATCH = 500


@dataclass(frozen=True)
class AuditedPayment:
    attempt_id: UUID
    receipt: Receipt
    amount: int
    currency: str


@dataclass(frozen=True)
class AuditedOrder:
    """Amounts in minor units; `credits` by id, those that count. `parts_sum` is what the order's own parts come to,
    counted anew from its lines."""

    id: UUID
    customer_id: UUID
    number: str
    status: OrderStatus
    payment_status: PaymentStatus
    total: int
    currency: str
    parts_sum: int
    paid_by: UUID | None
    paid: int
    paid_at: datetime | None
    refunded: int
    items: tuple[OrderItem, ...]
    sent: tuple[OrderItem, ...]
    payments: tuple[AuditedPayment, ...]
    credits: tuple[tuple[UUID, int], ...]
    pay_until: datetime


@dataclass(frozen=True)
class IllegalTransition:
    """A step on a timeline that no order may make, or that does not follow from the step before it; where it is not
    `told`, the order stands at `after` and its timeline ends at `before`."""

    order_id: UUID
    number: str
    before: OrderStatus | None
    after: OrderStatus | None
    told: bool = True


@dataclass(frozen=True)
class OrdersAudit:
    orders: tuple[AuditedOrder, ...]
    illegal: tuple[IllegalTransition, ...]
    broken: tuple[BrokenTimeline, ...]
    documents: DocumentsAudit
    backlog: Backlog


async def audit() -> OrdersAudit:
    """Over all customers, in batches: fans out."""
    orders: list[AuditedOrder] = []
    illegal: list[IllegalTransition] = []
    damaged: list[BrokenTimeline] = []
    last: UUID | None = None
    async with database.reading() as session:
        while True:
            batch = sa.select(Order).options(*WHOLE).order_by(Order.id).limit(BATCH)
            found = list(await session.scalars(batch.where(Order.id > last) if last else batch))
            if not found:
                break
            orders += [_audited(order) for order in found]
            illegal += [step for order in found for step in _illegal(order)]
            damaged += [place for order in found for place in broken(order)]
            last = found[-1].id
            session.expunge_all()
    told = await audit_documents()
    return OrdersAudit(tuple(orders), tuple(illegal), tuple(damaged), told, await database.outbox.backlog())


def _audited(order: Order) -> AuditedOrder:
    return AuditedOrder(
        id=order.id,
        customer_id=order.customer_id,
        number=order.number,
        status=order.status,
        payment_status=order.payment_status,
        total=order.total_amount,
        currency=order.currency,
        parts_sum=_parts_sum(order),
        paid_by=order.paid_by,
        paid=order.paid_amount,
        paid_at=order.paid_at,
        refunded=order.refunded_amount,
        items=tuple(OrderItem(line.sku, line.quantity) for line in order.lines),
        sent=tuple(OrderItem(line.sku, line.fulfilled_quantity) for line in order.lines if line.fulfilled_quantity),
        payments=tuple(
            AuditedPayment(payment.attempt_id, payment.receipt, payment.amount, payment.currency)
            for payment in order.payments
        ),
        credits=tuple((credit.id, credit.total_amount) for credit in order.credits if credit.counts),
        pay_until=order.pay_until,
    )


def _parts_sum(order: Order) -> int:
    lines = sum(line.total_amount for line in order.lines)
    tax = 0 if order.tax_included else sum(line.tax_amount for line in order.tax_lines)
    return lines + order.shipping_amount + tax


def _illegal(order: Order) -> Iterator[IllegalTransition]:
    current: OrderStatus | None = None
    for event in order.events:
        if event.after is None:
            continue
        begins = event.before is None and current is None and event.after == OrderStatus.PENDING_PAYMENT
        follows = event.before == current and current is not None and event.after in TRANSITIONS[current]
        if not (begins or follows):
            yield IllegalTransition(order.id, order.number, event.before, event.after)
        current = event.after
    if current != order.status:
        yield IllegalTransition(order.id, order.number, current, order.status, told=False)
