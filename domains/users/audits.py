"""The figures of users that the books compare."""

from dataclasses import dataclass

import sqlalchemy as sa

from domains.shared.outbox import Backlog

from .chain import waiting_since
from .checking import Breach, breaches
from .database import database
from .erasing import Unfinished, unfinished
from .models import Person


@dataclass(frozen=True)
class UsersAudit:
    """`unlinked` is for how many seconds the oldest entry of the audit log has waited for its link;
    `unfinished` whom other domains have not forgotten yet."""

    people: int
    backlog: Backlog
    breaches: list[Breach]
    unlinked: float
    unfinished: list[Unfinished]


async def audit(*, whole_log: bool = False) -> UsersAudit:
    async with database.reading() as session:
        people = await session.scalar(sa.select(sa.func.count()).select_from(Person)) or 0
    backlog = await database.outbox.backlog()
    found, unlinked = await breaches(whole=whole_log), await waiting_since()
    return UsersAudit(people, backlog, found, unlinked, await unfinished())
