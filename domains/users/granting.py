"""The rules of authority: nobody gives what they lack, nobody changes who may do more, one owner always stays."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .actor import Actor
from .errors import BeyondYou, LastOwner, NoSuchStaff
from .models import OWNER, Person, PersonRole, Role
from .permissions import Permission


async def giver(session: AsyncSession, actor: Actor) -> Person | None:
    """Who acts, with the power they have at this moment; None for an operator at a shell, who may do everything.

    Changes of authority come one after another: two owners who remove each other cannot both succeed."""
    await session.execute(sa.select(Role.key).where(Role.key == OWNER).with_for_update())
    if actor.person_id is None:
        return None
    person = await staff_of(session, actor.person_id)
    if person.disabled_at is not None:
        raise BeyondYou(())
    return person


def require_power(giver: Person | None, permissions: Iterable[Permission]) -> None:
    """BeyondYou, naming what is lacking."""
    lacking = [] if giver is None else [each for each in Permission if each in set(permissions) - giver.holds]
    if lacking:
        raise BeyondYou(lacking)


def require_reach(giver: Person | None, roles: Iterable[Role]) -> None:
    """For roles to be given or taken away. The owner's passes only between owners: it holds what is yet to come."""
    roles = list(roles)
    for role in roles:
        require_power(giver, role.allows)
    if giver is not None and not giver.owns and any(role.everything for role in roles):
        raise BeyondYou(())


async def require_an_owner(session: AsyncSession) -> None:
    """Asked after the deed and before it is committed."""
    await session.flush()
    owners = (
        sa.select(sa.func.count())
        .select_from(PersonRole)
        .join(PersonRole.person)
        .join(PersonRole.role)
        .where(Role.everything, Person.disabled_at.is_(None), PersonRole.locations == [])
    )
    if not await session.scalar(owners):
        raise LastOwner


async def staff_of(session: AsyncSession, person_id: UUID) -> Person:
    """Somebody with a role, disabled or not, and whoever was disabled and had one."""
    chosen = sa.select(Person).where(Person.id == person_id).options(selectinload(Person.roles))
    person = (await session.execute(chosen)).scalar_one_or_none()
    if person is None or not person.is_staff:
        raise NoSuchStaff
    return person
