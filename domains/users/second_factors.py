"""A second factor: codes of an authenticator app (RFC 6238), each taken once, and recovery codes for a lost one."""

import hmac
import re
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import pyotp
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock, outbox
from domains.shared.ids import new_id
from domains.shared.settings import settings

from .actor import NOWHERE, OPERATOR, Origin
from .database import database
from .errors import NoSecondFactor, WrongCode
from .events import SecondFactorChanged
from .models import Authenticator, Person, RecoveryCode, Session
from .queries import person_by_email
from .sealing import digest, seal, unseal
from .sessions import end_all
from .slowing import Tries
from .trail import Entry, audit_failure, record, record_own

PURPOSE: Final = "second factor"
STEP: Final = 30  # seconds
AROUND: Final = (0, -1, 1)  # steps: telephones are late or early
CODES: Final = 10
DASHED: Final = re.compile(r"[\s-]")


@dataclass(frozen=True)
class Pending:
    """What an authenticator app is told: by its camera the address, by hand the secret."""

    uri: str
    secret: str


async def begin_second_factor(person: Person) -> None:
    """A secret that waits for its first code; one that waits already, or is in use, stays."""
    row = pg.insert(Authenticator).values(person_id=person.id, sealed=seal(PURPOSE, pyotp.random_base32()))
    async with database.transaction() as session:
        await session.execute(row.on_conflict_do_nothing())


async def pending_second_factor(person: Person) -> Pending | None:
    async with database.reading() as session:
        waiting = await session.get(Authenticator, person.id)
    secret = unseal(PURPOSE, waiting.sealed) if waiting and not waiting.confirmed_at else None
    if secret is None:
        return None
    uri = pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=person.email, issuer_name=settings().shop_name)
    return Pending(uri, " ".join(re.findall(".{1,4}", secret)))


async def confirm_second_factor(
    person: Person, session_id: UUID, code: str, *, origin: Origin = NOWHERE
) -> tuple[str, ...]:
    """By a first code of the app; from now on every sign-in asks for one. All other sessions end. The recovery codes
    are shown this once. WrongCode, TooSoon, NoSecondFactor where none was begun."""
    tries = await _begin(person)
    async with database.transaction() as session:
        app = await session.get(Authenticator, person.id, with_for_update=True)
        if app is None or app.confirmed_at is not None:
            raise NoSecondFactor
        _take(app, code)
        app.confirmed_at = sa.func.now()
        await _note(session, person, sa.func.now(), origin)
        await session.execute(_proved(session_id))
        await end_all(session, person.id, but=session_id)
        codes = await _recovery_codes(session, person.id)
    await tries.succeeded()
    return codes


async def prove_second_factor(person: Person, code: str, *, origin: Origin = NOWHERE) -> None:
    """With a code of the app or a recovery code. WrongCode, TooSoon."""
    tries = await _begin(person)
    try:
        async with database.transaction() as session:
            await _prove(session, person, DASHED.sub("", code).lower(), origin)
    except WrongCode:
        await audit_failure(person, "prove_second_factor", origin)
        raise
    await tries.succeeded()


async def prove_again(person: Person, session_id: UUID, code: str, *, origin: Origin = NOWHERE) -> None:
    """In a session that goes on: what asks for a fresh proof is open for a while."""
    await prove_second_factor(person, code, origin=origin)
    async with database.transaction() as session:
        await session.execute(_proved(session_id))


async def renew_recovery_codes(person: Person, *, origin: Origin = NOWHERE) -> tuple[str, ...]:
    """Those from before work no longer. NoSecondFactor."""
    async with database.transaction() as session:
        app = await session.get(Authenticator, person.id, with_for_update=True)
        if app is None or app.confirmed_at is None:
            raise NoSecondFactor
        await record_own(session, person, "renew_recovery_codes", origin)
        return await _recovery_codes(session, person.id)


