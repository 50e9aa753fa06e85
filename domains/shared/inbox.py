"""What each consumer has already done, kept in the same transaction as its effect: a fact told twice acts once."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession


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
    inbox = session.info["database"].inbox
    key = sa.tuple_(inbox.c.consumer, inbox.c.event_id)
    old = sa.select(inbox.c.consumer, inbox.c.event_id).where(inbox.c.handled_at < before).limit(limit)
    gone = await session.execute(sa.delete(inbox).where(key.in_(old)).returning(inbox.c.event_id))
    return len(gone.all())


def table(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        "inbox",
        metadata,
        sa.Column("consumer", sa.Text, primary_key=True),
        sa.Column("event_id", pg.UUID(as_uuid=True), primary_key=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        info={"kind": "local"},
    )
