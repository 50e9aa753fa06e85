"""Facts wait here, committed with what they tell of, until every consumer has confirmed its effect.

A row is claimed with a lease, handed to the broker and offered again when the lease ends unconfirmed: a lost
broker, relay or worker delays a fact and never loses it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from . import facts
from .ids import new_id

if TYPE_CHECKING:
    from .database import Database

Route = Callable[[str], Sequence[str]]  # a fact's kind → the names of its consumers


@dataclass(frozen=True)
class Letter:
    """A fact on its way: to be handed to each of `consumers`."""

    outbox: str
    event_id: UUID
    kind: str
    payload: str
    consumers: tuple[str, ...]


@dataclass(frozen=True)
class Backlog:
    """How many facts are not confirmed everywhere yet, how many were given up (dead letters), and for how many
    seconds the oldest has been waiting of those that are not PATIENT: an import or its pictures may take hours."""

    open: int
    dead: int
    oldest: float = 0.0


class Outbox(Protocol):
    name: str

    async def due(self) -> bool: ...
    async def claim(self, route: Route, *, limit: int, lease: timedelta, attempts: int) -> list[Letter]: ...
    async def confirm(self, event_id: UUID, consumer: str) -> None: ...
    async def hold(self, event_id: UUID, lease: timedelta) -> None: ...
    async def complain(self, event_id: UUID, error: str, *, failed: bool) -> None: ...
    async def backlog(self) -> Backlog: ...
    async def oldest_untold(self) -> datetime | None: ...
    async def revive(self) -> int: ...
    async def prune(self, older_than: timedelta) -> int: ...


def record(session: AsyncSession, fact: object) -> None:
    """Note a fact in this transaction; `Database.transaction` writes all of them in one statement at its end."""
    session.info.setdefault("facts", []).append(fact)


class SqlOutbox:
    """The outbox table of one PostgreSQL database (a local table: it stays on one node)."""

    def __init__(self, database: "Database") -> None:
        self.name = database.name
        self._database = database
        self.table = _table(database.metadata)
        due = sa.select(self.table.c.id).where(self.table.c.state == "open", self.table.c.due_at <= sa.func.now())
        self._is_due = sa.select(due.exists())

    async def write(self, session: AsyncSession) -> None:
        recorded = session.info.pop("facts", [])
        if recorded:
            rows = [
                {"id": new_id(), "kind": facts.kind(type(fact)), "payload": facts.encode(fact)} for fact in recorded
            ]
            await session.execute(sa.insert(self.table), rows)

    async def due(self) -> bool:
        async with self._database.glance() as connection:
            return bool(await connection.scalar(self._is_due))

    async def claim(self, route: Route, *, limit: int, lease: timedelta, attempts: int) -> list[Letter]:
        box = self.table.c
        due = (
            sa.select(box.id)
            .where(box.state == "open", box.due_at <= sa.func.now())
            .order_by(box.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claim = (
            sa.update(self.table)
            .where(box.id.in_(due))
            .values(due_at=sa.func.now() + lease)
            .returning(box.id, box.kind, box.payload, box.waiting, box.failures)
        )
        letters = []
        async with self._database.transaction() as session:
            for row in (await session.execute(claim)).all():
                consumers = tuple(route(row.kind) if row.waiting is None else row.waiting)
                state = "done" if not consumers else "dead" if row.failures >= attempts else "open"
                await session.execute(
                    sa.update(self.table)
                    .where(box.id == row.id)
                    .values(waiting=list(consumers), state=state, done_at=sa.func.now() if state == "done" else None)
                )
                if state == "open":
                    letters.append(Letter(self.name, row.id, row.kind, row.payload, consumers))
        return letters

    async def confirm(self, event_id: UUID, consumer: str) -> None:
        box = self.table.c
        left = sa.func.array_remove(box.waiting, consumer)
        finished = sa.func.cardinality(left) == 0
        async with self._database.transaction() as session:
            await session.execute(
                sa.update(self.table)
                .where(box.id == event_id, box.state == "open")
                .values(
                    waiting=left,
                    state=sa.case((finished, "done"), else_=box.state),
                    done_at=sa.case((finished, sa.func.now()), else_=None),
                )
            )

    async def hold(self, event_id: UUID, lease: timedelta) -> None:
        """A consumer is still at work: do not offer this letter again before `lease` from now."""
        async with self._database.transaction() as session:
            await session.execute(
                sa.update(self.table).where(self.table.c.id == event_id).values(due_at=sa.func.now() + lease)
            )

    async def complain(self, event_id: UUID, error: str, *, failed: bool) -> None:
        """Keep what went wrong; `failed` counts towards giving up, a part that is merely away does not."""
        box = self.table.c
        changes = {box.last_error: error[:2000], box.failures: box.failures + int(failed)}
        async with self._database.transaction() as session:
            await session.execute(sa.update(self.table).where(box.id == event_id).values(changes))

    async def backlog(self) -> Backlog:
        box = self.table.c
        age = sa.func.extract("epoch", sa.func.now() - sa.func.min(box.recorded_at)).cast(sa.Float)
        count = sa.select(box.state, sa.func.count(), age).where(box.state != "done").group_by(box.state)
        async with self._database.reading() as session:
            counted = {state: (number, oldest) for state, number, oldest in await session.execute(count)}
        waiting, oldest = counted.get("open", (0, 0.0))
        return Backlog(open=waiting, dead=counted.get("dead", (0, 0.0))[0], oldest=oldest)

    async def oldest_untold(self) -> datetime | None:
        """When the oldest fact was recorded that somebody may still be told, dead letters included."""
        oldest = sa.select(sa.func.min(self.table.c.recorded_at)).where(self.table.c.state != "done")
        async with self._database.reading() as session:
            found: datetime | None = await session.scalar(oldest)
        return found

    async def revive(self) -> int:
        """Offer the dead letters once more, with a clean slate."""
        async with self._database.transaction() as session:
            revived = await session.execute(
                sa.update(self.table)
                .where(self.table.c.state == "dead")
                .values(state="open", failures=0, due_at=sa.func.now())
                .returning(self.table.c.id)
            )
            return len(revived.all())

    async def prune(self, older_than: timedelta) -> int:
        """Forget what every consumer confirmed longer ago than this."""
        async with self._database.transaction() as session:
            gone = await session.execute(
                sa.delete(self.table)
                .where(self.table.c.state == "done", self.table.c.done_at < sa.func.now() - older_than)
                .returning(self.table.c.id)
            )
            return len(gone.all())


def _table(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        "outbox",
        metadata,
        sa.Column("id", pg.UUID(as_uuid=True), primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="open"),
        sa.Column("waiting", pg.ARRAY(sa.Text)),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("last_error", sa.Text),
        sa.Index("ix_outbox_due", "due_at", postgresql_where=sa.text("state = 'open'")),
        info={"kind": "local"},
    )
