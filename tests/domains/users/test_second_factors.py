"""Codes of an authenticator app are taken once each; recovery codes stand in for a lost telephone."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa
import time_machine

from domains import users
from domains.shared.settings import settings
from tests.support.people import make_person

AT = datetime(2026, 11, 24, 12, 0, 10, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands still: codes follow from it."""
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
async def person(shop: None) -> users.Person:
    return await make_person()


async def secret_of(person: users.Person) -> str:
    await users.begin_second_factor(person)
    pending = await users.pending_second_factor(person)
    assert pending is not None
    return pending.secret.replace(" ", "")


async def set_up(person: users.Person) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    tokens = await users.start_session(person.id, "", "")
    live = await users.session(tokens.access)
    assert live is not None
    app = pyotp.TOTP(await secret_of(person))
    return app, await users.confirm_second_factor(person, live.id, app.now())


async def test_it_counts_from_its_first_right_code_on(person: users.Person, clock: time_machine.Traveller) -> None:
    here, elsewhere = [await users.start_session(person.id, "", "") for _ in range(2)]
    live = await users.session(here.access)
    assert live is not None
    app = pyotp.TOTP(await secret_of(person))
    with pytest.raises(users.WrongCode):
        await users.confirm_second_factor(person, live.id, "000000")
    assert await users.session(elsewhere.access) is not None
    codes = await users.confirm_second_factor(person, live.id, app.now())
    assert (len(set(codes)), {len(code) for code in codes}) == (10, {19})
    assert await users.session(elsewhere.access) is None
    after = await users.session(here.access)
    assert after is not None
    assert (after.second_factor, after.person.second_factor_at is None) == (True, False)
    without = await users.start_session(person.id, "", "")  # begun with the password alone while it was set up
    assert [await users.session(without.access), await users.refresh(without.refresh)] == [None, None]
    assert await users.pending_second_factor(person) is None


async def test_a_secret_that_waits_stays_the_same_and_is_never_kept_plain(person: users.Person) -> None:
    secret = await secret_of(person)
    assert await secret_of(person) == secret
    async with users.database.reading() as session:
        kept = await session.scalar(sa.text("SELECT sealed FROM authenticators"))
    assert kept is not None
    assert secret not in kept


async def test_each_code_is_taken_once_though_many_come_with_it(
    person: users.Person, clock: time_machine.Traveller
) -> None:
    app, _ = await set_up(person)
    with pytest.raises(users.WrongCode):
        await users.prove_second_factor(person, app.now())
    clock.shift(30)
    told = await asyncio.gather(
        *(users.prove_second_factor(person, app.now()) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in told) == ["NoneType", "WrongCode", "WrongCode", "WrongCode"]


@pytest.mark.parametrize(("late", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
async def test_a_telephone_may_be_half_a_minute_late_or_early(
    person: users.Person, clock: time_machine.Traveller, late: int, right: bool
) -> None:
    app, _ = await set_up(person)
    clock.shift(300)
    code = app.at(AT + timedelta(seconds=300 + late))
    if right:
        await users.prove_second_factor(person, f" {code[:3]} {code[3:]} ")
    else:
        with pytest.raises(users.WrongCode):
            await users.prove_second_factor(person, code)


async def test_a_recovery_code_lets_in_once_and_new_ones_replace_them_all(person: users.Person) -> None:
    _, codes = await set_up(person)
    await users.prove_second_factor(person, codes[0].upper().replace("-", " "))
    with pytest.raises(users.WrongCode):
        await users.prove_second_factor(person, codes[0])
    assert await users.recovery_codes_left(person) == 9
    renewed = await users.renew_recovery_codes(person)
    with pytest.raises(users.WrongCode):
        await users.prove_second_factor(person, codes[1])
    await users.prove_second_factor(person, renewed[1])


async def test_nobody_uses_the_recovery_codes_of_somebody_else(person: users.Person) -> None:
    _, codes = await set_up(person)
    other = await make_person("bob@example.com")
    await set_up(other)
    with pytest.raises(users.WrongCode):
        await users.prove_second_factor(other, codes[0])
    await users.prove_second_factor(person, codes[0])


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "\x00", "é" * 6])
async def test_what_is_no_code_is_wrong(person: users.Person, code: str) -> None:
    await set_up(person)
    with pytest.raises(users.WrongCode):
        await users.prove_second_factor(person, code)


async def test_guessing_codes_slows_down(person: users.Person) -> None:
    await set_up(person)
    told = []
    for _ in range(8):
        try:
            await users.prove_second_factor(person, "000000")
        except (users.WrongCode, users.TooSoon) as refusal:
            told.append(type(refusal).__name__)
    assert told == ["WrongCode"] * 6 + ["TooSoon"] * 2


async def test_a_proof_holds_for_five_minutes(person: users.Person) -> None:
    _, codes = await set_up(person)
    tokens = await users.start_session(person.id, "", "", second_factor=True)
    live = await users.session(tokens.access)
    assert live is not None
    assert live.fresh
    async with users.database.transaction() as session:
        proved = users.Session.proved_at
        await session.execute(sa.update(users.Session).values(proved_at=proved - timedelta(minutes=5)))
    stale = await users.session(tokens.access)
    assert stale is not None
    assert not stale.fresh
    with pytest.raises(users.WrongCode):
        await users.prove_again(person, live.id, "000000")
    await users.prove_again(person, live.id, codes[0])
    again = await users.session(tokens.access)
    assert again is not None
    assert again.fresh


async def test_taken_away_nothing_of_it_is_left(person: users.Person) -> None:
    _, codes = await set_up(person)
    await users.remove_second_factor(person)
    with pytest.raises(users.NoSecondFactor):
        await users.prove_second_factor(person, codes[0])
    async with users.database.reading() as session:
        for table in ("authenticators", "recovery_codes"):
            assert await session.scalar(sa.text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608 - our own names


async def test_who_has_lost_it_is_helped_by_an_operator_and_signed_out(person: users.Person) -> None:
    waiting = await secret_of(person)
    with pytest.raises(users.NoSecondFactor):
        await users.clear_second_factor(person.email)
    assert await secret_of(person) == waiting
    await set_up(person)
    await users.clear_second_factor(person.email.upper())
    assert (await users.sessions(person.id), await users.recovery_codes_left(person)) == ([], 0)
    known = await users.find_person(person.id)
    assert known is not None
    assert known.second_factor_at is None
    [entry, *_] = (await users.audit_entries(users.AuditFilter())).entries
    assert (entry.action, entry.actor, entry.subject) == (
        "clear_second_factor", users.OPERATOR.name, f"person {person.email}",
    )  # fmt: skip


async def test_what_the_former_secret_sealed_opens_and_is_sealed_anew(
    person: users.Person, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    app, _ = await set_up(person)
    clock.shift(60)
    former = settings().secret_key
    try:
        monkeypatch.setenv("SECRET_KEY", "another secret, as long as it takes to be taken")
        settings.cache_clear()
        with pytest.raises(users.WrongCode):
            await users.prove_second_factor(person, app.now())
        monkeypatch.setenv("FORMER_SECRET_KEY", former)
        settings.cache_clear()
        await users.prove_second_factor(person, app.now())
        monkeypatch.delenv("FORMER_SECRET_KEY")
        settings.cache_clear()
        clock.shift(30)
        await users.prove_second_factor(person, app.now())
    finally:
        monkeypatch.undo()
        settings.cache_clear()
