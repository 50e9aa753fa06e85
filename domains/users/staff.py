"""The people who run the shop: let in, given roles, kept out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from domains.shared import clock
from domains.shared.errors import Invalid

from . import granting, passwords, proving
from .actor import OPERATOR, Actor
from .database import database
from .errors import EmailTaken, KeptOut, NoPlace, WorksHere
from .joining import LONGEST_NAME
from .models import OWNER, ApiKey, Credential, Person, PersonRole, ProofKind, Role
from .queries import checked_email, person_by_email
from .roles import role_of, roles_of
from .sessions import end_all
from .trail import Entry, record

Given = Mapping[str, Sequence[str]]  # the keys of roles, each with the codes of its locations: none is everywhere


async def create_staff(email: str, password: str, role: str = OWNER, name: str = "") -> Person:
    """A new person with a password and a role, made by an operator. EmailTaken, WeakPassword, UnknownRole or Invalid
    change nothing."""
    address = checked_email(email)
    passwords.require_strong(password, passwords.SHORTEST_FOR_STAFF, [address, name])
    password_hash = await passwords.hashed(password)
    async with database.transaction() as session:
        person = await _added(session, address, name, [PersonRole(role=await role_of(session, role), locations=[])])
        person.staff_since = clock.now()
        session.add(Credential(person_id=person.id, password_hash=password_hash))
        await record(
            session, Entry(OPERATOR, "create_staff", f"person {address}", after={"roles": [role]}, about=person.id)
        )
    return person


async def staff() -> list[Person]:
    """Everybody with a role, oldest first."""
    async with database.reading() as session:
        found = await session.execute(
            sa.select(Person).where(Person.roles.any()).order_by(Person.created_at).options(selectinload(Person.roles))
        )
        return list(found.scalars())


async def find_staff(person_id: UUID) -> Person:
    async with database.reading() as session:
        return await granting.staff_of(session, person_id)


async def invite_staff(email: str, name: str, given: Given, *, actor: Actor) -> Person:
    """Somebody new, or somebody with an account: either way a letter asks them to choose a password fit for staff, and
    until they have they are not let in. WorksHere, KeptOut, BeyondYou, UnknownRole or Invalid change nothing."""
    address = checked_email(email)
    _require_some(given)
    async with database.transaction() as session:
        giver = await granting.giver(session, actor)
        wanted = await roles_of(session, list(given))
        granting.require_reach(giver, wanted)
        person = await person_by_email(session, address)
        if person is None:
            person = await _added(session, address, " ".join(name.split())[:LONGEST_NAME], [])
        elif person.is_staff:
            raise WorksHere(address)
        elif person.disabled_at:
            raise KeptOut(address)
        else:
            await session.execute(sa.delete(Credential).where(Credential.person_id == person.id))
            await end_all(session, person.id)
        person.staff_since = clock.now()
        await _give(session, person.id, wanted, given)
        proving.begin(session, ProofKind.RESET, person.email)
        person = await _anew(session, person.id)
        await record(
            session, Entry(actor, "invite_staff", f"person {person.email}", after=_told(person), about=person.id)
        )
        return person


async def give_roles(person_id: UUID, given: Given, *, actor: Actor) -> Person:
    """Exactly these from now on. BeyondYou, LastOwner or Invalid change nothing."""
    _require_some(given)
    async with database.transaction() as session:
        giver = await granting.giver(session, actor)
        person = await granting.staff_of(session, person_id)
        wanted, before = await roles_of(session, list(given)), _told(person)
        granting.require_reach(giver, [*(each.role for each in person.roles), *wanted])
        await session.execute(sa.delete(PersonRole).where(PersonRole.person_id == person_id))
        session.expire(person, ["roles"])
        await _give(session, person_id, wanted, given)
        await granting.require_an_owner(session)
        person = await _anew(session, person_id)
        await record(
            session, Entry(actor, "give_roles", f"person {person.email}", before, _told(person), about=person.id)
        )
        return person


async def disable(person_id: UUID, *, actor: Actor) -> Person:
    """Out at the next request, every link ended, and signed in nowhere when they are let in again; what they did stays
    theirs. Done twice it is done once."""
    return await _set_disabled(person_id, actor, sa.func.now())


async def enable(person_id: UUID, *, actor: Actor) -> Person:
    return await _set_disabled(person_id, actor, None)


async def _set_disabled(person_id: UUID, actor: Actor, moment: sa.ColumnElement[datetime] | None) -> Person:
    async with database.transaction() as session:
        giver = await granting.giver(session, actor)
        person = await granting.staff_of(session, person_id)
        granting.require_reach(giver, [each.role for each in person.roles])
        if (person.disabled_at is None) != (moment is None):
            away = {"disabled_at": moment, "disabled_because": ""}
            await session.execute(sa.update(Person).where(Person.id == person_id).values(away))
            await end_all(session, person_id)
            await proving.end_links(session, person)
            action = "enable_staff" if moment is None else "disable_staff"
            await record(session, Entry(actor, action, f"person {person.email}", about=person.id))
        await granting.require_an_owner(session)
        return await _anew(session, person_id)


async def let_go(person_id: UUID, *, actor: Actor) -> None:
    """They work here no longer: a shopper like any other, signed out everywhere, and their keys are ended. BeyondYou
    and LastOwner change nothing."""
    async with database.transaction() as session:
        giver = await granting.giver(session, actor)
        person = await granting.staff_of(session, person_id)
        granting.require_reach(giver, [each.role for each in person.roles])
        before, who = _told(person), f"person {person.email}"
        await session.execute(sa.delete(PersonRole).where(PersonRole.person_id == person_id))
        await granting.require_an_owner(session)
        plain = {"staff_since": None, "disabled_at": None, "disabled_because": ""}
        await session.execute(sa.update(Person).where(Person.id == person_id).values(plain))
        keys = sa.update(ApiKey).where(ApiKey.person_id == person_id, ApiKey.revoked_at.is_(None))
        await session.execute(keys.values(revoked_at=sa.func.now()))
        await end_all(session, person_id)
        await record(session, Entry(actor, "let_go", who, before, about=person_id))


def _require_some(given: Given) -> None:
    if not given:
        raise Invalid("Choose one role at least.", {"roles": "Choose one role at least."})


async def _give(session: AsyncSession, person_id: UUID, roles: Sequence[Role], given: Given) -> None:
    for role in roles:
        if given[role.key] and role.unlimitable:
            raise NoPlace(role.name, role.unlimitable, "locations")
        locations = sorted(set(given[role.key]))
        session.add(PersonRole(person_id=person_id, role_key=role.key, locations=locations))
    await session.flush()


async def _added(session: AsyncSession, email: str, name: str, roles: list[PersonRole]) -> Person:
    if await person_by_email(session, email):
        raise EmailTaken(email)
    person = Person(email=email, name=name, roles=roles)
    session.add(person)
    await session.flush()
    return person


def _told(person: Person) -> dict[str, object]:
    """Each role with its locations."""
    return {"roles": [" at ".join([each.role_key, *each.locations]) for each in person.roles]}


async def _anew(session: AsyncSession, person_id: UUID) -> Person:
    session.expire_all()
    return await granting.staff_of(session, person_id)
