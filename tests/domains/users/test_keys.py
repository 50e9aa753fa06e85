"""API keys: a part of what their maker may do, never more, shown once and kept as a hash."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from domains import users
from domains.shared.errors import Invalid
from domains.users import KeyDraft, Permission
from tests.support.staff import actor, hired

READS = KeyDraft("Warehouse", frozenset({Permission.ORDERS_READ}), 30, 120)


async def changed(**values: object) -> None:
    async with users.database.transaction() as session:
        await session.execute(sa.update(users.ApiKey).values(**values))


async def used_at() -> object:
    async with users.database.reading() as session:
        return await session.scalar(sa.select(users.ApiKey.used_at))


async def test_a_key_opens_what_it_was_given_and_is_kept_as_a_hash(shop: None) -> None:
    owner = await hired()
    made = await users.create_key(READS, actor=actor(owner))
    found = await users.find_key(made.text)
    assert found is not None
    assert (found.person.email, found.may(Permission.ORDERS_READ), found.may(Permission.ORDERS_REFUND)) == (
        owner.email, True, False,
    )  # fmt: skip
    assert made.text.startswith(f"barrow_{made.key.prefix}_")
    async with users.database.reading() as session:
        kept = await session.scalar(sa.text("SELECT row(k.*)::text FROM api_keys k"))
        logged = await session.scalar(sa.text("SELECT string_agg(row(e.*)::text, ' ') FROM audit_entries e"))
    secret = made.text.removeprefix(f"barrow_{made.key.prefix}_")
    assert secret not in kept + logged
    for wrong in (made.text[:-1], made.text + "A", made.text.upper(), made.text.replace("_", "-"), "", "barrow_", "é"):
        assert await users.find_key(wrong) is None


async def test_it_never_exceeds_its_maker(shop: None) -> None:
    owner, packer = await hired(), await hired("pim@barrow.example", "fulfilment")
    with pytest.raises(users.BeyondYou, match="give money back"):
        await users.create_key(KeyDraft("x", frozenset({Permission.ORDERS_REFUND}), 30, 1), actor=actor(packer))
    with pytest.raises(users.BeyondYou):
        await users.create_key(READS, actor=users.OPERATOR)
    assert await users.api_keys() == []
    both = KeyDraft("x", frozenset({Permission.ORDERS_READ, Permission.STOCK_ADJUST}), 30, 1)
    await users.give_roles(packer.id, {"fulfilment": ["north"]}, actor=actor(owner))
    text = (await users.create_key(both, actor=actor(packer))).text
    key = await users.find_key(text)
    assert key is not None
    assert [key.may(Permission.STOCK_ADJUST, place) for place in ("north", "south")] == [True, False]
    await users.give_roles(packer.id, {"read-only": []}, actor=actor(owner))
    key = await users.find_key(text)
    assert key is not None
    assert [key.may(each) for each in (Permission.ORDERS_READ, Permission.STOCK_ADJUST)] == [True, False]
    await users.disable(packer.id, actor=actor(owner))
    assert await users.find_key(text) is None


async def test_it_ends_by_time_and_by_hand(shop: None) -> None:
    owner = await hired()
    text = (await users.create_key(READS, actor=actor(owner))).text
    [key] = await users.api_keys()
    await changed(ends_at=sa.func.now())
    assert await users.find_key(text) is None
    await changed(ends_at=sa.func.now() + timedelta(days=1))
    assert await users.find_key(text) is not None
    for _ in range(2):
        await users.revoke_key(key.id, actor=actor(owner))
    assert await users.find_key(text) is None
    with pytest.raises(users.NoSuchKey):
        await users.revoke_key(UUID(int=1), actor=actor(owner))
    entries = (await users.audit_entries(users.AuditFilter())).entries
    assert [entry.action for entry in entries] == ["revoke_key", "create_key", "create_staff"]
    assert entries[1].after is not None
    assert (entries[1].subject, entries[1].after["permissions"]) == (f"key barrow_{key.prefix}", ["orders:read"])


async def test_its_last_use_is_written_once_a_minute(shop: None) -> None:
    text = (await users.create_key(READS, actor=actor(await hired()))).text
    assert await used_at() is None
    await users.find_key(text)
    first = await used_at()
    assert first is not None
    await users.find_key(text)
    assert await used_at() == first
    await changed(used_at=users.ApiKey.used_at - timedelta(seconds=61))
    await users.find_key(text)
    assert await used_at() > first  # type: ignore[operator]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"days": 31}, "days"),
        ({"per_minute": 0}, "per_minute"),
        ({"per_minute": 6_001}, "per_minute"),
        ({"permissions": []}, "permissions"),
        ({"permissions": ["orders:eat"]}, "permissions"),
        ({"permissions": ["orders:read", "roles:write"]}, "permissions"),
    ],
)
def test_a_key_that_cannot_be_is_refused_at_its_field(change: dict[str, object], field: str) -> None:
    asked = {"name": "x", "permissions": ["orders:read"], "days": 30, "per_minute": 1} | change
    with pytest.raises(Invalid) as refused:
        KeyDraft.of(**asked)  # type: ignore[arg-type]
    assert list(refused.value.fields) == [field]
