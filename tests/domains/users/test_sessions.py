"""A session is live until it is ended, at rest too long or over; its tokens rotate, and one used twice ends it."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from domains import users
from domains.shared.errors import NotFound
from tests.support.people import EMAIL, make_person
from tests.support.people import PASSWORD as SHOPPERS

PASSWORD = "a long enough passphrase"


@pytest.fixture
async def person(shop: None) -> users.Person:
    return await users.create_staff("ada@example.com", PASSWORD)


@pytest.fixture
async def tokens(person: users.Person) -> users.Tokens:
    return await users.start_session(person.id, "a browser", "192.0.2.1")


async def moved(column: "sa.orm.InstrumentedAttribute[object]", **by: int) -> None:
    async with users.database.transaction() as session:
        await session.execute(sa.update(column.class_).values({column: column - timedelta(**by)}))


async def test_the_access_token_opens_a_session_and_nothing_of_the_tokens_is_kept(tokens: users.Tokens) -> None:
    live = await users.session(tokens.access)
    assert live is not None
    assert (live.person.email, live.person.is_staff, live.ip) == ("ada@example.com", True, "192.0.2.1")
    assert await users.session(tokens.refresh) is None
    async with users.database.reading() as session:
        kept = await session.scalar(sa.text("SELECT row(s.*, r.*)::text FROM sessions s, refresh_tokens r"))
    assert kept is not None
    assert str(live.id) in kept
    assert tokens.refresh not in kept


async def test_what_was_given_to_a_program_opens_no_page_and_the_other_way_round(
    person: users.Person, tokens: users.Tokens
) -> None:
    program = await users.start_session(person.id, "a program", "192.0.2.1", audience=users.Audience.API)
    assert await users.refresh(program.refresh) is None
    assert await users.refresh(tokens.refresh, users.Audience.API) is None
    renewed = await users.refresh(program.refresh, users.Audience.API)
    assert renewed is not None
    assert await users.session(renewed.access, users.Audience.API) is not None
    assert len(await users.sessions(person.id)) == 2


async def test_it_closes_at_once_when_it_is_ended(person: users.Person, tokens: users.Tokens) -> None:
    other, third = [await users.start_session(person.id, "another", "192.0.2.2") for _ in range(2)]
    live = await users.session(tokens.access)
    assert live is not None
    assert len(await users.sessions(person.id)) == 3
    await users.end_session(person.id, live.id)
    assert await users.session(tokens.access) is None
    assert await users.refresh(tokens.refresh) is None
    kept = await users.session(other.access)
    assert kept is not None
    await users.end_sessions(person.id, but=kept.id)
    assert [await users.session(each.access) is not None for each in (other, third)] == [True, False]


async def test_nobody_ends_the_session_of_somebody_else(tokens: users.Tokens) -> None:
    other = await users.create_staff("bob@example.com", PASSWORD)
    live = await users.session(tokens.access)
    assert live is not None
    with pytest.raises(NotFound):
        await users.end_session(other.id, live.id)
    assert await users.session(tokens.access) is not None


@pytest.mark.parametrize("column", [users.Session.ends_at, users.Session.seen_at])
async def test_one_that_is_over_or_rested_too_long_opens_and_renews_nothing(
    tokens: users.Tokens, column: "sa.orm.InstrumentedAttribute[object]"
) -> None:
    await moved(column, hours=13)
    assert await users.session(tokens.access) is None
    assert await users.refresh(tokens.refresh) is None


async def test_a_disabled_person_is_out_at_the_next_request(tokens: users.Tokens) -> None:
    async with users.database.transaction() as session:
        await session.execute(sa.update(users.Person).values(disabled_at=sa.func.now()))
    assert await users.session(tokens.access) is None
    assert await users.refresh(tokens.refresh) is None
    with pytest.raises(users.BadCredentials):
        await users.authenticate("ada@example.com", PASSWORD, "192.0.2.1")


async def test_who_is_gone_and_a_password_that_is_changed_before_it_lets_in_begin_none(shop: None) -> None:
    person = await make_person()
    proved = await users.authenticate(EMAIL, SHOPPERS, "192.0.2.1")
    before = await users.start_session(proved.id, "a browser", "192.0.2.1", password_of=proved.password_of)
    live = await users.session(before.access)
    assert live is not None
    await users.change_password(person, live.id, SHOPPERS, "another passphrase", "192.0.2.1")
    with pytest.raises(users.BadCredentials):
        await users.start_session(proved.id, "a browser", "192.0.2.1", password_of=proved.password_of)
    assert [each.id for each in await users.sessions(person.id)] == [live.id]
    await users.erase(person.id)
    with pytest.raises(users.BadCredentials):
        await users.start_session(person.id, "a browser", "192.0.2.1")


async def test_twenty_refreshes_at_once_get_the_same_successor(person: users.Person, tokens: users.Tokens) -> None:
    renewed = await asyncio.gather(*(users.refresh(tokens.refresh) for _ in range(20)))
    successors = {each.refresh for each in renewed if each}
    assert len([each for each in renewed if each]) == 20
    assert len(successors) == 1
    assert tokens.refresh not in successors
    again = await users.refresh(successors.pop())
    assert again is not None
    assert await users.session(again.access) is not None
    assert len(await users.sessions(person.id)) == 1


async def test_a_token_replaced_longer_ago_ends_its_whole_session(tokens: users.Tokens) -> None:
    renewed = await users.refresh(tokens.refresh)
    assert renewed is not None
    await moved(users.RefreshToken.used_at, seconds=61)
    assert await users.refresh(tokens.refresh) is None
    assert await users.session(renewed.access) is None
    assert await users.refresh(renewed.refresh) is None


async def test_what_ended_long_ago_is_forgotten_with_its_tokens(person: users.Person, tokens: users.Tokens) -> None:
    await users.start_session(person.id, "another", "192.0.2.2")
    live = await users.session(tokens.access)
    assert live is not None
    await users.end_session(person.id, live.id)
    await moved(users.Session.ended_at, days=8)
    assert await users.forget_sessions(timedelta(days=7)) == 1
    async with users.database.reading() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(users.RefreshToken)) == 1
