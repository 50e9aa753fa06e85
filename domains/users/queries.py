"""Questions about people, and what can be an address of theirs."""

from uuid import UUID

import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from domains.shared.errors import Invalid

from .database import database
from .models import Party, Person


async def person_by_email(session: AsyncSession, email: str) -> Person | None:
    found = await session.execute(
        sa.select(Person)
        .where(sa.func.lower(Person.email) == email.strip().lower())
        .options(selectinload(Person.roles))
    )
    return found.scalar_one_or_none()


async def find_person(person_id: UUID) -> Person | None:
    async with database.reading() as session:
        return await session.get(Person, person_id, options=[selectinload(Person.roles)])


async def taken_parties(person_id: UUID) -> frozenset[tuple[UUID, str]]:
    """Guests whose orders with this address are the person's."""
    async with database.reading() as session:
        found = await session.execute(sa.select(Party.party_id, Party.email).where(Party.person_id == person_id))
        return frozenset((row.party_id, row.email) for row in found)


async def people_after(after: UUID | None, most: int) -> list[tuple[Person, frozenset[tuple[UUID, str]]]]:
    """In the order in which they came, each with the parties they have taken on."""
    chosen = sa.select(Person).order_by(Person.id).limit(most)
    if after:
        chosen = chosen.where(Person.id > after)
    async with database.reading() as session:
        people = (await session.scalars(chosen)).all()
        found = await session.execute(sa.select(Party).where(Party.person_id.in_([each.id for each in people])))
        taken: dict[UUID, set[tuple[UUID, str]]] = {}
        for party in found.scalars():
            taken.setdefault(party.person_id, set()).add((party.party_id, party.email))
    return [(each, frozenset(taken.get(each.id, ()))) for each in people]


def checked_email(email: str) -> str:
    """As it is kept. Invalid for what cannot be one."""
    try:
        return validate_email(email, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        message = "Enter an e-mail address like name@example.com."
        raise Invalid(message, {"email": message}) from None
