"""Giving money back: written down under a lock first, sent with its own key, and mirrored from what Stripe says."""

import logging
from datetime import timedelta
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock, outbox
from domains.shared.errors import Invalid
from domains.shared.ids import new_id
from domains.shared.money import Money

from . import provider, rows
from .connection import Refused, Unclear
from .database import database
from .errors import NothingToRefund, PaymentUnavailable, RefundTooMuch
from .events import RefundFailed, RefundSucceeded
from .models import Attempt, Refund, RefundStatus, Transaction, TransactionKind
from .news import RefundNews
from .settling import close_page

log = logging.getLogger(__name__)

CANCELLED, UNWANTED = "The order was cancelled", "The order could not take the payment"  # the customer reads these
FIRST_REST = timedelta(minutes=10)  # before a passing failure is tried again, then twice as long each time
MOST_REPETITIONS = 8  # by the clock, in a day and three quarters; afterwards a person decides


async def refund(customer_id: UUID, order_id: UUID, amount: Money, *, reason: str, actor: str, key: UUID) -> Refund:
    """Give back part of what was paid; the same `key` gives back once. RefundTooMuch beyond what is left.

    While Stripe is away the refund stays `pending` and is sent by the clock."""
    if amount.amount <= 0:
        raise Invalid("A refund is more than nothing.", {"amount": "Enter an amount above zero."})
    async with database.transaction() as session:
        paid = await rows.paid(session, customer_id, order_id)
        if not paid:
            raise NothingToRefund
        wanted = await rows.refund_of(session, customer_id, key)
        fresh = wanted is None
        if wanted is None:
            attempt = next((row for row in paid if row.refundable.amount >= amount.amount), paid[0])
            wanted = await write_down(session, attempt, amount, key, reason, actor)
    return await send(wanted, fresh=fresh)


async def give_back(
    customer_id: UUID, order_id: UUID, event_id: UUID | None = None, *, attempt_id: UUID | None = None
) -> list[Refund]:
    """Everything that is left of what was paid for an order, or of one attempt of it; a page still open is closed.

    Needs no inbox: a refund's id follows from its attempt's, so a second telling finds the first one's row, or the last
    that tried it again: what has failed is for `repeating` and not for a fact that is told twice."""
    await close_page(customer_id, order_id)
    async with database.transaction() as session:
        paid = await rows.paid(session, customer_id, order_id)
        why = CANCELLED if attempt_id is None else UNWANTED
        wanted = [await _rest_of(session, attempt, why) for attempt in paid if attempt_id in (None, attempt.id)]
    return [await send(refund, fresh=fresh) for refund, fresh in filter(None, wanted)]


async def _rest_of(session: AsyncSession, attempt: Attempt, why: str) -> tuple[Refund, bool] | None:
    key = uuid5(attempt.id, "give back")
    known = await rows.newest_try(session, attempt.customer_id, key)
    if known is not None:
        return known, False
    if not attempt.refundable:
        return None
    return await write_down(session, attempt, attempt.refundable, key, why, "system"), True


async def send(wanted: Refund, *, fresh: bool = False) -> Refund:
    """Ask Stripe, unless it has it already: an earlier answer may have been lost, and keys are kept for a day only."""
    attempt = await rows.one(wanted.customer_id, wanted.attempt_id)
    if not fresh and wanted.pending:
        wanted = await _looked_up(attempt, wanted)
    if not wanted.pending or wanted.stripe_refund_id:
        return wanted
    metadata = attempt.request["metadata"] | {"refund_id": str(wanted.id)}
    key = f"refund-{wanted.id}-{wanted.tries}"
    try:
        news = await provider.send_refund(str(attempt.payment_intent_id), wanted.money, metadata, key)
    except PaymentUnavailable as error:
        return await _not_now(wanted, new_key=isinstance(error, Unclear))
    except Refused as refusal:
        log.warning("refund.refused refund=%s why=%s", wanted.id, refusal)
        news = RefundNews("", RefundStatus.FAILED, wanted.amount, {}, str(refusal), refusal.code)
    return await _heard(wanted, news)


async def mirror(customer_id: UUID, attempt_id: UUID) -> None:
    """Take over every refund that Stripe has for this payment: ours, and those made elsewhere."""
    attempt = await rows.one(customer_id, attempt_id)
    if attempt.payment_intent_id is None or not attempt.succeeded:
        return
    news = await provider.refunds_of(attempt.payment_intent_id)
    async with database.transaction() as session:
        attempt = await rows.locked(session, customer_id, attempt_id)
        known = await _known(session, attempt)
        for one in reversed(news):  # Stripe lists the newest first
            row = known.get(one.metadata.get("refund_id", "")) or known.get(one.id)
            _step(session, attempt, row or await _made_elsewhere(session, attempt, known, one), one)


