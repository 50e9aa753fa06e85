"""Accounts: asked for with an address, begun by who reads its mailbox, opened anew by them when a password is lost."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import outbox
from domains.shared.errors import Invalid
from domains.shared.ids import new_id

from . import passwords, proving
from .actor import NOWHERE, Origin
from .database import database
from .errors import LinkGone
from .events import EmailVerified, PasswordChanged
from .models import Credential, Person, ProofKind
from .queries import checked_email, person_by_email
from .sessions import end_all
from .signing_in import require_password
from .trail import record_own

LONGEST_NAME: Final = 100


async def ask_to_join(email: str, name: str) -> None:
    """Invalid for what cannot be an address; else nothing tells whether it has an account."""
    address, name = checked_email(email), checked_name(name)
    async with database.transaction() as session:
        proving.begin(session, ProofKind.JOIN, address, name=name)


def checked_name(name: str) -> str:
    """As it is kept. Invalid for one that is too long."""
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        told = f"A name can have {LONGEST_NAME} characters at most."
        raise Invalid(told, {"name": told})
    return name


async def ask_to_reset(email: str) -> None:
    """As above."""
    address = checked_email(email)
    async with database.transaction() as session:
        proving.begin(session, ProofKind.RESET, address)


async def join(token: str, password: str) -> Person:
    """A new account with the address that the link went to. LinkGone, WeakPassword."""
    proof = await proving.link(token, ProofKind.JOIN)
    passwords.require_strong(password, passwords.SHORTEST, [proof.email, proof.name])
    password_hash = await passwords.hashed(password)
    try:
        async with database.transaction() as session:
            used = await proving.use(session, token, ProofKind.JOIN)
            person = Person(email=used.email, name=used.name, verified_at=sa.func.now(), roles=[])
            session.add(person)
            await session.flush()
            session.add(Credential(person_id=person.id, password_hash=password_hash))
            outbox.record(session, EmailVerified(person.id, person.email))
    except IntegrityError:  # another link to the same mailbox was quicker
        raise LinkGone from None
    return person


async def reset(token: str, password: str, *, origin: Origin = NOWHERE) -> Person:
    """A new password for who reads the mailbox; every session and every other link ends. LinkGone, WeakPassword."""
    proof = await proving.link(token, ProofKind.RESET)
    async with database.reading() as session:
        person = await person_by_email(session, proof.email)
    if person is None or person.disabled_at:
        raise LinkGone
    passwords.require_strong(password, shortest_for(person), [person.email, person.name])
    password_hash = await passwords.hashed(password)
    async with database.transaction() as session:
        await proving.use(session, token, ProofKind.RESET)
        await _change(session, person, password_hash)
        await record_own(session, person, "reset_password", origin)
        verified = sa.update(Person).where(Person.id == person.id, Person.verified_at.is_(None))
        first_time = await session.execute(verified.values(verified_at=sa.func.now()).returning(Person.id))
        if first_time.first():
            outbox.record(session, EmailVerified(person.id, person.email))
        await end_all(session, person.id)
    return person


async def change_password(
    person: Person, session_id: UUID, current: str, new: str, address: str, *, origin: Origin = NOWHERE
) -> None:
    """By who knows the one before; every other session and every link ends. WrongPassword, TooSoon, WeakPassword."""
    await require_password(person, current, address)
    passwords.require_strong(new, shortest_for(person), [person.email, person.name])
    password_hash = await passwords.hashed(new)
    async with database.transaction() as session:
        await _change(session, person, password_hash)
        await record_own(session, person, "change_password", origin)
        await end_all(session, person.id, but=session_id)


def shortest_for(person: Person) -> int:
    return passwords.SHORTEST_FOR_STAFF if person.is_staff else passwords.SHORTEST


async def _change(session: AsyncSession, person: Person, password_hash: str) -> None:
    new = {"password_hash": password_hash, "changed_at": sa.func.now()}
    row = pg.insert(Credential).values(person_id=person.id, **new)
    await session.execute(row.on_conflict_do_update(index_elements=["person_id"], set_=new))
    await proving.end_links(session, person)
    outbox.record(session, PasswordChanged(new_id(), person.id, person.email, person.name))
