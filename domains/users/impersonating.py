"""Acting for a customer: begun with a reason, over after half an hour, and written down under both."""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from domains.shared.errors import Invalid

from . import granting
from .actor import Actor
from .database import database
from .errors import BeyondYou
from .models import Person, Session
from .permissions import Permission
from .queries import person_by_email
from .trail import Entry, record

LASTS: Final = timedelta(minutes=30)
LONGEST_REASON: Final = 200
AT_ONCE: Final = 100


def customer_named(customer_id: UUID) -> str:
    """As the log names whom somebody acts for: by no name, since that part is closed with the actor's key."""
    return f"customer {customer_id}"


async def begin_impersonation(session_id: UUID, email: str, reason: str, *, actor: Actor) -> Person:
    """In the actor's own session. Invalid where there is nobody to act for: whoever works here is nobody's to be."""
    if not 0 < len(reason) <= LONGEST_REASON:
        told = f"Say why, in {LONGEST_REASON} characters at most."
        raise Invalid(told, {"reason": told})
    async with database.transaction() as session:
        giver = await granting.giver(session, actor)
        if giver is None or not giver.may(Permission.USERS_IMPERSONATE):
            raise BeyondYou([Permission.USERS_IMPERSONATE])
        customer = await _customer(session, email)
        own = await _own(session, session_id, actor)
        if own is None:
            raise BeyondYou(())
        await _note_end(session, own, actor)
        own.acts_as_id, own.acts_until = customer.id, sa.func.now() + LASTS
        by, subject = replace(actor, behalf_of=customer_named(customer.id)), f"person {customer.email}"
        begun = Entry(by, "begin_impersonation", subject, after={"reason": reason}, about=customer.id)
        await record(session, begun)
    return customer


async def end_impersonation(session_id: UUID, *, actor: Actor) -> None:
    """Done twice it is done once."""
    async with database.transaction() as session:
        own = await _own(session, session_id, actor)
        if own is not None:
            await _note_end(session, own, actor)


async def end_impersonations() -> int:
    """By the clock, for the log: those whose half hour or whose session is over. They hold no longer anyway."""
    gone = sa.or_(Session.ended_at.is_not(None), Session.ends_at <= sa.func.now())
    over = sa.or_(gone, Session.acts_until <= sa.func.now(), Session.seen_at <= sa.func.now() - Session.idle)
    wanted = sa.select(Session).where(Session.acts_as_id.is_not(None), over).options(selectinload(Session.person))
    async with database.transaction() as session:
        found = await session.scalars(wanted.with_for_update(skip_locked=True).limit(AT_ONCE))
        ended = found.all()
        for each in ended:
            await _note_end(session, each, Actor(each.person.email, each.person_id), by_itself=True)
    return len(ended)


async def _customer(session: AsyncSession, email: str) -> Person:
    customer = await person_by_email(session, email)
    told = "Nobody has an account with this address."
    if customer is not None and customer.is_staff:
        told = "Nobody can act for somebody who works here."
    if customer is None or customer.is_staff or customer.disabled_at:
        raise Invalid(told, {"email": told})
    return customer


async def _own(session: AsyncSession, session_id: UUID, actor: Actor) -> Session | None:
    mine = sa.select(Session).where(Session.id == session_id, Session.person_id == actor.person_id)
    return (await session.execute(mine.where(Session.ended_at.is_(None)).with_for_update())).scalar_one_or_none()


async def _note_end(session: AsyncSession, own: Session, actor: Actor, *, by_itself: bool = False) -> None:
    if own.acts_as_id is not None:
        known = customer_named(own.acts_as_id)
        told = {"by itself": True} if by_itself else None
        by = replace(actor, behalf_of=known)
        await record(session, Entry(by, "end_impersonation", known, after=told, about=own.acts_as_id))
        own.acts_as_id = own.acts_until = None