async def recovery_codes_left(person: Person) -> int:
    left = sa.select(sa.func.count()).select_from(RecoveryCode)
    unused = left.where(RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
    async with database.reading() as session:
        return int(await session.scalar(unused) or 0)


async def remove_second_factor(person: Person, *, origin: Origin = NOWHERE) -> None:
    async with database.transaction() as session:
        if await _gone(session, person):
            await _note(session, person, None, origin)


async def clear_second_factor(email: str) -> None:
    """Of somebody who has lost both telephone and codes, by an operator at a shell: they are signed out everywhere and
    told by e-mail. NoSecondFactor where there is none to lose."""
    async with database.transaction() as session:
        person = await person_by_email(session, email)
        if person is None or not await _gone(session, person):
            raise NoSecondFactor
        await _set(session, person, None)
        await end_all(session, person.id)
        await record(session, Entry(OPERATOR, "clear_second_factor", f"person {person.email}", about=person.id))


async def _gone(session: AsyncSession, person: Person) -> bool:
    """Whether there was one in use."""
    await session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    gone = sa.delete(Authenticator).where(Authenticator.person_id == person.id).returning(Authenticator.confirmed_at)
    return await session.scalar(gone) is not None


async def _begin(person: Person) -> Tries:
    """Counted by account alone: who may try codes has proved the password, so no stranger can slow its owner down."""
    tries = Tries("code", str(person.id), None)
    await tries.begin()
    return tries


async def _prove(session: AsyncSession, person: Person, code: str, origin: Origin) -> None:
    app = await session.get(Authenticator, person.id, with_for_update=True)
    if app is None or app.confirmed_at is None:
        raise NoSecondFactor
    if len(code) == 6:
        _take(app, code)
    else:
        await _use_recovery_code(session, person.id, code)
        await record_own(session, person, "use_recovery_code", origin)


def _take(app: Authenticator, code: str) -> None:
    secret = unseal(PURPOSE, app.sealed)
    now = int(clock.now().timestamp()) // STEP
    for step in (now + around for around in AROUND):
        right = secret is not None and hmac.compare_digest(_code(secret, step), code.encode(errors="replace"))
        if right and step > app.last_step:
            app.last_step = step
            app.sealed = seal(PURPOSE, secret or "")  # by today's key, where the former still opened it
            return
    raise WrongCode


def _code(secret: str, step: int) -> bytes:
    return pyotp.TOTP(secret, interval=STEP).generate_otp(step).encode()


async def _use_recovery_code(session: AsyncSession, person_id: UUID, code: str) -> None:
    mine = sa.update(RecoveryCode).where(
        RecoveryCode.code_hash == digest(code), RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    used = await session.execute(mine.values(used_at=sa.func.now()).returning(RecoveryCode.code_hash))
    if used.first() is None:
        raise WrongCode


async def _recovery_codes(session: AsyncSession, person_id: UUID) -> tuple[str, ...]:
    codes = [b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(CODES)]
    await session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    await session.execute(
        sa.insert(RecoveryCode), [{"code_hash": digest(code), "person_id": person_id} for code in codes]
    )
    return tuple("-".join(re.findall(".{4}", code)) for code in codes)


async def _note(
    session: AsyncSession, person: Person, moment: sa.ColumnElement[datetime] | None, origin: Origin
) -> None:
    await _set(session, person, moment)
    await record_own(session, person, "add_second_factor" if moment is not None else "remove_second_factor", origin)


async def _set(session: AsyncSession, person: Person, moment: sa.ColumnElement[datetime] | None) -> None:
    await session.execute(sa.update(Person).where(Person.id == person.id).values(second_factor_at=moment))
    outbox.record(session, SecondFactorChanged(new_id(), person.id, person.email, person.name, moment is not None))


def _proved(session_id: UUID) -> sa.Update:
    return sa.update(Session).where(Session.id == session_id).values(proved_at=sa.func.now(), second_factor=True)
