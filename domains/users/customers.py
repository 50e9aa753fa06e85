"""Customers as staff look after them: found, looked into, kept out of their accounts and let in again."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.errors import Invalid

from . import granting, proving
from .actor import Actor
from .database import database
from .errors import NoSuchCustomer
from .models import Party, Person
from .permissions import Permission
from .sessions import end_all
from .trail import Entry, record

A_PAGE: Final = 50
LONGEST_REASON: Final = 200
CUSTOMERS: Final = sa.select(Person).where(~Person.roles.any())  # who works here is among the staff


@dataclass(frozen=True)
class CustomerPage:
    """The newest account first; `older` leads on to those before these, None where that is all."""

    people: tuple[Person, ...]
    older: UUID | None = None


async def customers(query: str = "", before: UUID | None = None) -> CustomerPage:
    """`query`: the beginning of an e-mail address, or any part of a name."""
    chosen = CUSTOMERS.where(*_matching(query)).order_by(Person.id.desc()).limit(A_PAGE + 1)
    if before:
        chosen = chosen.where(Person.id < before)
    async with database.reading() as session:
        found = (await session.scalars(chosen)).all()
    return CustomerPage(tuple(found[:A_PAGE]), found[A_PAGE - 1].id if len(found) > A_PAGE else None)


async def customers_of(party_id: UUID, email: str) -> CustomerPage:
    """Whose orders those of this party with this address are; nobody's of a guest whom nobody has taken on."""
    own = sa.select(Person.id).where(Person.party_id == party_id)
    taken = sa.select(Party.person_id).where(Party.party_id == party_id, Party.email == email.lower())
    async with database.reading() as session:
        mine = CUSTOMERS.where(Person.id.in_(sa.union_all(own, taken)))  # by key each: with OR all are read
        return CustomerPage(tuple(await session.scalars(mine.order_by(Person.id.desc()).limit(A_PAGE))))


async def find_customer(person_id: UUID) -> Person:
    """NoSuchCustomer, also for whoever works here."""
    async with database.reading() as session:
        return await _customer(session, CUSTOMERS.where(Person.id == person_id))


async def disable_customer(person_id: UUID, reason: str, *, actor: Actor) -> Person:
    """Out of their account at their next request: every session and every link ends. Their orders go on. Invalid for no
    reason, BeyondYou and NoSuchCustomer change nothing; done twice it is done once."""
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        told = f"Say why, in {LONGEST_REASON} characters at most."
        raise Invalid(told, {"reason": told})
    async with database.transaction() as session:
        person = await _in_hand(session, person_id, actor)
        if person.disabled_at is None:
            person.disabled_at, person.disabled_because = sa.func.now(), reason
            await _end_all(session, person)
            told_of = Entry(
                actor, "disable_customer", f"person {person.email}", None, {"reason": reason}, about=person.id
            )
            await record(session, told_of)
    return await find_customer(person_id)


async def enable_customer(person_id: UUID, *, actor: Actor) -> Person:
    """They may sign in again, and are signed in nowhere. As above."""
    async with database.transaction() as session:
        person = await _in_hand(session, person_id, actor)
        if person.disabled_at is not None:
            before = {"reason": person.disabled_because}
            person.disabled_at, person.disabled_because = None, ""
            await _end_all(session, person)
            await record(session, Entry(actor, "enable_customer", f"person {person.email}", before, about=person.id))
    return await find_customer(person_id)


def _matching(query: str) -> list[sa.ColumnElement[bool]]:
    words = " ".join(query.replace("\x00", "").split())
    if not words:
        return []
    address = sa.func.lower(Person.email).startswith(words.lower(), autoescape=True)
    return [address if "@" in words else sa.or_(address, Person.name.icontains(words, autoescape=True))]


async def _in_hand(session: AsyncSession, person_id: UUID, actor: Actor) -> Person:
    """Locked, by who may: nobody is given a role meanwhile."""
    giver = await granting.giver(session, actor)
    granting.require_power(giver, [Permission.CUSTOMERS_DISABLE])
    return await _customer(session, CUSTOMERS.where(Person.id == person_id).with_for_update())


async def _customer(session: AsyncSession, chosen: "sa.Select[Person]") -> Person:
    person = (await session.scalars(chosen)).one_or_none()
    if person is None:
        raise NoSuchCustomer
    return person


async def _end_all(session: AsyncSession, person: Person) -> None:
    await end_all(session, person.id)
    await proving.end_links(session, person)
