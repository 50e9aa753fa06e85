"""Looking into the audit log: newest first, narrowed down, and as a file."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from domains.shared.spreadsheets import csv_head, csv_lines

from .boxes import OPEN, Box, boxes_of
from .database import database
from .models import AuditEntry, Person

A_PAGE: Final = 50
AT_ONCE: Final = 500
COLUMNS: Final = (
    "at", "actor", "behalf_of", "action", "subject", "outcome", "before", "after", "ip", "user_agent", "request_id",
    "id", "digest",
)  # fmt: skip


@dataclass(frozen=True)
class AuditFilter:
    """Empty is everything. `actor` is the beginning of a name, `subject` any part; both days are included, in UTC. Who
    is closed in a box is found by the address that they have now."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def conditions(self) -> list[sa.ColumnElement[bool]]:
        wanted: list[sa.ColumnElement[bool]] = []
        if self.actor:
            names = (AuditEntry.actor, AuditEntry.behalf_of)
            named = [name.istartswith(self.actor, autoescape=True) for name in names]
            people = sa.select(Person.id).where(Person.email.istartswith(self.actor, autoescape=True))
            wanted.append(sa.or_(AuditEntry.person_id.in_(people), *named))
        if self.action:
            wanted.append(AuditEntry.action == self.action)
        if self.subject:
            name = self.subject.removeprefix("person ")
            people = sa.select(Person.id).where(Person.email.icontains(name, autoescape=True))
            wanted.append(
                sa.or_(AuditEntry.about.in_(people), AuditEntry.subject.icontains(self.subject, autoescape=True))
            )
        if self.since:
            wanted.append(AuditEntry.at >= _midnight(self.since))
        if self.until:
            wanted.append(AuditEntry.at < _midnight(self.until) + timedelta(days=1))
        return wanted


@dataclass(frozen=True)
class AuditPage:
    """`older` leads on to what was done before these; None where that is all."""

    entries: Sequence[AuditEntry]
    older: UUID | None


async def audit_entries(wanted: AuditFilter, before: UUID | None = None, most: int = A_PAGE) -> AuditPage:
    chosen = sa.select(AuditEntry).where(*wanted.conditions).order_by(AuditEntry.id.desc()).limit(most + 1)
    if before:
        chosen = chosen.where(AuditEntry.id < before)
    async with database.reading() as session:
        found = list(await session.scalars(chosen))
        shown = found[:most]
        boxes = await boxes_of(session, {each for entry in shown for each in (entry.person_id, entry.about) if each})
    for entry in shown:
        _open(entry, boxes)
    return AuditPage(shown, shown[-1].id if len(found) > most else None)


def _open(entry: AuditEntry, boxes: Mapping[UUID, Box]) -> None:
    """To be read; it is not written back."""
    actors = boxes.get(entry.person_id, OPEN) if entry.person_id else OPEN
    theirs = boxes.get(entry.about, OPEN) if entry.about else OPEN
    entry.actor, entry.behalf_of = actors.open(entry.actor), actors.open(entry.behalf_of)
    entry.ip, entry.user_agent = actors.open(entry.ip), actors.open(entry.user_agent)
    entry.subject = theirs.open(entry.subject)
    entry.before, entry.after = theirs.open_all(entry.before), theirs.open_all(entry.after)


async def audit_actions() -> list[str]:
    """All there are, by name: what a filter offers."""
    async with database.reading() as session:
        return list(await session.scalars(sa.select(AuditEntry.action).distinct().order_by(AuditEntry.action)))


async def audit_csv(wanted: AuditFilter) -> AsyncIterator[str]:
    yield csv_head(COLUMNS)
    before: UUID | None = None
    while True:
        piece = await audit_entries(wanted, before, AT_ONCE)
        yield csv_lines([_cells(entry) for entry in piece.entries])
        if piece.older is None:
            return
        before = piece.older


def _cells(entry: AuditEntry) -> list[str]:
    return [_cell(getattr(entry, name)) for name in COLUMNS]


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return "" if value is None else str(value)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
