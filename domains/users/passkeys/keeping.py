"""The passkeys of an account: added, renamed, removed by their owner."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from domains.shared.errors import Invalid

from ..actor import NOWHERE, Origin
from ..database import database
from ..errors import NoSuchPasskey, TooManyPasskeys, WrongPasskey
from ..events import Means
from ..factors import gained, has_one, lost
from ..models import Passkey, Person
from ..sessions import end_all
from ..trail import record_own
from . import answers
from .asking import Ceremony, take_question

MOST: Final = 10
LONGEST_NAME: Final = 60
NOT_ADDED: Final = "No passkey was added. Try again."


async def add_passkey(
    person: Person, session_id: UUID, answer: str, name: str, *, origin: Origin = NOWHERE
) -> tuple[str, ...]:
    """As somebody's first second factor it ends all other sessions, and its recovery codes are shown this once; beside
    another there are none to show. WrongPasskey, TooManyPasskeys."""
    challenge = await take_question(Ceremony.ADD, str(session_id)) if answer else None
    made = answers.made(answer, challenge) if challenge else None
    if made is None:
        raise WrongPasskey(NOT_ADDED)
    key, transports = made
    row = Passkey(person_id=person.id, credential_id=key.credential_id, public_key=key.credential_public_key)
    row.sign_count, row.backed_up, row.transports = key.sign_count, key.credential_backed_up, transports
    row.name = name
    try:
        async with database.transaction() as session:
            await has_one(session, person.id)
            counted = sa.select(sa.func.count()).select_from(Passkey).where(Passkey.person_id == person.id)
            if (await session.scalar(counted) or 0) >= MOST:
                raise TooManyPasskeys(MOST)
            session.add(row)
            await session.flush()
            return await gained(session, person, session_id, Means.PASSKEY, origin, name=name)
    except IntegrityError:  # known already: to them, or to somebody else
        raise WrongPasskey(NOT_ADDED) from None


async def rename_passkey(person: Person, passkey_id: UUID, name: str, *, origin: Origin = NOWHERE) -> None:
    """Invalid names what to do about the name. NoSuchPasskey."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        told = f"Give it a name of 1 to {LONGEST_NAME} characters."
        raise Invalid(told, {"name": told})
    async with database.transaction() as session:
        key = await session.get(Passkey, passkey_id, with_for_update=True)
        if key is None or key.person_id != person.id:
            raise NoSuchPasskey
        if key.name != name:
            await record_own(session, person, "rename_passkey", origin, {"name": key.name}, {"name": name})
            key.name = name


async def remove_passkey(person: Person, session_id: UUID, passkey_id: UUID, *, origin: Origin = NOWHERE) -> None:
    """Whoever may have it now is signed out with it: every session but this one ends. NoSuchPasskey."""
    own = sa.delete(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person.id).returning(Passkey.name)
    async with database.transaction() as session:
        name = await session.scalar(own)
        if name is None:
            raise NoSuchPasskey
        await lost(session, person, Means.PASSKEY, origin, name=name)
        await end_all(session, person.id, but=session_id)
