"""Codes of an authenticator app (RFC 6238), each taken once; where a code is asked for a recovery code does as well."""

import hmac
import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import pyotp
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock
from domains.shared.settings import settings

from .actor import NOWHERE, Origin
from .database import database
from .errors import NoSecondFactor, WrongCode
from .events import Means
from .factors import gained, has_one, lost, proved, tries_of, use_recovery_code
from .models import Authenticator, Person
from .sealing import seal, unseal
from .trail import audit_failure, record_own

PURPOSE: Final = "second factor"
STEP: Final = 30  # seconds
AROUND: Final = (0, -1, 1)  # steps: telephones are late or early
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
    """By a first code of the app; from now on every sign-in asks for one, or for another second factor. As somebody's
    first it ends all other sessions, and its recovery codes are shown this once. WrongCode, TooSoon, NoSecondFactor
    where none was begun."""
    tries = await tries_of(person)
    async with database.transaction() as session:
        app = await session.get(Authenticator, person.id, with_for_update=True)
        if app is None or app.confirmed_at is not None:
            raise NoSecondFactor
        _take(app, code)
        app.confirmed_at = sa.func.now()
        codes = await gained(session, person, session_id, Means.APP, origin)
    await tries.succeeded()
    return codes


async def prove_second_factor(person: Person, code: str, *, origin: Origin = NOWHERE) -> None:
    """With a code of the app or a recovery code. WrongCode, TooSoon, NoSecondFactor where there is none of any kind."""
    tries = await tries_of(person)
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
        await session.execute(proved(session_id))


async def remove_second_factor(person: Person, *, origin: Origin = NOWHERE) -> None:
    """The app; passkeys stay."""
    gone = sa.delete(Authenticator).where(Authenticator.person_id == person.id).returning(Authenticator.confirmed_at)
    async with database.transaction() as session:
        if await session.scalar(gone) is not None:
            await lost(session, person, Means.APP, origin)


async def _prove(session: AsyncSession, person: Person, code: str, origin: Origin) -> None:
    app = await session.get(Authenticator, person.id, with_for_update=True)
    in_use = app is not None and app.confirmed_at is not None
    if not in_use and not await has_one(session, person.id):
        raise NoSecondFactor
    if app is None or not in_use or len(code) != 6:
        if not await use_recovery_code(session, person.id, code):
            raise WrongCode(by_app=in_use)
        await record_own(session, person, "use_recovery_code", origin)
    else:
        _take(app, code)


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
