"""What Stripe tells us: stored at once under its own id, looked into afterwards by reading the thing itself anew."""

import logging
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from domains.shared import inbox, outbox
from domains.shared.errors import NotFound

from . import provider, rows
from .database import database
from .events import StripeEventReceived
from .models import Attempt, StripeEvent
from .news import EventNews
from .refunding import mirror
from .settling import apply, settle

log = logging.getLogger(__name__)


async def receive(raw: bytes, signature: str) -> None:
    """The body exactly as it came, and its Stripe-Signature. BadSignature when it is not Stripe's; a repetition
    of what is known changes nothing."""
    await store(provider.verify(raw, signature))


async def store(news: EventNews) -> bool:
    """True when it was not known yet."""
    row = {
        "id": news.id,
        "type": news.type,
        "object_id": news.object_id,
        "payment_intent_id": news.payment_intent_id,
        "details": news.metadata,
        "happened_at": news.happened_at,
    }
    insert = pg.insert(StripeEvent).values(row).on_conflict_do_nothing()
    async with database.transaction() as session:
        if (await session.execute(insert.returning(StripeEvent.id))).first() is None:
            return False
        outbox.record(session, StripeEventReceived(news.id))
    return True


async def prune_events(before: datetime) -> int:
    """Forget what was looked into before then; the youngest event stays, it says from when on Stripe is asked."""
    youngest = sa.select(sa.func.max(StripeEvent.happened_at)).scalar_subquery()
    old = sa.delete(StripeEvent).where(StripeEvent.handled_at < before, StripeEvent.happened_at < youngest)
    async with database.transaction() as session:
        return len((await session.execute(old.returning(StripeEvent.id))).all())


async def handle_event(stripe_event_id: str, event_id: UUID | None = None) -> None:
    """In whatever order and however often events arrive: the state at Stripe decides, not the message."""
    async with database.reading() as session:
        event = await session.get(StripeEvent, stripe_event_id)
    if event is None:
        raise NotFound("Stripe told us no such thing.")
    if event.handled_at is None:
        await _look_into(event)
    done = sa.update(StripeEvent).where(StripeEvent.id == stripe_event_id, StripeEvent.handled_at.is_(None))
    async with database.transaction() as session:
        await inbox.first_time(session, "payments.handle_event", event_id)
        await session.execute(done.values(handled_at=sa.func.now()))


async def _look_into(event: StripeEvent) -> None:
    if event.type not in provider.HEARD:
        return
    attempt = await _concerned(event)
    if attempt is None:
        log.info("stripe.event_not_ours event=%s type=%s", event.id, event.type)
    elif event.type.startswith(("charge.", "refund.")):
        settled = await settle(attempt.customer_id, attempt.id)
        await mirror(settled.customer_id, settled.id)
    elif event.type.startswith("checkout.session.") and attempt.session_id is None:
        await apply(attempt, await provider.read_session(event.object_id))
    else:
        await settle(attempt.customer_id, attempt.id)


async def _concerned(event: StripeEvent) -> Attempt | None:
    """Whose payment it is, by the metadata we gave it; None for another shop's on the same Stripe account."""
    whose = event.details
    if event.type.startswith(("charge.", "refund.")) and event.payment_intent_id:
        whose = await provider.owner_of(event.payment_intent_id)
    try:
        customer_id, attempt_id = UUID(whose["customer_id"]), UUID(whose["attempt_id"])
        return await rows.one(customer_id, attempt_id)
    except (KeyError, ValueError, NotFound):
        return None
