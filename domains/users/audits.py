"""The figures of users that the books compare."""

from dataclasses import dataclass

import sqlalchemy as sa

from domains.shared.outbox import Backlog

from .database import database
from .models import Person


@dataclass(frozen=True)
class UsersAudit:
    people: int
    backlog: Backlog


async def audit() -> UsersAudit:
    async with database.reading() as session:
        people = await session.scalar(sa.select(sa.func.count()).select_from(Person)) or 0
    return UsersAudit(people=people, backlog=await database.outbox.backlog())
