"""Roles are rows: nobody gives what they lack, nobody changes who may do more, and one owner always stays."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from domains import users
from domains.shared import clock
from domains.shared.errors import Invalid, Refusal
from domains.users import Actor, Permission, RoleDraft
from tests.support.people import make_person
from tests.support.staff import actor, hired

SENDS = RoleDraft("Packers", "They pack.", frozenset({Permission.ORDERS_READ, Permission.ORDERS_FULFIL}))


async def roles_of(person: users.Person) -> set[str]:
    return {given.role_key for given in (await users.find_staff(person.id)).roles}


async def test_a_new_shop_has_its_roles_and_keeps_removed_those_that_staff_removed(shop: None) -> None:
    owner = actor(await hired())
    assert [role.name for role in await users.roles()] == [
        "Owner", "Catalogue", "Fulfilment", "Manager", "Read only", "Support",
    ]  # fmt: skip
    support = await users.find_role("support")
    await users.remove_role("support", support.revision, actor=owner)
    await users.ensure_roles()
    assert "support" not in {role.key for role in await users.roles()}


async def test_what_a_release_adds_goes_once_to_the_roles_that_nobody_has_changed(shop: None) -> None:
    new = (Permission.USERS_IMPERSONATE, Permission.CUSTOMERS_READ)
    as_of_before = sa.func.array_remove(sa.func.array_remove(users.Role.permissions, new[0].value), new[1].value)
    async with users.database.transaction() as session:
        await session.execute(sa.update(users.Role).values(permissions=as_of_before))
        await session.execute(sa.text("DELETE FROM known_permissions WHERE name = ANY(:new)"), {"new": list(new)})
    owner, support = actor(await hired()), await users.find_role("support")
    fewer = RoleDraft(support.name, support.about, support.allows - {Permission.ORDERS_REFUND})
    await users.change_role("support", fewer, support.revision, actor=owner)
    await users.ensure_roles()
    found = {role.key: role.allows for role in await users.roles()}
    assert found["manager"] == set(Permission) - {Permission.ROLES_WRITE}
    assert Permission.CUSTOMERS_READ in found["read-only"]
    assert found["support"] == fewer.permissions
    told = await users.audit_entries(users.AuditFilter(actor="a new release"))
    assert {each.subject for each in told.entries} == {"role manager", "role read-only"}
    manager = await users.find_role("manager")
    less = RoleDraft(manager.name, manager.about, manager.allows - set(new))
    await users.change_role("manager", less, manager.revision, actor=owner)
    await users.ensure_roles()  # what was taken away since stays away
    assert (await users.find_role("manager")).allows == less.permissions


async def test_the_owner_holds_everything_and_readers_change_nothing(shop: None) -> None:
    found = {role.key: role.allows for role in await users.roles()}
    assert found["owner"] == set(Permission)
    assert found["manager"] == set(Permission) - {Permission.ROLES_WRITE}
    reads = {each for each in Permission if each.endswith(":read")}
    assert found["read-only"] == reads - {Permission.AUDIT_READ, Permission.KEYS_READ}
    goods = {"products:read", "stock:read", "stock:adjust", "stock:transfer"}
    assert found["fulfilment"] == {"orders:read", "orders:fulfil"} | goods


async def test_a_role_limited_to_a_location_holds_there_alone(shop: None) -> None:
    owner, packer = await hired(), await hired("pim@barrow.example", "fulfilment")
    limited = await users.give_roles(packer.id, {"fulfilment": ["north"]}, actor=actor(owner))
    assert limited.may(Permission.STOCK_ADJUST)
    assert limited.may(Permission.STOCK_ADJUST, "north")
    assert not limited.may(Permission.STOCK_ADJUST, "south")
    assert limited.holds == frozenset()
    assert not limited.may(Permission.ORDERS_REFUND)


async def test_what_lies_at_no_location_is_not_limited_to_one(shop: None) -> None:
    owner, packer = await hired(), await hired("pim@barrow.example", "fulfilment")
    by = actor(owner)
    for given in ({"fulfilment": ["north"], "support": ["north"]}, {"owner": ["north"]}):
        with pytest.raises(users.NoPlace, match="cannot be limited to locations: it lets people"):
            await users.give_roles(packer.id, given, actor=by)
    await users.give_roles(packer.id, {"fulfilment": ["north"]}, actor=by)
    role = await users.find_role("fulfilment")
    more = users.RoleDraft(role.name, role.about, role.allows | {Permission.ORDERS_REFUND})
    with pytest.raises(users.NoPlace, match="give money back"):
        await users.change_role(role.key, more, role.revision, actor=by)
    async with users.database.transaction() as session:  # as it was written down before that was refused
        session.add(users.PersonRole(person_id=packer.id, role_key="support", locations=["north"]))
        session.add(users.PersonRole(person_id=packer.id, role_key="owner", locations=["north"]))
    now = await users.find_staff(packer.id)
    assert not any(now.may(each) for each in (Permission.ORDERS_REFUND, Permission.USERS_IMPERSONATE))
    assert (now.owns, now.may(Permission.AUDIT_READ), now.holds) == (False, True, frozenset())


async def test_roles_are_written_changed_and_removed(shop: None) -> None:
    owner = actor(await hired())
    made = await users.create_role(SENDS, actor=owner)
    assert (made.key, made.permissions) == ("packers", ["orders:read", "orders:fulfil"])
    wider = RoleDraft("Päckers", "", SENDS.permissions | {Permission.STOCK_ADJUST})
    changed = await users.change_role("packers", wider, made.revision, actor=owner)
    assert (changed.name, changed.allows) == ("Päckers", wider.permissions)
    assert (await users.create_role(SENDS, actor=owner)).key == "packers-2"
    with pytest.raises(users.ChangedMeanwhile):
        await users.change_role("packers", SENDS, made.revision, actor=owner)
    with pytest.raises(Invalid, match="of this name"):
        await users.change_role("packers", RoleDraft("PACKERS", "", frozenset()), changed.revision, actor=owner)
    await users.remove_role("packers", changed.revision, actor=owner)
    with pytest.raises(users.UnknownRole):
        await users.find_role("packers")


@pytest.mark.parametrize(
    ("name", "about", "permissions", "field"),
    [
        ("", "", [], "name"),
        ("x" * 61, "", [], "name"),
        ("x", "y" * 301, [], "about"),
        ("x", "", ["a"], "permissions"),
    ],
)
def test_a_role_that_cannot_be_is_refused_at_its_field(
    name: str, about: str, permissions: list[str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        RoleDraft.of(name, about, permissions)
    assert list(refused.value.fields) == [field]


async def test_the_owners_role_stays_and_a_role_somebody_has_is_not_removed(shop: None) -> None:
    owner = await hired()
    await hired("pim@barrow.example", "fulfilment")
    held = {role.key: role for role in await users.roles()}
    with pytest.raises(users.RoleIsFixed):
        await users.change_role("owner", SENDS, held["owner"].revision, actor=actor(owner))
    with pytest.raises(users.RoleIsFixed):
        await users.remove_role("owner", held["owner"].revision, actor=actor(owner))
    with pytest.raises(users.RoleInUse, match="1 person has"):
        await users.remove_role("fulfilment", held["fulfilment"].revision, actor=actor(owner))
    assert await users.people_by_role() == {"owner": 1, "fulfilment": 1}


async def test_nobody_gives_what_they_lack(shop: None) -> None:
    await hired()
    manager = await hired("mia@barrow.example", "manager")
    packer = await hired("pim@barrow.example", "fulfilment")
    by = actor(manager)
    with pytest.raises(users.BeyondYou):
        await users.give_roles(packer.id, {"owner": []}, actor=by)
    with pytest.raises(users.BeyondYou, match="make and change roles"):
        await users.create_role(RoleDraft("Kings", "", frozenset({Permission.ROLES_WRITE})), actor=by)
    assert await roles_of(packer) == {"fulfilment"}
    await users.give_roles(packer.id, {"fulfilment": [], "support": []}, actor=by)
    assert await roles_of(packer) == {"fulfilment", "support"}


async def test_a_role_here_gives_nobody_a_role_everywhere(shop: None) -> None:
    owner, packer = await hired(), await hired("pim@barrow.example", "fulfilment")
    other = await hired("pam@barrow.example", "fulfilment")
    await users.give_roles(packer.id, {"fulfilment": ["north"]}, actor=actor(owner))
    with pytest.raises(users.BeyondYou):
        await users.give_roles(other.id, {"fulfilment": []}, actor=actor(packer))


async def test_who_may_do_more_is_neither_changed_nor_kept_out(shop: None) -> None:
    owner, manager = await hired(), await hired("mia@barrow.example", "manager")
    deeds = [
        users.give_roles(owner.id, {"support": []}, actor=actor(manager)),
        users.disable(owner.id, actor=actor(manager)),
    ]
    for deed in deeds:
        with pytest.raises(users.BeyondYou):
            await deed
    kept = await users.find_staff(owner.id)
    assert (kept.owns, kept.disabled_at) == (True, None)


async def test_the_last_owner_stays(shop: None) -> None:
    owner = await hired()
    for deed in (
        users.disable(owner.id, actor=actor(owner)),
        users.give_roles(owner.id, {"manager": []}, actor=actor(owner)),
        users.disable(owner.id, actor=users.OPERATOR),
    ):
        with pytest.raises(users.LastOwner):
            await deed
    assert (await users.find_staff(owner.id)).owns


async def test_of_two_owners_who_keep_each_other_out_one_stays(shop: None) -> None:
    one, two = await hired(), await hired("bea@barrow.example")
    ended = await asyncio.gather(
        users.disable(two.id, actor=actor(one)), users.disable(one.id, actor=actor(two)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in ended) == ["BeyondYou", "Person"]
    assert [person.disabled_at is None for person in await users.staff()].count(True) == 1


async def test_who_is_kept_out_may_change_nothing_and_comes_back_as_they_were(shop: None) -> None:
    owner, packer = await hired(), await hired("pim@barrow.example", "fulfilment")
    assert (await users.disable(packer.id, actor=actor(owner))).disabled_at is not None
    with pytest.raises(users.BeyondYou):
        await users.give_roles(packer.id, {"fulfilment": []}, actor=actor(packer))
    back = await users.enable(packer.id, actor=actor(owner))
    assert back.disabled_at is None
    assert await roles_of(packer) == {"fulfilment"}


async def test_what_the_catalogue_does_not_know_gives_nobody_anything(shop: None) -> None:
    packer = await hired("pim@barrow.example", "fulfilment")
    async with users.database.transaction() as session:
        named = sa.update(users.Role).where(users.Role.key == "fulfilment")
        await session.execute(named.values(permissions=["orders:fly", "orders:read"]))
    assert (await users.find_staff(packer.id)).holds == {Permission.ORDERS_READ}


@pytest.mark.parametrize("given", [{}, {"kings": []}])
async def test_no_role_or_an_unknown_one_is_refused(shop: None, given: dict[str, list[str]]) -> None:
    owner, packer = await hired(), await hired("pim@barrow.example", "fulfilment")
    with pytest.raises(Refusal):
        await users.give_roles(packer.id, given, actor=actor(owner))
    assert await roles_of(packer) == {"fulfilment"}


async def test_a_stranger_changes_nothing(shop: None) -> None:
    owner = await hired()
    with pytest.raises(users.NoSuchStaff):
        await users.disable(owner.id, actor=Actor("nobody", UUID(int=1)))


async def test_the_strictest_of_somebodys_roles_says_until_when_they_need_no_second_factor(shop: None) -> None:
    owner = await hired()
    await make_person("kim@example.com")
    async with users.database.transaction() as session:
        long_ago = sa.func.now() - timedelta(days=400)
        await session.execute(sa.update(users.Person).values(created_at=long_ago))
    support = await users.find_role("support")
    stricter = RoleDraft(support.name, support.about, support.allows, 3)
    await users.change_role("support", stricter, support.revision, actor=actor(owner))
    kim = await users.invite_staff("kim@example.com", "", {"fulfilment": []}, actor=actor(owner))
    assert due_in(kim) == 14
    assert due_in(await users.give_roles(kim.id, {"fulfilment": [], "support": []}, actor=actor(owner))) == 3
    assert due_in(await users.find_staff(owner.id)) == 14
    assert (await make_person()).second_factor_due is None


def due_in(person: users.Person) -> int:
    assert person.second_factor_due is not None
    return round((person.second_factor_due - clock.now()) / timedelta(days=1))


async def test_the_days_of_the_owners_role_are_the_owners_to_change(shop: None) -> None:
    owner = await hired()
    role = await users.find_role("owner")
    draft = RoleDraft(role.name, role.about, role.allows, 0)
    everything_of_today = RoleDraft("Deputy", "", frozenset(Permission))
    await users.create_role(everything_of_today, actor=actor(owner))
    deputy = await hired("dee@barrow.example", "deputy")
    with pytest.raises(users.BeyondYou):
        await users.change_role("owner", draft, role.revision, actor=actor(deputy))
    changed = await users.change_role("owner", draft, role.revision, actor=actor(owner))
    assert (changed.second_factor_days, changed.permissions, changed.everything) == (0, [], True)
