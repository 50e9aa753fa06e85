"""A deleted account is gone at once and for good; the log about it holds, and nobody can read in it who it was."""

import pytest
import sqlalchemy as sa

from domains import users
from domains.shared.ids import new_id
from domains.users import AuditFilter, Entry
from tests.support.orders import make_paid_order
from tests.support.people import EMAIL, make_person
from tests.support.staff import actor, hired


async def stored() -> str:
    """Whatever stands in any table of users, as a thief of the database would read it."""
    async with users.database.reading() as session:
        rows = [
            str(tuple(row))
            for table in users.database.metadata.sorted_tables
            if table.name not in {"outbox", "inbox"}
            for row in (await session.execute(sa.select(table))).all()
        ]
    return "\n".join(rows)


async def test_what_is_written_down_about_somebody_is_closed_and_read_by_who_may(shop: None) -> None:
    owner, person = await hired(), await make_person()
    group = await users.create_group(users.GroupDraft("Trade"), actor=actor(owner))
    await users.put_in_group(group.key, person.email, actor=actor(owner))
    async with users.database.reading() as session:
        raw = (await session.execute(sa.text("SELECT actor, subject, after::text FROM audit_entries"))).all()
    assert [part for row in raw for part in row if part and (EMAIL in part or owner.email in part)] == []
    [entry] = (await users.audit_entries(AuditFilter(action="put_in_group"))).entries
    assert (entry.actor, entry.subject, entry.after) == (owner.email, f"person {EMAIL}", {"group": "trade"})
    for wanted in (AuditFilter(actor=owner.email[:5]), AuditFilter(subject=EMAIL), AuditFilter(subject="person ada")):
        assert entry.id in {each.id for each in (await users.audit_entries(wanted)).entries}
    lines = "".join([piece async for piece in users.audit_csv(AuditFilter(action="put_in_group"))])
    assert f"person {EMAIL}" in lines


async def test_a_key_whose_secret_is_gone_is_replaced_and_what_only_looks_closed_is_read_as_it_is(shop: None) -> None:
    owner = await hired()
    async with users.database.transaction() as session:
        await session.execute(sa.text("UPDATE person_keys SET sealed = 'sealed with a secret that is gone'"))
    await users.audit_act(Entry(actor(owner), "look", after={"closed": "yes"}))
    async with users.database.reading() as session:
        raw = await session.scalar(sa.text("SELECT actor FROM audit_entries WHERE action = 'look'"))
    assert str(raw).startswith("closed:")
    [looked, created] = (await users.audit_entries(AuditFilter())).entries
    assert (looked.actor, looked.after) == (owner.email, {"closed": "yes"})
    assert created.subject == "somebody erased"  # nobody can open that any more


async def test_nothing_of_a_deleted_account_is_left_and_the_chain_holds(shop: None) -> None:
    owner, person = await hired(), await make_person()
    group = await users.create_group(users.GroupDraft("Trade"), actor=actor(owner))
    await users.put_in_group(group.key, person.email, actor=actor(owner))
    await users.audit_act(Entry(users.Actor(EMAIL, person.id, ip="192.0.2.7", user_agent="Ada's"), "look"))
    await users.link_trail()
    tokens = await users.start_session(person.id, "Ada's browser", "192.0.2.7")
    await users.consent(person.id, True, users.wording().mark)
    await users.ask_to_reset(EMAIL)
    assert EMAIL in await stored()
    for _ in range(2):  # done twice it is done once
        await users.erase(person.id)
    assert (await users.session(tokens.access), await users.find_person(person.id)) == (None, None)
    assert await users.refresh(tokens.refresh) is None
    left = await stored()
    assert [word for word in (EMAIL, "192.0.2.7", "Ada's") if word in left] == []
    entries = {each.action: each for each in (await users.audit_entries(AuditFilter())).entries}
    assert (entries["look"].actor, entries["look"].ip) == ("somebody erased", "somebody erased")
    assert (entries["put_in_group"].subject, entries["put_in_group"].actor) == ("somebody erased", owner.email)
    assert await users.breaches() == []
    [unfinished] = (await users.audit()).unfinished
    assert sorted(unfinished.waiting) == ["catalog", "notifications", "orders", "payments"]
    for where in unfinished.waiting:
        assert await users.left_of(person.id) is not None
        await users.note_erased(person.id, where)
    assert await users.left_of(person.id) is None
    assert (await users.audit()).unfinished == []


async def test_whoever_comes_later_with_the_same_address_is_somebody_else(shop: None) -> None:
    first = await make_person()
    from_the_account = await make_paid_order(first.party_id, email=EMAIL)
    as_a_guest = await make_paid_order(None, email=EMAIL)
    await users.take_on(first.id, EMAIL, [as_a_guest.customer_id])
    await users.erase(first.id)
    second = await make_person()
    assert (second.id != first.id, second.party_id != first.party_id) == (True, True)
    later = await make_paid_order(None, email=EMAIL)
    parties = [each.customer_id for each in (from_the_account, as_a_guest, later)]
    await users.take_on(second.id, EMAIL, parties)
    for party_id in parties:
        await users.take_on_order(party_id, EMAIL)
    assert await users.taken_parties(second.id) == {(later.customer_id, EMAIL)}
    neighbour = await make_person("eve@example.com")  # who has used the same browser as a guest
    await users.take_on(neighbour.id, "eve@example.com", [as_a_guest.customer_id])
    assert await users.taken_parties(neighbour.id) == {(as_a_guest.customer_id, "eve@example.com")}


async def test_staff_stay_and_who_is_unknown_is_nobody(shop: None) -> None:
    owner = await hired()
    with pytest.raises(users.StaffStay):
        await users.erase(owner.id)
    await users.erase(new_id())
    assert await users.find_person(owner.id) is not None
    assert (await users.audit()).unfinished == []
