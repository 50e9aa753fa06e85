"""Whether the audit log is as it was written: the heads of all days, the last days whole, the older ones by turns."""

import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock

from .chain import AT_ONCE, NEWEST, chained, settled_since
from .database import database
from .models import AuditDay, AuditEntry, AuditLink
from .trail import digest

log = logging.getLogger(__name__)
RECENT: Final = 7  # days that are read whole each time
BEGINNING: Final = date(1970, 1, 1)
Linked = tuple[AuditLink, AuditEntry | None]


@dataclass(frozen=True)
class Breach:
    """Something in the log is not as it was written. `where` names the link or the entry."""

    where: str
    told: str


@dataclass(frozen=True)
class Day:
    """`held` is the hash that its first link holds on to, `after` the day of links before it."""

    day: date
    after: date
    held: str


async def breaches(*, whole: bool = False, most: int = 20) -> list[Breach]:
    """The first few; `whole` reads every day, else what is read is bounded, and each day has its turn."""
    async with database.reading() as session:
        heads = (await session.scalars(sa.select(AuditDay).order_by(AuditDay.day))).all()
        days = await _days(session, heads)
        found = [breach async for breach in _wrong_ends(session, heads)]
    for day in days if whole else _due(days, len(heads)):
        if len(found) >= most:
            break
        found += [breach async for breach in _wrong_day(day)]
    return found[:most]


async def watch_trail() -> int:
    """By the clock, an hour after the other: how many breaches there are, which the process's log names."""
    found = await breaches()
    for breach in found:
        log.error("trail.breach where=%s told=%s", breach.where, breach.told)
    return len(found)


async def _days(session: AsyncSession, heads: Sequence[AuditDay]) -> list[Day]:
    """All that have links: those with a head, and the last, or the last few, which have none yet."""
    last = heads[-1].day if heads else BEGINNING
    open_days = sa.select(AuditLink.day).where(AuditLink.day > last).distinct().order_by(AuditLink.day)
    known = [(BEGINNING, ""), *((head.day, head.hash) for head in heads)]
    known += [(day, "") for day in await session.scalars(open_days)]
    return [Day(day, after, held) for (after, held), (day, _) in pairwise(known)]


def _due(days: Sequence[Day], headed: int) -> list[Day]:
    """The last ones and, another each hour, one of the older."""
    old = days[: max(0, headed - RECENT)]
    turn = [old[int(clock.now().timestamp() // 3600) % len(old)]] if old else []
    return [*turn, *days[len(old) :]]


async def _wrong_ends(session: AsyncSession, heads: Sequence[AuditDay]) -> AsyncIterator[Breach]:
    """Where a day does not end as its head says; three looks by key a day."""
    for first in range(0, len(heads), AT_ONCE):
        some = heads[first : first + AT_ONCE]
        places = [(head.day, position) for head in some for position in (head.links, head.links + 1)]
        found = await session.scalars(sa.select(AuditLink).where(_place().in_(places)))
        links = {(link.day, link.position): link for link in found}
        for head in some:
            end = links.get((head.day, head.links))
            if end is None or end.hash != head.hash:
                yield Breach(f"link {head.links} of {head.day}", "It is not the one that its day ended with.")
            if (head.day, head.links + 1) in links:
                yield Breach(f"link {head.links + 1} of {head.day}", "It was put in after its day had ended.")


async def _wrong_day(day: Day) -> AsyncIterator[Breach]:
    before: AuditLink | None = None
    async for linked in _pieces(day.day):
        for link, entry in linked:
            held = before.hash if before else day.held or await _held_by(day)
            for breach in _wrong(before.position + 1 if before else 1, held, link, entry):
                yield breach
            before = link
    async for breach in _unlinked(day):
        yield breach


async def _held_by(day: Day) -> str:
    """Of a day after one that has no head yet."""
    last = sa.select(AuditLink.hash).where(AuditLink.day == day.after).order_by(AuditLink.position.desc())
    async with database.reading() as session:
        return await session.scalar(last.limit(1)) or ""


async def _pieces(day: date) -> AsyncIterator[list[Linked]]:
    chosen = sa.select(AuditLink, AuditEntry).outerjoin(AuditEntry, AuditEntry.id == AuditLink.entry_id)
    of_the_day = chosen.where(AuditLink.day == day).order_by(AuditLink.position).limit(AT_ONCE)
    after = 0
    while True:
        async with database.reading() as session:
            rows = (await session.execute(of_the_day.where(AuditLink.position > after))).all()
        if not rows:
            return
        yield [(row[0], row[1]) for row in rows]
        after = rows[-1][0].position


def _wrong(expected: int, held: str, link: AuditLink, entry: AuditEntry | None) -> Iterator[Breach]:
    where = f"link {link.position} of {link.day}"
    if link.position != expected:
        yield Breach(where, f"Link {expected} is missing before it.")
    elif link.hash != chained(held, link.day, link.position, link.digest):
        yield Breach(where, "It does not hold on to the one before: one of the two was changed, or some are missing.")
    if entry is None:
        yield Breach(where, f"Its entry {link.entry_id} is gone.")
    elif digest(entry) != link.digest:
        yield Breach(f"entry {entry.id}", f"It is not what was linked as {where}: somebody has changed it.")


async def _unlinked(day: Day) -> AsyncIterator[Breach]:
    """Entries of the time since the day before that no link holds, and that are too old to get one."""
    linked = sa.select(AuditLink.entry_id).where(AuditLink.entry_id == AuditEntry.id)
    since, until = (datetime.combine(each, time(), UTC) + timedelta(days=1) for each in (day.after, day.day))
    async with database.reading() as session:
        newest = await session.scalar(NEWEST)
        settled = min(until, await settled_since(session, newest)) if newest else until
        chosen = sa.select(AuditEntry.id).where(AuditEntry.at >= since, AuditEntry.at < settled, ~linked.exists())
        for entry_id in await session.scalars(chosen.limit(AT_ONCE)):
            yield Breach(f"entry {entry_id}", "No link holds it: it was put in after its time.")


def _place() -> "sa.Tuple":
    return sa.tuple_(AuditLink.day, AuditLink.position)
