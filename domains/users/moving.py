"""Another e-mail address: it holds once both mailboxes, the old and the new, have been shown to be the person's."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from domains.shared import outbox
from domains.shared.errors import Invalid
from domains.shared.ids import new_id

from . import proving
from .actor import NOWHERE, Origin
from .database import database
from .errors import LinkGone
from .events import EmailChanged, EmailVerified
from .models import Person, Proof, ProofKind
from .queries import checked_email
from .signing_in import require_password
from .trail import record_own

BOTH: Final = (ProofKind.LEAVE_ADDRESS, ProofKind.TAKE_ADDRESS)


async def ask_to_move(person: Person, email: str, password: str, place: str) -> None:
    """Two links. Nothing tells whether the new address has an account. WrongPassword, TooSoon, Invalid."""
    address = checked_email(email)
    if address.lower() == person.email.lower():
        message = "This is your address already."
        raise Invalid(message, {"email": message})
    await require_password(person, password, place)
    change_id = new_id()
    async with database.transaction() as session:
        for kind, to in zip(BOTH, (person.email, address), strict=True):
            proving.begin(session, kind, to, person_id=person.id, change_id=change_id)


async def follow(token: str, *, origin: Origin = NOWHERE) -> bool:
    """One of the two links is followed; whether the address has changed by it. LinkGone."""
    try:
        async with database.transaction() as session:
            proof = await proving.use(session, token, *BOTH)
            roles = [selectinload(Person.roles)]
            person = await session.get_one(Person, proof.person_id, options=roles, with_for_update=True)
            if person.disabled_at:
                raise LinkGone
            other = await _other(session, proof)
            if other.used_at is None:
                return False
            await _move(session, person, proof if proof.kind == ProofKind.TAKE_ADDRESS else other, origin)
    except IntegrityError:  # the new address has got an account meanwhile
        raise LinkGone from None
    return True


async def _other(session: AsyncSession, proof: Proof) -> Proof:
    """Read after the person is locked: of two that are followed at once, the second sees the first."""
    await session.flush()
    asked = sa.select(Proof).where(Proof.change_id == proof.change_id, Proof.id != proof.id)
    return (await session.execute(asked)).scalar_one()


async def _move(session: AsyncSession, person: Person, taken: Proof, origin: Origin) -> None:
    outbox.record(session, EmailChanged(new_id(), person.id, person.email, person.name, taken.email))
    outbox.record(session, EmailVerified(person.id, taken.email))
    await record_own(session, person, "change_email", origin, {"email": person.email}, {"email": taken.email})
    rest = sa.update(Proof).where(Proof.person_id == person.id, Proof.used_at.is_(None))
    await session.execute(rest.values(used_at=sa.func.now()))
    person.email, person.verified_at = taken.email, sa.func.now()
    await session.flush()
