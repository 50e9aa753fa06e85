"""Proving who one is with e-mail and password."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa

from . import passwords
from .database import database
from .errors import BadCredentials, WrongPassword
from .models import Credential, Person, Session
from .queries import person_by_email
from .slowing import Tries

NOBODY: Final = UUID(int=0)  # an unknown address costs the same two questions


async def authenticate(email: str, password: str, address: str) -> Person:
    """The person these belong to, or BadCredentials, which never says which of the two was wrong; TooSoon after many
    tries. `address` is where they are tried from."""
    tries = Tries("password", email, address)
    await tries.begin()
    async with database.reading() as session:
        person = await person_by_email(session, email)
        credential = await session.get(Credential, person.id if person else NOBODY)
    password_hash = credential.password_hash if credential else None
    if not await passwords.matches(password_hash, password) or person is None or person.disabled_at:
        raise BadCredentials(person)
    await tries.succeeded()
    if password_hash and passwords.outdated(password_hash):
        await _rehash(person, password, password_hash)
    person.password_of = credential.changed_at if credential else None
    return person


async def require_password(person: Person, password: str, address: str) -> None:
    """Once more, of somebody who is signed in. WrongPassword, TooSoon."""
    tries = Tries("password", person.email, address)
    await tries.begin()
    async with database.reading() as session:
        credential = await session.get(Credential, person.id)
    if not await passwords.matches(credential.password_hash if credential else None, password):
        raise WrongPassword
    await tries.succeeded()


async def prove_password_again(person: Person, session_id: UUID, password: str, address: str) -> None:
    """In a session that goes on, by who has no second factor: what asks for a fresh proof is open for a while."""
    await require_password(person, password, address)
    async with database.transaction() as session:
        await session.execute(sa.update(Session).where(Session.id == session_id).values(proved_at=sa.func.now()))


async def _rehash(person: Person, password: str, old: str) -> None:
    new = await passwords.hashed(password)
    async with database.transaction() as session:
        await session.execute(
            sa.update(Credential)
            .where(Credential.person_id == person.id, Credential.password_hash == old)
            .values(password_hash=new)
        )
