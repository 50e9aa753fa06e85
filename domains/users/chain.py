"""The chain over the audit log: one a day, each holding on to the day before.

Those who write wait for nobody: entries are linked a moment later, by whoever's turn it is, in the order in which they
became visible. A day that is over has its head, which says how long its chain is and where it ends."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock

from .database import database
from .models import AuditDay, AuditEntry, AuditLink

log = logging.getLogger(__name__)
TURN: Final = 4_207_002  # of PostgreSQL's advisory locks
AT_ONCE: Final = 1_000
LATEST: Final = timedelta(hours=1)  # far more than any transaction lasts: later than this nothing becomes visible
NEWEST: Final = sa.select(AuditLink).order_by(AuditLink.day.desc(), AuditLink.position.desc()).limit(1)


async def link_trail() -> int:
    """Link what has been written since; returns how many. The end of the chain goes to the process's log as well:
    whoever cuts the chain shorter there is found out by that."""
    async with database.transaction() as session:
        await session.execute(sa.select(sa.func.pg_advisory_xact_lock(TURN)))
        last = await session.scalar(NEWEST)
        links = list(_links(last, await _unlinked(session, last), clock.now().date()))
        session.add_all(links)
        if last and links and links[-1].day > last.day:
            session.add(AuditDay(day=last.day, links=last.position, hash=last.hash))
    if links:
        log.info("trail.linked day=%s position=%s hash=%s", links[-1].day, links[-1].position, links[-1].hash)
    return len(links)


async def waiting_since() -> float:
    """Seconds for which the oldest entry that can still be linked has waited; 0 where there is none."""
    async with database.reading() as session:
        waiting = await _waiting(session, await session.scalar(NEWEST))
        since = await session.scalar(waiting.with_only_columns(AuditEntry.at).order_by(AuditEntry.at).limit(1))
    return max(0.0, (clock.now() - since).total_seconds()) if since else 0.0


async def _unlinked(session: AsyncSession, last: AuditLink | None) -> Sequence[AuditEntry]:
    waiting = await _waiting(session, last)
    return (await session.scalars(waiting.order_by(AuditEntry.id).limit(AT_ONCE))).all()


async def _waiting(session: AsyncSession, last: AuditLink | None) -> "sa.Select[AuditEntry]":
    """Entries without a link, from a while before the last that has one: nothing becomes visible later than that."""
    linked = sa.select(AuditLink.entry_id).where(AuditLink.entry_id == AuditEntry.id)
    chosen = sa.select(AuditEntry).where(~linked.exists())
    if last is None:
        return chosen
    return chosen.where(AuditEntry.at > await settled_since(session, last))


async def settled_since(session: AsyncSession, last: AuditLink) -> datetime:
    """Whatever was written before this has its link, or came under an older time than its own. A host whose clock is
    ahead does not move it."""
    at = await session.scalar(sa.select(AuditEntry.at).where(AuditEntry.id == last.entry_id))
    return min(at or last.made_at, last.made_at) - LATEST


def _links(last: AuditLink | None, entries: Sequence[AuditEntry], today: date) -> Iterator[AuditLink]:
    day = max(today, last.day) if last else today  # a clock that was put back makes no second past
    for entry in entries:
        position = last.position + 1 if last and last.day == day else 1
        held = last.hash if last else ""
        last = AuditLink(
            day=day,
            position=position,
            entry_id=entry.id,
            digest=entry.digest,
            hash=chained(held, day, position, entry.digest),
        )
        yield last


def chained(held: str, day: date, position: int, of: str) -> str:
    return hashlib.sha256(f"{held}\n{day.isoformat()}\n{position}\n{of}".encode()).hexdigest()
