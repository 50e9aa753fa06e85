"""Deleting an account: the person is gone at once, what other domains know of them as soon as each has been told."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from domains.shared import outbox

from .database import database
from .errors import StaffStay
from .events import PersonErased
from .models import (
    ApiKey,
    Authenticator,
    Credential,
    Erasure,
    GroupMember,
    Party,
    Passkey,
    Person,
    PersonKey,
    Proof,
    RecoveryCode,
    SavedAddress,
    Session,
)
from .sealing import digest, seal, unseal

PURPOSE: Final = "erasure"
ELSEWHERE: Final = ("orders", "catalog", "payments", "notifications")  # who has to do their part
OWN: Final = (
    ApiKey, RecoveryCode, Authenticator, Passkey, Credential, Session, SavedAddress, GroupMember, Party, PersonKey,
)  # fmt: skip


@dataclass(frozen=True)
class Left:
    """What another domain needs to do its part. `taken` are parties with the addresses they ordered with."""

    party_id: UUID
    email: str
    taken: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class Unfinished:
    """Somebody whom these domains have not forgotten yet, for so many seconds."""

    person_id: UUID
    waiting: tuple[str, ...]
    seconds: float


async def erase(person_id: UUID) -> None:
    """For good. What is closed with their key nobody reads any more; what has their name elsewhere follows by a fact.
    StaffStay changes nothing; done twice it is done once."""
    async with database.transaction() as session:
        found = sa.select(Person).where(Person.id == person_id).options(selectinload(Person.roles))
        person = await session.scalar(found.with_for_update())
        if person is None:
            return
        if person.is_staff:
            raise StaffStay
        parties = (await session.scalars(sa.select(Party).where(Party.person_id == person_id))).all()
        left = Left(person.party_id, person.email, tuple((each.party_id, each.email) for each in parties))
        about = seal(PURPOSE, msgspec.json.encode(asdict(left)).decode())
        session.add(Erasure(person_id=person_id, parties=_marks(left), waiting=list(ELSEWHERE), about=about))
        await _take_away(session, person)
        outbox.record(session, PersonErased(person_id))


async def left_of(person_id: UUID) -> Left | None:
    """None once every domain has done its part."""
    async with database.reading() as session:
        about = await session.scalar(sa.select(Erasure.about).where(Erasure.person_id == person_id))
    opened = unseal(PURPOSE, about) if about else None
    return msgspec.json.decode(opened, type=Left) if opened else None


async def note_erased(person_id: UUID, where: str) -> None:
    """After the last of them nothing is known any more but that there was somebody."""
    rest = sa.func.array_remove(Erasure.waiting, where)
    told = {"waiting": rest, "about": sa.case((sa.func.cardinality(rest) == 0, None), else_=Erasure.about)}
    async with database.transaction() as session:
        await session.execute(sa.update(Erasure).where(Erasure.person_id == person_id).values(told))


async def unfinished() -> list[Unfinished]:
    waited = sa.func.extract("epoch", sa.func.now() - Erasure.asked_at)
    chosen = sa.select(Erasure.person_id, Erasure.waiting, waited).where(Erasure.about.is_not(None))
    async with database.reading() as session:
        rows = (await session.execute(chosen.order_by(Erasure.asked_at).limit(100))).all()
    return [Unfinished(person_id, tuple(waiting), float(seconds)) for person_id, waiting, seconds in rows]


async def without_erased(session: AsyncSession, party_ids: Iterable[UUID], email: str) -> list[UUID]:
    """Of these parties those whose orders with this address belonged to nobody who is gone: who comes later with the
    same address is somebody else."""
    marks = {party_id: _marks(Left(party_id, "", ((party_id, email.lower()),))) for party_id in party_ids}
    every = [mark for both in marks.values() for mark in both]
    if not every:
        return []
    gone = {mark for row in await session.scalars(_with(every)) for mark in row}
    return [party_id for party_id, both in marks.items() if gone.isdisjoint(both)]


def _with(marks: list[str]) -> Any:
    return sa.select(Erasure.parties).where(Erasure.parties.overlap(marks))


async def _take_away(session: AsyncSession, person: Person) -> None:
    for table in OWN:
        await session.execute(sa.delete(table).where(table.person_id == person.id))
    links = sa.or_(Proof.person_id == person.id, sa.func.lower(Proof.email) == person.email.lower())
    await session.execute(sa.delete(Proof).where(links))
    await session.execute(sa.delete(Person).where(Person.id == person.id))


def _marks(left: Left) -> list[str]:
    """By which a party is known again, and by which no address is."""
    return [digest(str(left.party_id)), *(digest(f"{party} {email}") for party, email in left.taken)]
