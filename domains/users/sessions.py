"""Sessions: an opaque token in a cookie, its SHA-256 here. Ended means ended at the next request."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from .database import database
from .models import Person, Session

LASTS = timedelta(hours=12)
IDLE = timedelta(minutes=30)
NOTICE = timedelta(minutes=1)  # how exactly `seen_at` is kept: one write a minute, not one a request


async def start_session(person_id: UUID, user_agent: str, ip: str) -> str:
    """Sign a person in on a device; returns the token for its cookie, which is stored nowhere else."""
    token = secrets.token_urlsafe(32)
    async with database.transaction() as session:
        session.add(
            Session(
                person_id=person_id,
                token_hash=_digest(token),
                ip=ip,
                user_agent=user_agent[:400],
                ends_at=sa.func.now() + LASTS,
            )
        )
    return token


async def session(token: str) -> Session | None:
    """The live session of this token with its person and roles, or None. The database's clock decides."""
    async with database.reading() as reading:
        found = await reading.execute(
            sa.select(Session, sa.func.now() - Session.seen_at > NOTICE)
            .join(Session.person)
            .where(
                Session.token_hash == _digest(token),
                Session.ended_at.is_(None),
                Session.ends_at > sa.func.now(),
                Session.seen_at > sa.func.now() - IDLE,
                Person.disabled_at.is_(None),
            )
            .options(joinedload(Session.person).selectinload(Person.roles))
        )
        row = found.one_or_none()
    if row is None:
        return None
    live, stale = row
    if stale:
        await _seen(live.id)
    return live


async def end_session(token: str) -> None:
    async with database.transaction() as session:
        await session.execute(
            sa.update(Session)
            .where(Session.token_hash == _digest(token), Session.ended_at.is_(None))
            .values(ended_at=sa.func.now())
        )


async def _seen(session_id: UUID) -> None:
    async with database.transaction() as session:
        await session.execute(sa.update(Session).where(Session.id == session_id).values(seen_at=sa.func.now()))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
