"""Groups written by staff, and who is put in them by hand. Which people a rule takes is never kept: it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id
from domains.shared.remembering import Remembered

from .actor import Actor
from .database import database
from .errors import ChangedMeanwhile
from .keys import key_for
from .membership import NO_RULE, Groups, Rule
from .models import Group, GroupMember, Person
from .queries import person_by_email
from .trail import Entry, record

LONGEST_NAME, LONGEST_ABOUT = 60, 300
A_PAGE: Final = 200


class UnknownGroup(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such customer group.")


@dataclass(frozen=True)
class GroupDraft:
    """What the editor of a group sends."""

    name: str
    about: str = ""
    rule: Rule = NO_RULE

    def check(self) -> None:
        """Invalid, with all that is wrong."""
        wrong = {}
        if not 0 < len(self.name) <= LONGEST_NAME:
            wrong["name"] = f"Give the group a name of {LONGEST_NAME} characters at most."
        if len(self.about) > LONGEST_ABOUT:
            wrong["about"] = f"Say it in {LONGEST_ABOUT} characters at most."
        try:
            self.rule.check()
        except Invalid as invalid:
            wrong |= invalid.fields
        if wrong:
            raise Invalid(next(iter(wrong.values())), wrong)


async def _read() -> Groups:
    return Groups({group.key: group.rule for group in await groups()})


_known = Remembered(_read)
forget_groups = _known.forget


async def known_groups(*, fresh: bool = False) -> Groups:
    """As pricing asks for them: read anew after a moment, or at once for what will be paid."""
    return await _known.look(fresh=fresh)


async def groups() -> list[Group]:
    """By name."""
    async with database.reading() as session:
        return list(await session.scalars(sa.select(Group).order_by(sa.func.lower(Group.name))))


async def members_by_group() -> dict[str, int]:
    """How many are in each by hand."""
    counted = sa.select(GroupMember.group_key, sa.func.count()).group_by(GroupMember.group_key)
    async with database.reading() as session:
        return {row[0]: row[1] for row in await session.execute(counted)}


async def find_group(key: str) -> Group:
    async with database.reading() as session:
        return await _group(session, key)


async def create_group(draft: GroupDraft, *, actor: Actor) -> Group:
    draft.check()
    async with database.transaction() as session:
        await _require_free(session, draft.name)
        group = Group(key=await key_for(session, Group.key, draft.name, "group"), **_values(draft))
        session.add(group)
        await record(session, Entry(actor, "create_group", f"group {group.key}", after=_told(group)))
    forget_groups()
    return group


async def change_group(key: str, draft: GroupDraft, revision: UUID, *, actor: Actor) -> Group:
    draft.check()
    async with database.transaction() as session:
        group = await _changeable(session, key, revision)
        await _require_free(session, draft.name, key)
        before = _told(group)
        for name, value in _values(draft).items():
            setattr(group, name, value)
        group.revision = new_id()
        await record(session, Entry(actor, "change_group", f"group {key}", before, _told(group)))
    forget_groups()
    return group


async def remove_group(key: str, revision: UUID, *, actor: Actor) -> None:
    """Price lists and promotions that name it are for nobody in it from now on."""
    async with database.transaction() as session:
        group = await _changeable(session, key, revision)
        await session.delete(group)
        await record(session, Entry(actor, "remove_group", f"group {key}", before=_told(group)))
    forget_groups()


async def put_in_group(key: str, email: str, *, actor: Actor) -> Person:
    """By hand. Invalid for an address that has no account; done twice it is done once."""
    async with database.transaction() as session:
        await _group(session, key)
        person = await person_by_email(session, email)
        if person is None:
            told = "Nobody has an account with this address."
            raise Invalid(told, {"email": told})
        row = pg.insert(GroupMember).values(group_key=key, person_id=person.id)
        added = await session.execute(row.on_conflict_do_nothing().returning(GroupMember.person_id))
        if added.first():
            await record(
                session, Entry(actor, "put_in_group", f"person {person.email}", after={"group": key}, about=person.id)
            )
    return person


async def take_out_of_group(key: str, person_id: UUID, *, actor: Actor) -> None:
    """By hand: its rule may still take them. NotFound for who was not put there."""
    async with database.transaction() as session:
        member = await session.get(GroupMember, (key, person_id))
        if member is None:
            raise NotFound("Nobody was put in this group by that name.")
        person = await session.get_one(Person, person_id)
        await session.delete(member)
        await record(
            session, Entry(actor, "take_out_of_group", f"person {person.email}", before={"group": key}, about=person.id)
        )


async def put_in_by_hand(key: str) -> Sequence[Person]:
    """The last ones first, as many as one looks through."""
    chosen = sa.select(Person).join(GroupMember, GroupMember.person_id == Person.id).where(GroupMember.group_key == key)
    newest = chosen.order_by(GroupMember.added_at.desc(), Person.id).limit(A_PAGE)
    async with database.reading() as session:
        return (await session.scalars(newest)).all()


async def groups_by_hand(person_id: UUID) -> frozenset[str]:
    """The keys of those that somebody was put in."""
    mine = sa.select(GroupMember.group_key).where(GroupMember.person_id == person_id)
    async with database.reading() as session:
        return frozenset(await session.scalars(mine))


def _values(draft: GroupDraft) -> dict[str, Any]:
    return {"name": draft.name, "about": draft.about, "asked": draft.rule.kept}


def _told(group: Group) -> dict[str, Any]:
    return {"name": group.name, "about": group.about, "rule": dict(group.asked)}


async def _group(session: AsyncSession, key: str) -> Group:
    group = await session.get(Group, key)
    if group is None:
        raise UnknownGroup
    return group


async def _changeable(session: AsyncSession, key: str, revision: UUID) -> Group:
    group = await session.get(Group, key, with_for_update=True)
    if group is None:
        raise UnknownGroup
    if group.revision != revision:
        raise ChangedMeanwhile
    return group


async def _require_free(session: AsyncSession, name: str, own: str = "") -> None:
    same = sa.select(Group.key).where(sa.func.lower(Group.name) == sa.func.lower(name), Group.key != own)
    if await session.scalar(same):
        raise Invalid("There is a group of this name already.", {"name": "There is a group of this name already."})
