"""The parties that people take on: guests under whom something was ordered with an address that is theirs."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from .database import database
from .erasing import without_erased
from .models import Party, Person


async def take_on(person_id: UUID, email: str, party_ids: Collection[UUID]) -> None:
    """All guests under whom something was ordered with this address, once it is known to be the person's."""
    async with database.transaction() as session:
        await _write(session, person_id, email, await _guests(session, party_ids, email))


async def take_on_order(party_id: UUID, email: str) -> None:
    """A guest has ordered: whoever this address is known to belong to finds it among their own."""
    async with database.transaction() as session:
        known = sa.select(Person.id).where(
            sa.func.lower(Person.email) == email.lower(), Person.verified_at.is_not(None)
        )
        person_id = await session.scalar(known)
        if person_id is not None:
            await _write(session, person_id, email, await _guests(session, [party_id], email))


async def _guests(session: AsyncSession, party_ids: Collection[UUID], email: str) -> list[UUID]:
    """Who ordered from an account kept it there, whatever address they typed, also where it was deleted since."""
    owned = set(await session.scalars(sa.select(Person.party_id).where(Person.party_id.in_(party_ids))))
    return await without_erased(session, [each for each in party_ids if each not in owned], email)


async def _write(session: AsyncSession, person_id: UUID, email: str, party_ids: Collection[UUID]) -> None:
    if party_ids:
        rows = [{"party_id": each, "email": email.lower(), "person_id": person_id} for each in party_ids]
        await session.execute(pg.insert(Party).values(rows).on_conflict_do_nothing())
