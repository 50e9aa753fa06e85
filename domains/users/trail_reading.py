"""Looking into the audit log: newest first, narrowed down, and as a file."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from domains.shared.spreadsheets import csv_head, csv_lines

from .database import database
from .models import AuditEntry

A_PAGE: Final = 50
AT_ONCE: Final = 500
COLUMNS: Final = (
    "at", "actor", "behalf_of", "action", "subject", "outcome", "before", "after", "ip", "user_agent", "request_id",
    "id", "digest",
)  # fmt: skip


@dataclass(frozen=True)
class AuditFilter:
    """Empty is everything. `actor` is the beginning of a name, `subject` any part; both days are included, in UTC."""

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
            wanted.append(sa.or_(*(name.istartswith(self.actor, autoescape=True) for name in names)))
        if self.action:
            wanted.append(AuditEntry.action == self.action)
        if self.subject:
            wanted.append(AuditEntry.subject.icontains(self.subject, autoescape=True))
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
    return AuditPage(shown, shown[-1].id if len(found) > most else None)


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
