"""Proving who one is with e-mail and password."""

import sqlalchemy as sa

from . import passwords
from .database import database
from .errors import BadCredentials
from .models import Credential, Person
from .queries import person_by_email


async def authenticate(email: str, password: str) -> Person:
    """The person these belong to, or BadCredentials, which never says which of the two was wrong."""
    async with database.reading() as session:
        person = await person_by_email(session, email)
        credential = await session.get(Credential, person.id) if person else None
    password_hash = credential.password_hash if credential else None
    if not await passwords.matches(password_hash, password) or person is None or person.disabled_at:
        raise BadCredentials
    if password_hash and passwords.outdated(password_hash):
        await _rehash(person, password, password_hash)
    return person


async def _rehash(person: Person, password: str, old: str) -> None:
    new = await passwords.hashed(password)
    async with database.transaction() as session:
        await session.execute(
            sa.update(Credential)
            .where(Credential.person_id == person.id, Credential.password_hash == old)
            .values(password_hash=new)
        )
