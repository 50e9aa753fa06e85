"""The audit log is only ever added to, hides what is secret, and its chain tells whatever was changed in it."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine

from app.gateway import books
from domains import users
from domains.shared import clock
from domains.users import Actor, AuditFilter, Entry, Outcome
from tests.support.staff import actor, hired

ADA = Actor("ada@barrow.example", UUID(int=1), "", "192.0.2.7", "a browser", "r-1")
CHANGES = {
    "a changed entry": "UPDATE audit_entries SET actor = 'bob@barrow.example' WHERE action = 'second'",
    "an entry less": "DELETE FROM audit_entries WHERE action = 'second'",
    "a changed link": "UPDATE audit_links SET digest = 'x' WHERE position = 2",
    "a link less": "DELETE FROM audit_links WHERE position = 2",
    "an entry put back a day": "UPDATE audit_entries SET at = at - interval '1 day' WHERE action = 'second'",
    "another after": """UPDATE audit_entries SET after = '{"amount": "1"}' WHERE action = 'second'""",
}


async def three() -> None:
    for action in ("first", "second", "third"):
        await users.audit_act(Entry(ADA, action, "order B-1001", {"amount": "1250"}, {"amount": "0"}))


async def forge(statement: str) -> None:
    """As who owns the database could: with the guard put to sleep."""
    async with users.database.transaction() as session:
        await session.execute(sa.text("SET LOCAL session_replication_role = replica"))
        await session.execute(sa.text(statement))


async def test_an_entry_says_who_what_when_and_from_where(shop: None) -> None:
    await users.audit_act(Entry(ADA, "refund", "order B-1001", {"amount": 1250}, {"amount": 0, "reason": "broken"}))
    [entry] = (await users.audit_entries(AuditFilter())).entries
    assert (entry.actor, entry.person_id, entry.action, entry.subject) == (
        ADA.name,
        UUID(int=1),
        "refund",
        "order B-1001",
    )
    assert (entry.before, entry.after) == ({"amount": 1250}, {"amount": 0, "reason": "broken"})
    assert (entry.ip, entry.user_agent, entry.request_id, entry.outcome) == ("192.0.2.7", "a browser", "r-1", "done")
    assert clock.now() - entry.at < timedelta(minutes=1)


async def test_what_is_secret_is_masked_and_what_is_long_is_cut(shop: None) -> None:
    said = {
        "password": "hunter2",
        "card_number": "4242",
        "note": "x" * 400,
        "nested": {"token": "abc", "zero": "a\x00b"},
    }
    await users.audit_act(Entry(ADA, "try", after=said))
    [entry] = (await users.audit_entries(AuditFilter())).entries
    assert entry.after == {
        "password": "•••", "card_number": "•••", "note": "x" * 300 + "…", "nested": {"token": "•••", "zero": "ab"},
    }  # fmt: skip


@pytest.mark.parametrize("table", ["audit_entries", "audit_links", "audit_days"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
async def test_nothing_is_taken_out_or_changed(shop: None, table: str, deed: str) -> None:
    await three()
    await users.link_trail()
    with pytest.raises(sa.exc.DBAPIError, match="only ever added to"):
        async with users.database.transaction() as session:
            await session.execute(sa.text(deed.format(table, "hash" if table == "audit_days" else "digest")))
    assert len((await users.audit_entries(AuditFilter())).entries) == 3
    assert await users.breaches() == []


async def test_an_act_that_is_refused_leaves_no_entry(shop: None) -> None:
    owner = await hired()
    with pytest.raises(users.LastOwner):
        await users.disable(owner.id, actor=actor(owner))
    assert [entry.action for entry in (await users.audit_entries(AuditFilter())).entries] == ["create_staff"]


async def test_changes_of_authority_say_what_was_before(shop: None) -> None:
    owner, packer = await hired(), await hired("pim@barrow.example", "fulfilment")
    await users.give_roles(packer.id, {"support": [], "fulfilment": ["north"]}, actor=actor(owner))
    await users.disable(packer.id, actor=actor(owner))
    disabled, given, *_ = (await users.audit_entries(AuditFilter())).entries
    assert (given.action, given.subject, given.actor) == ("give_roles", "person pim@barrow.example", owner.email)
    assert given.before == {"roles": ["fulfilment"]}
    assert given.after is not None
    assert sorted(given.after["roles"]) == ["fulfilment at north", "support"]
    assert (disabled.action, disabled.person_id) == ("disable_staff", owner.id)


async def test_a_log_that_nobody_touched_is_whole_however_it_was_written(shop: None) -> None:
    await asyncio.gather(*(users.audit_act(Entry(ADA, f"deed {number}")) for number in range(25)))
    assert sum(await asyncio.gather(users.link_trail(), users.link_trail())) == 25
    await three()
    assert (await users.link_trail(), await users.link_trail()) == (3, 0)
    assert await users.breaches() == []


async def test_the_chain_of_a_day_holds_on_to_the_day_before(shop: None) -> None:
    await three()
    await users.link_trail()
    with time_machine.travel(clock.now() + timedelta(days=1)):
        await three()
        await users.link_trail()
    async with users.database.reading() as session:
        placed = await session.execute(sa.text("SELECT day, position FROM audit_links ORDER BY day, position"))
        days = [tuple(row) for row in placed]
    assert [position for _, position in days] == [1, 2, 3, 1, 2, 3]
    assert days[3][0] - days[0][0] == timedelta(days=1)
    assert await users.breaches() == []
    await forge("DELETE FROM audit_links WHERE position = 3 AND day = (SELECT min(day) FROM audit_links)")
    [end] = await users.breaches()
    assert (end.where, end.told) == (f"link 3 of {days[0][0]}", "It is not the one that its day ended with.")
    await forge("DELETE FROM audit_days")
    assert f"link 1 of {days[3][0]}" in {breach.where for breach in await users.breaches()}


async def test_days_that_are_over_are_looked_at_by_their_heads_and_by_turns(shop: None) -> None:
    began = clock.now()
    with time_machine.travel(began, tick=False) as traveller:
        for number in range(11):
            traveller.move_to(began + timedelta(days=number))
            await users.audit_act(Entry(ADA, f"deed {number}"))
            assert await users.link_trail() == 1
        assert await users.breaches() == []
        await forge("UPDATE audit_entries SET actor = 'bob@barrow.example' WHERE action = 'deed 1'")
        told = []
        for hour in range(3):  # the three days older than the last week take turns
            traveller.move_to(began + timedelta(days=10, hours=hour))
            told.append(len(await users.breaches()))
        assert sorted(told) == [0, 0, 1]
        assert len(await users.breaches(whole=True)) == 1
        await forge("UPDATE audit_links SET hash = 'x' WHERE day = (SELECT min(day) + 2 FROM audit_links)")
        first = (began + timedelta(days=2)).date()
        assert f"link 1 of {first}" in {breach.where for breach in await users.breaches()}


async def test_what_is_put_in_under_an_older_time_is_noticed(shop: None) -> None:
    await three()
    await users.link_trail()
    await users.audit_act(Entry(ADA, "late"))
    await forge("UPDATE audit_entries SET at = at - interval '2 hours' WHERE action = 'late'")
    assert await users.link_trail() == 0
    assert [breach.told for breach in await users.breaches()] == ["No link holds it: it was put in after its time."]


async def test_many_that_waited_for_the_clock_are_all_linked(shop: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domains.users.chain.AT_ONCE", 2)
    began = clock.now()
    for hours in (5, 4, 3, 2):
        with time_machine.travel(began - timedelta(hours=hours)):
            await users.audit_act(Entry(ADA, f"{hours} hours ago"))
    assert [await users.link_trail() for _ in range(3)] == [2, 2, 0]
    with time_machine.travel(began + timedelta(hours=2)):
        await users.audit_act(Entry(ADA, "by a clock that is ahead"))
    assert await users.link_trail() == 1
    await users.audit_act(Entry(ADA, "by one that is not"))
    assert await users.link_trail() == 1
    assert await users.breaches() == []


@pytest.mark.parametrize("change", CHANGES)
async def test_whatever_is_changed_afterwards_is_noticed(shop: None, change: str) -> None:
    await three()
    assert await users.link_trail() == 3
    await forge(CHANGES[change])
    assert await users.breaches() != []
    found = {violation.name for violation in books.compare(await books.figures())}
    assert "the audit log is as it was written" in found


async def test_what_waits_too_long_for_its_link_is_told(shop: None) -> None:
    await three()
    await forge("UPDATE audit_entries SET at = at - interval '20 minutes'")
    told = [violation for violation in books.compare(await books.figures()) if violation.subject == "audit log"]
    assert [violation.remedy for violation in told] == ["Start the clock."]


async def test_the_log_is_narrowed_down_page_by_page_and_leaves_as_a_file(shop: None) -> None:
    await three()
    await users.audit_act(Entry(Actor("=cmd()"), "fourth", "100% wool", outcome=Outcome.REFUSED))
    today = clock.now().date()

    async def found(**wanted: object) -> list[str]:
        return [entry.action for entry in (await users.audit_entries(AuditFilter(**wanted))).entries]  # type: ignore[arg-type]

    assert await found(actor="ADA@") == ["third", "second", "first"]
    assert await found(action="second") == ["second"]
    assert await found(subject="b-1001") == ["third", "second", "first"]
    assert await found(subject="100% w") == ["fourth"]
    assert await found(since=today, until=today) == ["fourth", "third", "second", "first"]
    assert await found(until=today - timedelta(days=1)) == []
    first = await users.audit_entries(AuditFilter(), most=3)
    rest = await users.audit_entries(AuditFilter(), first.older, most=3)
    assert ([entry.action for entry in rest.entries], rest.older) == (["first"], None)
    lines = "".join([piece async for piece in users.audit_csv(AuditFilter(action="fourth"))]).splitlines()
    assert lines[0].startswith("\ufeffat,actor,behalf_of,action,subject,outcome,before,after,ip")
    assert lines[1].split(",")[1:6] == ["'=cmd()", "", "fourth", "100% wool", "refused"]
