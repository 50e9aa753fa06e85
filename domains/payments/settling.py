"""What became of a payment: read at Stripe first, then the row is locked and takes a step forward or none."""

import logging
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock, inbox, outbox

from . import provider, rows
from .amounts import to_stripe
from .database import database
from .events import AttemptClosed, PaymentProcessing, PaymentSucceeded
from .models import CLOSED, Attempt, AttemptStatus, Transaction, TransactionKind
from .news import SessionNews

log = logging.getLogger(__name__)

HELD = timedelta(hours=2)  # goods are kept this much longer each time Stripe still says `processing`
OF_INTENT = {
    "succeeded": AttemptStatus.SUCCEEDED,
    "processing": AttemptStatus.PROCESSING,
    "requires_capture": AttemptStatus.AUTHORIZED,
}


async def settle(customer_id: UUID, attempt_id: UUID) -> Attempt:
    """Called by the return page, the webhook and the clock, in any order and any number of times.

    Records PaymentSucceeded once. PaymentUnavailable while Stripe is away."""
    attempt = await rows.one(customer_id, attempt_id)
    if attempt.succeeded or attempt.session_id is None:
        return attempt
    return await apply(attempt, await provider.read_session(attempt.session_id))


async def close(customer_id: UUID, order_id: UUID, event_id: UUID | None = None) -> Attempt | None:
    """Nobody may pay for this order any more. AttemptClosed follows, or PaymentSucceeded when the shopper was faster.

    Where no attempt was live, the last one; None when nothing was ever started. That is told too."""
    attempt = await close_page(customer_id, order_id)
    return attempt or await _tell_closed(customer_id, order_id, event_id)


async def close_page(customer_id: UUID, order_id: UUID) -> Attempt | None:
    """Closed at Stripe first, then what Stripe says is applied. None when there is no live attempt."""
    async with database.reading() as session:
        attempt = await rows.live(session, customer_id, order_id)
    if attempt is not None and attempt.status == AttemptStatus.CREATED:
        attempt = await _cancel_unopened(attempt)
    if attempt is not None and attempt.waiting and attempt.session_id is not None:
        await provider.expire_session(attempt.session_id)
        attempt = await settle(customer_id, attempt.id)
    return attempt


async def apply(attempt: Attempt, news: SessionNews | None) -> Attempt:
    """Compare what Stripe says with what was asked for, and step forward. What Stripe does not have, nobody can pay."""
    async with database.transaction() as session:
        attempt = await rows.locked(session, attempt.customer_id, attempt.id)
        attempt.heard_at = sa.func.now()
        if news is None:
            await _end(session, attempt, "Stripe has no such page.")
            return attempt
        if not _matches(attempt, news):
            return attempt
        attempt.session_id = attempt.session_id or news.id
        attempt.payment_intent_id = news.payment_intent_id
        attempt.failure = news.failure
        if attempt.advance(_status(attempt, news)):
            await _record(session, attempt, news)
        elif attempt.status == AttemptStatus.PROCESSING:
            _keep_goods(session, attempt)
    return attempt


def _status(attempt: Attempt, news: SessionNews) -> AttemptStatus:
    if news.payment_status in OF_INTENT:
        return OF_INTENT[news.payment_status]
    if news.status == "expired":
        return _ended(attempt)
    return AttemptStatus.FAILED if news.status == "complete" else AttemptStatus.OPEN


def _ended(attempt: Attempt) -> AttemptStatus:
    """Before its time somebody gave it up; afterwards it ran out."""
    return AttemptStatus.CANCELLED if clock.now() < attempt.expires_at else AttemptStatus.EXPIRED


def _matches(attempt: Attempt, news: SessionNews) -> bool:
    """Money we did not ask for in this way is never taken for this order: the books show it, a person decides."""
    amount = to_stripe(attempt.amount, attempt.currency)
    expected = (str(attempt.id), amount, attempt.currency)
    heard = (news.metadata.get("attempt_id"), news.amount, news.currency)
    whole = news.payment_status != "succeeded" or news.received == amount
    if expected == heard and whole:
        return True
    attempt.failure = f"Stripe has {news.received or news.amount} {news.currency} for this payment."
    log.error(
        "payment.mismatch attempt=%s expected=%s heard=%s received=%s", attempt.id, expected, heard, news.received
    )
    return False


async def _record(session: AsyncSession, attempt: Attempt, news: SessionNews) -> None:
    whose = (attempt.customer_id, attempt.order_id, attempt.id)
    if attempt.status == AttemptStatus.SUCCEEDED:
        attempt.captured = attempt.amount
        log.info("payment.succeeded number=%s amount=%s %s", attempt.number, attempt.amount, attempt.currency)
        session.add(captured(attempt))
        outbox.record(session, PaymentSucceeded(*whose, attempt.amount, attempt.currency))
    elif attempt.status == AttemptStatus.PROCESSING:
        _keep_goods(session, attempt)
    elif attempt.status in CLOSED:
        await tell_end(session, attempt)


def captured(attempt: Attempt) -> Transaction:
    return Transaction(
        customer_id=attempt.customer_id,
        attempt_id=attempt.id,
        order_id=attempt.order_id,
        kind=TransactionKind.CAPTURED,
        amount=attempt.captured,
        currency=attempt.currency,
        stripe_id=str(attempt.payment_intent_id),
    )


def _keep_goods(session: AsyncSession, attempt: Attempt) -> None:
    if attempt.held_until is None or attempt.held_until < clock.now() + HELD / 2:
        attempt.held_until = clock.now() + HELD
        whose = (attempt.customer_id, attempt.order_id, attempt.id)
        outbox.record(session, PaymentProcessing(*whose, attempt.held_until))


async def _cancel_unopened(attempt: Attempt) -> Attempt:
    """Its page was never shown to anybody, so nothing can be paid on it."""
    async with database.transaction() as session:
        attempt = await rows.locked(session, attempt.customer_id, attempt.id)
        if attempt.status == AttemptStatus.CREATED:
            await _end(session, attempt, None)
    return attempt


async def _end(session: AsyncSession, attempt: Attempt, failure: str | None) -> None:
    if attempt.advance(_ended(attempt)):
        attempt.failure = failure
        await tell_end(session, attempt)


async def tell_end(session: AsyncSession, attempt: Attempt) -> None:
    """Unless the order can still be paid, or is, through another attempt."""
    await session.flush()
    if await rows.live(session, attempt.customer_id, attempt.order_id) is None:
        whose = (attempt.customer_id, attempt.order_id, attempt.id)
        outbox.record(session, AttemptClosed(*whose, str(attempt.status), attempt.ordinal))


async def _tell_closed(customer_id: UUID, order_id: UUID, event_id: UUID | None) -> Attempt | None:
    """There is no attempt, or only closed ones: whoever asked hears so, however often it was said before."""
    async with database.transaction() as session:
        if not await inbox.first_time(session, "payments.close", event_id):
            return None
        if await rows.live(session, customer_id, order_id) is not None:
            return None  # begun meanwhile: its own end will be told
        last = await rows.last(session, customer_id, order_id)
        if last is None:
            fact = AttemptClosed(customer_id, order_id, None, AttemptStatus.EXPIRED)
        else:
            fact = AttemptClosed(customer_id, order_id, last.id, str(last.status), last.ordinal)
        outbox.record(session, fact)
        return last
