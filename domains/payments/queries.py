"""Questions to payments, and the figures by which its books are compared with Stripe's."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from domains.shared.outbox import Backlog

from . import provider
from .database import database
from .models import Attempt, Refund, StripeEvent, Transaction, TransactionKind
from .news import IntentNews
from .rows import shop_id


@dataclass(frozen=True)
class AttemptAudit:
    """One payment in our books beside Stripe's, in minor units. `captured_at_stripe` is None when Stripe has none."""

    attempt_id: UUID
    order_id: UUID
    customer_id: UUID
    number: str
    status: str
    amount: int
    currency: str
    captured: int
    refunded: int
    refunding: int
    booked_captured: int
    booked_refunded: int
    payment_intent_id: str | None
    captured_at_stripe: int | None
    refunded_at_stripe: int | None
    currency_at_stripe: str | None


@dataclass(frozen=True)
class StrangePayment:
    """Money that Stripe took in this shop's name and no attempt knows of."""

    payment_intent_id: str
    attempt_id: str
    captured: int
    refunded: int
    currency: str


@dataclass(frozen=True)
class PaymentsAudit:
    """`refunds` are the amounts of all that were asked for, by id."""

    attempts: tuple[AttemptAudit, ...]
    strange: tuple[StrangePayment, ...]
    refunds: dict[UUID, int]
    unhandled_events: int
    backlog: Backlog


async def attempts(customer_id: UUID, order_id: UUID) -> list[Attempt]:
    """Every try to pay for an order, oldest first."""
    mine = sa.select(Attempt).where(Attempt.customer_id == customer_id, Attempt.order_id == order_id)
    async with database.reading() as session:
        return list(await session.scalars(mine.order_by(Attempt.id)))


async def refunds(customer_id: UUID, order_id: UUID) -> list[Refund]:
    mine = sa.select(Refund).where(Refund.customer_id == customer_id, Refund.order_id == order_id)
    async with database.reading() as session:
        return list(await session.scalars(mine.order_by(Refund.created_at)))


async def transactions(customer_id: UUID, order_id: UUID) -> list[Transaction]:
    """The ledger of an order's money, oldest first."""
    mine = sa.select(Transaction).where(Transaction.customer_id == customer_id, Transaction.order_id == order_id)
    async with database.reading() as session:
        return list(await session.scalars(mine.order_by(Transaction.id)))


async def audit(since: datetime | None = None) -> PaymentsAudit:
    """Fans out on purpose: the books are compared whole, or those of payments started `since`.

    PaymentUnavailable while Stripe is away."""
    booked = sa.select(Attempt, *_booked()).order_by(Attempt.id)
    async with database.reading() as session:
        if since is not None:
            booked = booked.where(Attempt.created_at >= since)
        found = (await session.execute(booked)).all()
        shop = await shop_id(session)
        asked = {row.id: row.amount for row in await session.execute(sa.select(Refund.id, Refund.amount))}
        unhandled = await session.scalar(
            sa.select(sa.func.count()).select_from(StripeEvent).where(StripeEvent.handled_at.is_(None))
        )
    taken = await provider.taken_since(min(row[0].created_at for row in found), shop) if found else []
    known = {news.metadata.get("attempt_id", ""): news for news in taken}
    compared = tuple(_compared(row[0], row[1], row[2], known.pop(str(row[0].id), None)) for row in found)
    strange = tuple(
        StrangePayment(news.id, attempt_id, news.captured, news.refunded, news.currency)
        for attempt_id, news in known.items()
    )
    return PaymentsAudit(compared, strange, asked, unhandled or 0, await database.outbox.backlog())


def _booked() -> list[sa.ScalarSelect[int]]:
    """What the ledger says was captured and given back, per attempt."""
    signs = {
        TransactionKind.CAPTURED: (1, 0),
        TransactionKind.REFUNDED: (0, 1),
        TransactionKind.REFUND_RETURNED: (0, -1),
    }
    sums = []
    for side in (0, 1):
        factor = sa.case({kind.value: sign[side] for kind, sign in signs.items()}, value=Transaction.kind)
        total = sa.select(sa.func.coalesce(sa.func.sum(Transaction.amount * factor), 0)).where(
            Transaction.customer_id == Attempt.customer_id, Transaction.attempt_id == Attempt.id
        )
        sums.append(total.correlate(Attempt).scalar_subquery())
    return sums


def _compared(attempt: Attempt, booked_captured: int, booked_refunded: int, news: IntentNews | None) -> AttemptAudit:
    return AttemptAudit(
        attempt_id=attempt.id,
        order_id=attempt.order_id,
        customer_id=attempt.customer_id,
        number=attempt.number,
        status=str(attempt.status),
        amount=attempt.amount,
        currency=attempt.currency,
        captured=attempt.captured,
        refunded=attempt.refunded,
        refunding=attempt.refunding,
        booked_captured=int(booked_captured),
        booked_refunded=int(booked_refunded),
        payment_intent_id=attempt.payment_intent_id,
        captured_at_stripe=news.captured if news else None,
        refunded_at_stripe=news.refunded if news else None,
        currency_at_stripe=news.currency if news else None,
    )