async def _looked_up(attempt: Attempt, wanted: Refund) -> Refund:
    try:
        await mirror(attempt.customer_id, attempt.id)
    except PaymentUnavailable:
        return wanted
    async with database.reading() as session:
        return await rows.refund_of(session, wanted.customer_id, wanted.id) or wanted


async def _known(session: AsyncSession, attempt: Attempt) -> dict[str, Refund]:
    """The refunds of a locked attempt, by our id and by Stripe's."""
    mine = sa.select(Refund).where(Refund.customer_id == attempt.customer_id, Refund.attempt_id == attempt.id)
    rows = (await session.scalars(mine.order_by(Refund.id))).all()
    return {str(row.id): row for row in rows} | {row.stripe_refund_id: row for row in rows if row.stripe_refund_id}


async def write_down(
    session: AsyncSession, attempt: Attempt, amount: Money, key: UUID, reason: str, actor: str
) -> Refund:
    """On a locked attempt; what is on its way counts as gone. The table's CHECK holds the same cap.

    It may stand for one that failed before: from here on the clock tries none of those again by itself."""
    if amount.currency != attempt.currency or amount > attempt.refundable:
        raise RefundTooMuch(attempt.refundable)
    mine = sa.update(Refund).where(Refund.customer_id == attempt.customer_id, Refund.attempt_id == attempt.id)
    await session.execute(mine.where(Refund.again_at.is_not(None)).values(again_at=None))
    attempt.refunding += amount.amount
    wanted = Refund(
        customer_id=attempt.customer_id,
        id=key,
        attempt_id=attempt.id,
        order_id=attempt.order_id,
        amount=amount.amount,
        currency=attempt.currency,
        reason=reason,
        actor=actor,
        status=RefundStatus.PENDING,
    )
    session.add(wanted)
    return wanted


async def _made_elsewhere(
    session: AsyncSession, attempt: Attempt, known: dict[str, Refund], news: RefundNews
) -> Refund:
    """A refund made in Stripe's dashboard. What of ours no longer fits beside it was not sent yet and is given up."""
    for row in known.values():
        if news.amount > attempt.refundable.amount and row.pending and not row.stripe_refund_id:
            _step(session, attempt, row, RefundNews("", RefundStatus.FAILED, row.amount, {}, "refunded at Stripe"))
    amount = Money(news.amount, attempt.currency)
    row = await write_down(session, attempt, amount, new_id(), "Given back by the shop", "stripe")
    known[news.id] = row
    return row


async def _heard(wanted: Refund, news: RefundNews) -> Refund:
    async with database.transaction() as session:
        attempt = await rows.locked(session, wanted.customer_id, wanted.attempt_id)
        row = await rows.refund_of(session, wanted.customer_id, wanted.id) or wanted
        _step(session, attempt, row, news)
    return row


async def _not_now(wanted: Refund, *, new_key: bool) -> Refund:
    async with database.transaction() as session:
        await rows.locked(session, wanted.customer_id, wanted.attempt_id)
        row = await rows.refund_of(session, wanted.customer_id, wanted.id) or wanted
        row.heard_at = sa.func.now()
        if new_key and row.tries == wanted.tries:
            row.tries += 1
    return row


def _step(session: AsyncSession, attempt: Attempt, row: Refund, news: RefundNews) -> None:
    """What Stripe says of one refund, applied to row and locked attempt; nothing when it is no news."""
    row.stripe_refund_id = news.id or row.stripe_refund_id
    row.heard_at = sa.func.now()
    if news.status == row.status or news.status == RefundStatus.PENDING:
        return
    if row.pending:
        attempt.refunding -= row.amount
    if news.status == RefundStatus.SUCCEEDED:
        attempt.refunded += row.amount
        session.add(_entry(attempt, row, TransactionKind.REFUNDED))
        outbox.record(session, RefundSucceeded(*_told(row), row.reason))
    else:
        if row.status == RefundStatus.SUCCEEDED:
            attempt.refunded -= row.amount
            session.add(_entry(attempt, row, TransactionKind.REFUND_RETURNED))
        outbox.record(session, RefundFailed(*_told(row), news.failure or "Stripe does not say why"))
    row.status, row.failure = RefundStatus(news.status), news.failure
    again = row.failed and news.passing and row.repetition < MOST_REPETITIONS
    row.again_at = clock.now() + FIRST_REST * 2**row.repetition if again else None


def _told(row: Refund) -> tuple[UUID, UUID, UUID, int, str]:
    return row.customer_id, row.order_id, row.id, row.amount, row.currency


def _entry(attempt: Attempt, row: Refund, kind: TransactionKind) -> Transaction:
    return Transaction(
        customer_id=row.customer_id,
        attempt_id=attempt.id,
        order_id=row.order_id,
        kind=kind,
        amount=row.amount,
        currency=row.currency,
        stripe_id=str(row.stripe_refund_id),
    )
