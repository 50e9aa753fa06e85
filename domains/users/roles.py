"""Roles: ready-made ones from the first day, others written by staff within what they may do themselves."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.errors import Invalid
from domains.shared.ids import new_id

from . import granting
from .actor import Actor
from .database import database
from .errors import ChangedMeanwhile, NoPlace, RoleInUse, RoleIsFixed, UnknownRole
from .keys import key_for
from .models import SECOND_FACTOR_DAYS, KnownPermission, PersonRole, Role
from .permissions import Permission, known
from .ready_made import READY_MADE
from .trail import Entry, record

LONGEST_NAME, LONGEST_ABOUT, MOST_DAYS = 60, 300, 365
RELEASE: Final = Actor("a new release")


@dataclass(frozen=True)
class RoleDraft:
    """What the editor of a role sends."""

    name: str
    about: str
    permissions: frozenset[Permission]
    second_factor_days: int = SECOND_FACTOR_DAYS

    @classmethod
    def of(
        cls, name: str, about: str, permissions: Iterable[str], second_factor_days: int = SECOND_FACTOR_DAYS
    ) -> "RoleDraft":
        """Invalid where a name is missing or too long, or a permission is none of the catalogue."""
        wrong = {}
        if not 0 < len(name) <= LONGEST_NAME:
            wrong["name"] = f"Give the role a name of {LONGEST_NAME} characters at most."
        if len(about) > LONGEST_ABOUT:
            wrong["about"] = f"Say it in {LONGEST_ABOUT} characters at most."
        chosen = frozenset(permissions)
        if not chosen <= set(Permission):
            wrong["permissions"] = "Choose from the permissions offered."
        if not 0 <= second_factor_days <= MOST_DAYS:
            wrong["second_factor_days"] = f"Give them {MOST_DAYS} days at most."
        if wrong:
            raise Invalid(next(iter(wrong.values())), wrong)
        return cls(name, about, frozenset(Permission(each) for each in chosen), second_factor_days)

    def keeps(self, role: Role) -> bool:
        """But for the days."""
        return (self.name, self.about, self.permissions) == (role.name, role.about, role.allows)


async def ensure_roles() -> None:
    """The ready-made ones, where there are no others than the owner's yet: one that staff removed stays removed. What a
    release adds to the catalogue they gain once, as long as they are what they were made."""
    async with database.transaction() as session:
        seen = set(await session.scalars(sa.select(KnownPermission.name)))
        new = {each for each in Permission if each.value not in seen}
        if not new:
            return
        await session.execute(
            insert(KnownPermission).values([{"name": each.value} for each in new]).on_conflict_do_nothing()
        )
        if await session.scalar(sa.select(sa.func.count()).select_from(Role).where(~Role.everything)):
            await _gain(session, new)
            return
        for ready in READY_MADE:
            await session.execute(insert(Role).values(**ready, revision=new_id()).on_conflict_do_nothing())


async def roles() -> list[Role]:
    """The owner's first, then by name."""
    async with database.reading() as session:
        found = await session.scalars(sa.select(Role).order_by(~Role.everything, sa.func.lower(Role.name)))
        return list(found)


async def people_by_role() -> dict[str, int]:
    async with database.reading() as session:
        found = await session.execute(sa.select(PersonRole.role_key, sa.func.count()).group_by(PersonRole.role_key))
        return {row[0]: row[1] for row in found}


async def find_role(key: str) -> Role:
    async with database.reading() as session:
        return await role_of(session, key)


async def create_role(draft: RoleDraft, *, actor: Actor) -> Role:
    async with database.transaction() as session:
        giver = await granting.giver(session, actor)
        granting.require_power(giver, draft.permissions)
        await _require_free(session, draft.name)
        role = Role(key=await key_for(session, Role.key, draft.name, "role"), name=draft.name, about=draft.about)
        role.second_factor_days = draft.second_factor_days
        role.allow(draft.permissions)
        session.add(role)
        await record(session, Entry(actor, "create_role", f"role {role.key}", after=_told(role)))
    return role


async def change_role(key: str, draft: RoleDraft, revision: UUID, *, actor: Actor) -> Role:
    """Whoever changes a role may do all that it allows, before and after. Of the owner's only the days change."""
    async with database.transaction() as session:
        giver = await granting.giver(session, actor)
        role = await _changeable(session, key, revision)
        granting.require_reach(giver, [role])
        granting.require_power(giver, draft.permissions)
        if not draft.keeps(role):
            _require_loose(role)
            await _require_free(session, draft.name, role.key)
        before = _told(role)
        role.name, role.about, role.revision = draft.name, draft.about, new_id()
        role.second_factor_days = draft.second_factor_days
        role.allow(() if role.everything else draft.permissions)
        await _require_limits_hold(session, role)
        await record(session, Entry(actor, "change_role", f"role {key}", before, _told(role)))
    return role


async def remove_role(key: str, revision: UUID, *, actor: Actor) -> None:
    async with database.transaction() as session:
        giver = await granting.giver(session, actor)
        role = await _changeable(session, key, revision)
        granting.require_reach(giver, [role])
        _require_loose(role)
        held = await session.scalar(sa.select(sa.func.count()).where(PersonRole.role_key == key)) or 0
        if held:
            raise RoleInUse(held)
        await session.delete(role)
        await record(session, Entry(actor, "remove_role", f"role {key}", before=_told(role)))


async def role_of(session: AsyncSession, key: str) -> Role:
    role = await session.get(Role, key)
    if role is None:
        raise UnknownRole
    return role


async def roles_of(session: AsyncSession, keys: Sequence[str]) -> list[Role]:
    return [await role_of(session, key) for key in keys]


async def _gain(session: AsyncSession, new: Collection[Permission]) -> None:
    """What staff have changed means something as it is: they give it what is new, if they want to."""
    for ready in READY_MADE:
        role, wanted = await session.get(Role, ready["key"], with_for_update=True), known(ready["permissions"])
        if role is None or role.everything or wanted.isdisjoint(new) or role.allows != wanted - set(new):
            continue
        before = _told(role)
        role.allow(wanted)
        role.revision = new_id()
        await record(session, Entry(RELEASE, "change_role", f"role {role.key}", before, _told(role)))


def _told(role: Role) -> dict[str, object]:
    told: dict[str, object] = {"name": role.name, "about": role.about, "permissions": list(role.permissions)}
    return told | {"second_factor_days": role.second_factor_days}


async def _changeable(session: AsyncSession, key: str, revision: UUID) -> Role:
    role = await role_of(session, key)
    if role.revision != revision:
        raise ChangedMeanwhile
    return role


async def _require_limits_hold(session: AsyncSession, role: Role) -> None:
    """Where somebody has it at some locations alone, it gains nothing that knows no place."""
    limited = sa.select(PersonRole.person_id).where(PersonRole.role_key == role.key, PersonRole.locations != [])
    if role.unlimitable and await session.scalar(limited.limit(1)):
        raise NoPlace(role.name, role.unlimitable, "permissions")


def _require_loose(role: Role) -> None:
    if role.everything:
        raise RoleIsFixed


async def _require_free(session: AsyncSession, name: str, own: str = "") -> None:
    same = sa.select(Role.key).where(sa.func.lower(Role.name) == sa.func.lower(name), Role.key != own)
    if await session.scalar(same):
        raise Invalid("There is a role of this name already.", {"name": "There is a role of this name already."})
