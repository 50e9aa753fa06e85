"""What second factors of every kind have in common: the first that comes, the last that goes, the recovery codes."""

import re
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import outbox
from domains.shared.ids import new_id

from .actor import NOWHERE, OPERATOR, Origin
from .database import database
from .errors import NoSecondFactor
from .events import Means, SecondFactorChanged
from .models import Authenticator, Passkey, Person, RecoveryCode, Session
from .queries import person_by_email
from .relying_party import relying_party
from .sealing import digest
from .sessions import end_all
from .slowing import Tries
from .trail import Entry, record, record_own

CODES: Final = 10
ADDED: Final = {Means.APP: "add_second_factor", Means.PASSKEY: "add_passkey"}
REMOVED: Final = {Means.APP: "remove_second_factor", Means.PASSKEY: "remove_passkey"}


@dataclass(frozen=True)
class SecondFactors:
    """What somebody can prove themselves with beside their password: an app since `app_at`, keys, the first added
    first, and so many recovery codes."""

    app_at: datetime | None
    passkeys: tuple[Passkey, ...]
    codes: int

    @property
    def by_passkey(self) -> bool:
        return bool(self.passkeys) and relying_party() is not None


async def second_factors(person_id: UUID) -> SecondFactors:
    keys = sa.select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.made_at, Passkey.id)
    async with database.reading() as session:
        app = await session.get(Authenticator, person_id)
        passkeys = tuple(await session.scalars(keys))
        return SecondFactors(app.confirmed_at if app else None, passkeys, await _left(session, person_id))


async def recovery_codes_left(person: Person) -> int:
    async with database.reading() as session:
        return await _left(session, person.id)


async def renew_recovery_codes(person: Person, *, origin: Origin = NOWHERE) -> tuple[str, ...]:
    """Those from before work no longer. NoSecondFactor."""
    async with database.transaction() as session:
        if not await has_one(session, person.id):
            raise NoSecondFactor
        await record_own(session, person, "renew_recovery_codes", origin)
        return await _recovery_codes(session, person.id)


async def clear_second_factor(email: str) -> None:
    """Of somebody who has lost telephone, keys and codes, by an operator at a shell: they are signed out everywhere and
    told by e-mail. NoSecondFactor where there is none to lose."""
    async with database.transaction() as session:
        person = await person_by_email(session, email)
        if person is None:
            raise NoSecondFactor
        for table in (Authenticator, Passkey, RecoveryCode):
            await session.execute(sa.delete(table).where(table.person_id == person.id))
        if not await has_one(session, person.id):
            raise NoSecondFactor
        await _set(session, person.id, None)
        _tell(session, person, added=False, means=Means.EVERY, only=True)
        await end_all(session, person.id)
        await record(session, Entry(OPERATOR, "clear_second_factor", f"person {person.email}", about=person.id))


async def tries_of(person: Person) -> Tries:
    """Counted by account alone: who may try a second factor has proved the password, so no stranger can slow its owner
    down. TooSoon."""
    tries = Tries("code", str(person.id), None)
    await tries.begin()
    return tries


async def gained(
    session: AsyncSession, person: Person, session_id: UUID, means: Means, origin: Origin, **told: Any
) -> tuple[str, ...]:
    """In the transaction that adds one, proved in this session. With the first come the recovery codes, and every other
    session ends; later there are no codes to show. `told` goes into the audit log."""
    first = not await has_one(session, person.id)
    codes = await _recovery_codes(session, person.id) if first else ()
    if first:
        await _set(session, person.id, sa.func.now())
        await end_all(session, person.id, but=session_id)
    await session.execute(proved(session_id))
    _tell(session, person, added=True, means=means, only=first)
    await record_own(session, person, ADDED[means], origin, after=told or None)
    return codes


async def lost(session: AsyncSession, person: Person, means: Means, origin: Origin, **told: Any) -> None:
    """In the transaction that has taken one away; the recovery codes go with the last."""
    await has_one(session, person.id)
    app = sa.exists().where(Authenticator.person_id == person.id, Authenticator.confirmed_at.is_not(None))
    last = not await session.scalar(sa.select(app | sa.exists().where(Passkey.person_id == person.id)))
    if last:
        await session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
        await _set(session, person.id, None)
    _tell(session, person, added=False, means=means, only=last)
    await record_own(session, person, REMOVED[means], origin, before=told or None)


async def has_one(session: AsyncSession, person_id: UUID) -> bool:
    """Nobody else adds the first or takes the last away until this transaction ends. It is asked after the factor
    itself was locked: whoever comes meanwhile does it in that order, too."""
    asked = sa.select(Person.second_factor_at).where(Person.id == person_id).with_for_update(key_share=True)
    return await session.scalar(asked) is not None


def proved(session_id: UUID) -> sa.Update:
    return sa.update(Session).where(Session.id == session_id).values(proved_at=sa.func.now(), second_factor=True)


async def use_recovery_code(session: AsyncSession, person_id: UUID, code: str) -> bool:
    """Whether it is one of theirs, and unused until now."""
    mine = sa.update(RecoveryCode).where(
        RecoveryCode.code_hash == digest(code), RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    used = await session.execute(mine.values(used_at=sa.func.now()).returning(RecoveryCode.code_hash))
    return used.first() is not None


async def _left(session: AsyncSession, person_id: UUID) -> int:
    left = sa.select(sa.func.count()).select_from(RecoveryCode)
    unused = left.where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return int(await session.scalar(unused) or 0)


async def _recovery_codes(session: AsyncSession, person_id: UUID) -> tuple[str, ...]:
    codes = [b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(CODES)]
    await session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    await session.execute(
        sa.insert(RecoveryCode), [{"code_hash": digest(code), "person_id": person_id} for code in codes]
    )
    return tuple("-".join(re.findall(".{4}", code)) for code in codes)


async def _set(session: AsyncSession, person_id: UUID, moment: sa.ColumnElement[datetime] | None) -> None:
    await session.execute(sa.update(Person).where(Person.id == person_id).values(second_factor_at=moment))


def _tell(session: AsyncSession, person: Person, *, added: bool, means: Means, only: bool) -> None:
    fact = SecondFactorChanged(new_id(), person.id, person.email, person.name, added, means, only)
    outbox.record(session, fact)
