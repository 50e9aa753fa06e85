"""Questions about people."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Person


async def person_by_email(session: AsyncSession, email: str) -> Person | None:
    found = await session.execute(
        sa.select(Person)
        .where(sa.func.lower(Person.email) == email.strip().lower())
        .options(selectinload(Person.roles))
    )
    return found.scalar_one_or_none()
