"""The chain over the audit log: one a day, each holding on to the day before.

Those who write wait for nobody: entries are linked a moment later, by whoever's turn it is, in the order in which they
became visible. What an owner of the database changes, takes out or puts in afterwards no longer fits its link."""

import hashlib
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock

from .database import database
from .models import AuditEntry, AuditLink
from .trail import digest

log = logging.getLogger(__name__)
TURN: Final = 4_207_002  # of PostgreSQL's advisory locks
AT_ONCE: Final = 1_000
Linked = tuple[AuditLink, AuditEntry | None]
LATEST: Final = timedelta(hours=1)  # far more than any transaction lasts: later than this nothing becomes visible


@dataclass(frozen=True)
class Breach:
    """Something in the log is not as it was written. `where` names the link or the entry."""

    where: str
    told: str


async def link_trail() -> int:
    """Link what has been written since; returns how many. The end of the chain goes to the process's log as well:
    whoever cuts the chain shorter there is found out by that."""
    async with database.transaction() as session:
        await session.execute(sa.select(sa.func.pg_advisory_xact_lock(TURN)))
        newest = sa.select(AuditLink).order_by(AuditLink.day.desc(), AuditLink.position.desc())
        last = await session.scalar(newest.limit(1))
        links = list(_links(last, await _unlinked(session, last), clock.now().date()))
        session.add_all(links)
    if links:
        log.info("trail.linked day=%s position=%s hash=%s", links[-1].day, links[-1].position, links[-1].hash)
    return len(links)


async def breaches(most: int = 20) -> list[Breach]:
    """Reads the whole log, some at a time; the first few where it is not what it was."""
    found: list[Breach] = []
    before: AuditLink | None = None
    async for linked in _pieces():
        for link, entry in linked:
            found += _wrong(before, link, entry)
            before = link
        if len(found) >= most:
            break
    return found[:most]


async def waiting_since() -> float:
    """Seconds for which the oldest entry that has no link has waited; 0 where there is none."""
    linked = sa.select(AuditLink.entry_id).where(AuditLink.entry_id == AuditEntry.id)
    oldest = sa.select(sa.func.min(AuditEntry.at)).where(~linked.exists())
    async with database.reading() as session:
        since = await session.scalar(oldest)
    return max(0.0, (clock.now() - since).total_seconds()) if since else 0.0


async def _unlinked(session: AsyncSession, last: AuditLink | None) -> Sequence[AuditEntry]:
    linked = sa.select(AuditLink.entry_id).where(AuditLink.entry_id == AuditEntry.id)
    chosen = sa.select(AuditEntry).where(~linked.exists())
    if last is not None:
        chosen = chosen.where(AuditEntry.at > last.made_at - LATEST)
    return (await session.scalars(chosen.order_by(AuditEntry.id).limit(AT_ONCE))).all()


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
            hash=_hash(held, day, position, entry.digest),
        )
        yield last


async def _pieces() -> AsyncIterator[list[Linked]]:
    place = sa.tuple_(AuditLink.day, AuditLink.position)
    chosen = sa.select(AuditLink, AuditEntry).outerjoin(AuditEntry, AuditEntry.id == AuditLink.entry_id)
    after: tuple[date, int] | None = None
    while True:
        further = chosen.where(place > after) if after else chosen
        async with database.reading() as session:
            rows = (await session.execute(further.order_by(AuditLink.day, AuditLink.position).limit(AT_ONCE))).all()
        if not rows:
            return
        yield [(row[0], row[1]) for row in rows]
        after = (rows[-1][0].day, rows[-1][0].position)


def _wrong(before: AuditLink | None, link: AuditLink, entry: AuditEntry | None) -> Iterator[Breach]:
    where = f"link {link.position} of {link.day}"
    expected = before.position + 1 if before and before.day == link.day else 1
    if link.position != expected:
        yield Breach(where, f"Link {expected} is missing before it.")
    elif link.hash != _hash(before.hash if before else "", link.day, link.position, link.digest):
        yield Breach(where, "It does not hold on to the one before: one of the two was changed, or some are missing.")
    if entry is None:
        yield Breach(where, f"Its entry {link.entry_id} is gone.")
    elif digest(entry) != link.digest:
        yield Breach(f"entry {entry.id}", f"It is not what was linked as {where}: somebody has changed it.")


def _hash(held: str, day: date, position: int, of: str) -> str:
    return hashlib.sha256(f"{held}\n{day.isoformat()}\n{position}\n{of}".encode()).hexdigest()
