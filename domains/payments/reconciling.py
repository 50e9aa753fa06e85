"""The clock's question to Stripe: what became of everything that has been quiet for too long."""

import logging
from collections.abc import Awaitable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock
from domains.shared.errors import Unavailable
from domains.shared.settings import settings

from . import provider, repeating, rows
from .connection import Unclear
from .database import database
from .errors import PaymentUnavailable
from .models import WAITING, Attempt, AttemptStatus, Mark, Refund, RefundStatus, StripeEvent
from .receiving import handle_event, store
from .refunding import send
from .settling import close_page, settle

log = logging.getLogger(__name__)

ASKED = "events asked for"
OVERLAP = timedelta(minutes=10)
FIRST_LOOK_BACK = timedelta(days=1)


async def reconcile_quiet_attempts(limit: int = 100) -> int:
    """Attempts and refunds without news, refunds to be tried again, events not looked into, events that never arrived;
    how many there were.

    One that fails is logged and comes again. Ends early, without an error, while Stripe is away."""
    done = 0
    try:
        for attempt in await _quiet_attempts(limit):
            done += await _tried(_ask_again(attempt), f"attempt {attempt.id}")
        for refund in await _quiet_refunds(limit):
            done += await _tried(send(refund), f"refund {refund.id}")
        for refund in await repeating.due(limit):
            done += await _tried(repeating.repeat_due(refund), f"repetition of refund {refund.id}")
        for stripe_event_id in await _unhandled_events(limit):
            done += await _tried(handle_event(stripe_event_id), f"event {stripe_event_id}")
        done += await _missed_events()
    except PaymentUnavailable:
        log.warning("payments.reconcile_interrupted after=%s", done)
    return done


async def _tried(step: Awaitable[object], what: str) -> bool:
    """One at which we or Stripe stumble must not keep the others waiting; a store or Stripe being away does."""
    try:
        await step
    except Exception as error:
        if isinstance(error, Unavailable) and not isinstance(error, Unclear):
            raise
        log.exception("payments.reconcile_failed %s", what)
        return False
    return True


async def _ask_again(attempt: Attempt) -> None:
    if attempt.status == AttemptStatus.CREATED:
        if attempt.expires_at <= clock.now():
            await close_page(attempt.customer_id, attempt.order_id)
        return
    await settle(attempt.customer_id, attempt.id)


async def _quiet_attempts(limit: int) -> list[Attempt]:
    """Fans out over all customers: the clock looks for whatever is quiet. The claim keeps a second clock away.

    Each time after twice the silence, so that a page nobody comes back to is not asked about every other minute."""
    quiet = sa.select(Attempt.customer_id, Attempt.id).where(
        Attempt.status.in_(WAITING),
        Attempt.heard_at < _long_ago(),
        sa.func.now() - Attempt.heard_at > Attempt.heard_at - Attempt.created_at,
    )
    claimed: list[Attempt] = []
    async with database.transaction() as session:
        for customer_id, attempt_id in (await session.execute(quiet.order_by(Attempt.heard_at).limit(limit))).all():
            claim = (
                sa.update(Attempt)
                .where(Attempt.customer_id == customer_id, Attempt.id == attempt_id, Attempt.heard_at < _long_ago())
                .values(heard_at=sa.func.now())
                .returning(Attempt)
            )
            claimed += (await session.scalars(claim)).all()
    return claimed


async def _quiet_refunds(limit: int) -> list[Refund]:
    """Fans out for the same reason; sent twice they are still one refund, so they are not claimed."""
    quiet = sa.select(Refund).where(Refund.status == RefundStatus.PENDING, Refund.heard_at < _long_ago())
    async with database.reading() as session:
        return list(await session.scalars(quiet.order_by(Refund.heard_at).limit(limit)))


async def _unhandled_events(limit: int) -> list[str]:
    """The outbox offers them too; this heals an event whose fact became a dead letter."""
    stored = sa.select(StripeEvent.id).where(StripeEvent.handled_at.is_(None), StripeEvent.received_at < _long_ago())
    async with database.reading() as session:
        return list(await session.scalars(stored.order_by(StripeEvent.received_at).limit(limit)))


async def _missed_events() -> int:
    """What Stripe could not deliver while we were away, asked for once per interval by one clock."""
    async with database.transaction() as session:
        if not await _turn_has_come(session):
            return 0
        last = await session.scalar(sa.select(sa.func.max(StripeEvent.happened_at)))
        ours = (None, await rows.shop_id(session))  # other shops may share the account
    since: datetime = (last - OVERLAP) if last else clock.now() - FIRST_LOOK_BACK
    missed = [news for news in await provider.events_since(since) if news.metadata.get("shop") in ours]
    return sum([await store(news) for news in reversed(missed)])


async def _turn_has_come(session: AsyncSession) -> bool:
    mark = pg.insert(Mark).values(name=ASKED)
    claim = mark.on_conflict_do_update(
        index_elements=["name"], set_={"at": sa.func.now()}, where=Mark.at < _long_ago()
    ).returning(Mark.name)
    return (await session.execute(claim)).first() is not None


def _long_ago() -> sa.ColumnElement[datetime]:
    return sa.func.now() - timedelta(seconds=settings().reconcile_after)
