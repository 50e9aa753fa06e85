"""What Stripe has told us, for staff: found, and looked into once more."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domains.shared import outbox
from domains.shared.errors import NotFound

from . import provider
from .database import database
from .events import StripeEventReceived
from .models import StripeEvent

MOST = 50


@dataclass(frozen=True)
class ToldPage:
    """Newest first; `next` continues where this page ends. `kinds` are all that were ever told, `unhandled` how many
    still wait to be looked into."""

    events: tuple[StripeEvent, ...]
    next: str | None
    kinds: tuple[str, ...]
    unhandled: int


async def stripe_events(*, kind: str = "", waiting: bool = False, after: str = "") -> ToldPage:
    chosen = sa.select(StripeEvent)
    if kind:
        chosen = chosen.where(StripeEvent.type == kind)
    if waiting:
        chosen = chosen.where(StripeEvent.handled_at.is_(None))
    kinds = sa.select(StripeEvent.type).distinct().order_by(StripeEvent.type)
    open_ones = sa.select(sa.func.count()).select_from(StripeEvent).where(StripeEvent.handled_at.is_(None))
    async with database.reading() as session:
        mark = await session.get(StripeEvent, after) if after else None
        if mark:
            place = sa.tuple_(StripeEvent.received_at, StripeEvent.id)
            chosen = chosen.where(place < sa.tuple_(sa.literal(mark.received_at), sa.literal(mark.id)))
        newest = chosen.order_by(StripeEvent.received_at.desc(), StripeEvent.id.desc()).limit(MOST + 1)
        found = list(await session.scalars(newest))
        named, unhandled = tuple(await session.scalars(kinds)), await session.scalar(open_ones)
    following = found[MOST - 1].id if len(found) > MOST else None
    return ToldPage(tuple(found[:MOST]), following, named, unhandled or 0)


def is_heard(kind: str) -> bool:
    """Whether anything follows from events of this kind; of all others it is only kept that they came."""
    return kind in provider.HEARD


async def look_again(stripe_event_id: str) -> None:
    """As if it had just come: what it is about is read at Stripe, and what is known already changes nothing."""
    async with database.transaction() as session:
        event = await session.get(StripeEvent, stripe_event_id, with_for_update=True)
        if event is None:
            raise NotFound("Stripe told us no such thing.")
        event.handled_at = None
        outbox.record(session, StripeEventReceived(event.id))


async def look_at_all_waiting(before: datetime) -> int:
    """Those that came before then and were not looked into; how many there are."""
    waiting = sa.select(StripeEvent.id).where(StripeEvent.handled_at.is_(None), StripeEvent.received_at <= before)
    async with database.transaction() as session:
        found = list(await session.scalars(waiting.order_by(StripeEvent.received_at).limit(1_000)))
        for stripe_event_id in found:
            outbox.record(session, StripeEventReceived(stripe_event_id))
    return len(found)
