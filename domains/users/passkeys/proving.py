"""Proving who one is with a passkey: beside a password, once more in a session, or alone for both at once."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from ..actor import NOWHERE, Origin
from ..database import database
from ..errors import BadPasskey, WrongPasskey
from ..factors import proved, tries_of
from ..models import Credential, Passkey, Person
from ..slowing import Tries
from ..trail import audit_failure, record_own
from . import answers
from .asking import Ceremony, take_question

NONE: Final = b""  # no key has it


async def prove_passkey(
    person: Person, ceremony: Ceremony, bearer: str, answer: str, *, origin: Origin = NOWHERE
) -> None:
    """By who has proved the password. WrongPasskey, TooSoon; what was asked of this browser is used up."""
    if not answer:
        raise WrongPasskey("No passkey was used. Try again, or enter a code.")
    tries = await tries_of(person)
    challenge = await take_question(ceremony, bearer)
    async with database.transaction() as session:
        key = await _find(session, answer)
        proven = key is not None and key.person_id == person.id and _use(key, answer, challenge, verified=False)
        if key and proven:
            await record_own(session, person, "use_passkey", origin, after={"name": key.name})
    if not proven:
        await audit_failure(person, "use_passkey", origin)
        raise WrongPasskey
    await tries.succeeded()


async def prove_passkey_again(person: Person, session_id: UUID, answer: str, *, origin: Origin = NOWHERE) -> None:
    """In a session that goes on: what asks for a fresh proof is open for a while."""
    await prove_passkey(person, Ceremony.AGAIN, str(session_id), answer, origin=origin)
    async with database.transaction() as session:
        await session.execute(proved(session_id))


async def authenticate_by_passkey(bearer: str, answer: str, address: str, *, origin: Origin = NOWHERE) -> Person:
    """Whose key it is, with nothing else typed. BadPasskey, which never says why; TooSoon. `address` is where it is
    tried from."""
    if not answer:
        raise BadPasskey
    given = answers.read(answer)
    tries = Tries("passkey", given.id if given else "", address)
    await tries.begin()
    challenge = await take_question(Ceremony.ALONE, bearer)
    async with database.transaction() as session:
        key = await _find(session, answer)
        may = key is not None and await _may_enter(session, key.person)
        proven = may and key is not None and _use(key, answer, challenge, verified=True)
        if key and proven:
            await record_own(session, key.person, "use_passkey", origin, after={"name": key.name, "alone": True})
    if key is None or not proven:
        raise BadPasskey(key.person if key else None)
    await tries.succeeded()
    return key.person


async def _find(session: AsyncSession, answer: str) -> Passkey | None:
    """Locked, so that what it counts to is compared and kept by one at a time."""
    given = answers.read(answer)
    wanted = sa.select(Passkey).where(Passkey.credential_id == (given.raw_id if given else NONE))
    owner = joinedload(Passkey.person, innerjoin=True).selectinload(Person.roles)
    return await session.scalar(wanted.options(owner).with_for_update(of=Passkey))


async def _may_enter(session: AsyncSession, person: Person) -> bool:
    """Who has no password has no way back once the key is lost: for them it is none alone."""
    return person.disabled_at is None and await session.get(Credential, person.id) is not None


def _use(key: Passkey, answer: str, challenge: bytes | None, *, verified: bool) -> bool:
    """Whether it answers this challenge. Where nothing else says whose it is, it must say so itself."""
    given = answers.read(answer)
    if given is None or challenge is None:
        return False
    handle = given.response.user_handle
    if handle != key.person_id.bytes and (verified or handle is not None):
        return False
    checked = answers.right(given, key, challenge, verified=verified)
    if checked is None:
        return False
    key.sign_count = checked.new_sign_count
    key.backed_up = checked.credential_backed_up
    key.used_at = sa.func.now()
    return True
