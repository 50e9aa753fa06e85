"""What each consumer has already done, kept in the same transaction as its effect: a fact told twice acts once."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningDelete


async def first_time(session: AsyncSession, consumer: str, event_id: UUID | None) -> bool:
    """True once per (consumer, event); without an event (a person acts, not a fact) always True."""
    if event_id is None:
        return True
    inbox = session.info["database"].inbox
    insert = pg.insert(inbox).values(consumer=consumer, event_id=event_id).on_conflict_do_nothing()
    claimed = await session.execute(insert.returning(inbox.c.event_id))
    return claimed.first() is not None


async def known(session: AsyncSession, consumer: str, event_id: UUID) -> bool:
    """Whether it was the first time once."""
    inbox = session.info["database"].inbox
    mark = sa.select(inbox.c.event_id).where(inbox.c.consumer == consumer, inbox.c.event_id == event_id)
    return (await session.execute(mark)).first() is not None


async def prune(session: AsyncSession, before: datetime, limit: int) -> int:
    """Forget up to `limit` of what consumers did before then."""
    gone = await session.execute(forgetting(session.info["database"].inbox, before, limit))
    return len(gone.all())


def forgetting(inbox: sa.Table, before: datetime, limit: int) -> ReturningDelete[tuple[UUID]]:
    """Found by the index on `handled_at` and deleted where they lie: by their keys, the whole table would be read."""
    place: sa.ColumnClause[str] = sa.literal_column("ctid")
    old = sa.select(place).select_from(inbox).where(inbox.c.handled_at < before).limit(limit)
    found = sa.func.array(old.scalar_subquery())
    return sa.delete(inbox).where(place == sa.func.any(found)).returning(inbox.c.event_id)


def table(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        "inbox",
        metadata,
        sa.Column("consumer", sa.Text, primary_key=True),
        sa.Column("event_id", pg.UUID(as_uuid=True), primary_key=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Index("ix_inbox_handled_at", "handled_at"),
        info={"kind": "local"},
    )
