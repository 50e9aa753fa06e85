"""People prove who they are with e-mail and password; trying slows down."""

import asyncio
import math
import time

import pytest
import sqlalchemy as sa
from redis.exceptions import ConnectionError as RedisAway

from domains import users
from domains.shared.errors import Invalid, Unavailable
from domains.shared.redis import redis

PASSWORD = "a long enough passphrase"
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


async def test_the_right_password_lets_a_person_in_whatever_the_case_of_the_address(shop: None) -> None:
    person = await users.create_staff("Ada@Example.com", PASSWORD)
    assert (await users.authenticate(" ada@example.COM ", PASSWORD, HERE)).id == person.id


@pytest.mark.parametrize(
    ("email", "password"), [("ada@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("", "")]
)
async def test_anything_else_is_refused_in_the_same_words(shop: None, email: str, password: str) -> None:
    await users.create_staff("ada@example.com", PASSWORD)
    with pytest.raises(users.BadCredentials, match="do not belong together"):
        await users.authenticate(email, password, HERE)


async def test_a_password_is_kept_only_as_an_argon2id_hash(shop: None) -> None:
    await users.create_staff("ada@example.com", PASSWORD)
    async with users.database.reading() as session:
        kept = await session.scalar(sa.select(users.Credential.password_hash))
    assert kept is not None
    assert kept.startswith("$argon2id$v=19$m=38912,t=2,p=1$")
    assert PASSWORD not in kept


@pytest.mark.parametrize("email", ["", "ada", "ada@", "ada@example.com\nBcc: x@example.com"])
async def test_an_address_that_cannot_be_one_is_refused(shop: None, email: str) -> None:
    with pytest.raises(Invalid):
        await users.create_staff(email, PASSWORD)
    assert await users.staff() == []


async def test_a_short_password_and_a_taken_address_change_nothing(shop: None) -> None:
    with pytest.raises(users.WeakPassword):
        await users.create_staff("ada@example.com", "too short")
    await users.create_staff("ada@example.com", PASSWORD)
    with pytest.raises(users.EmailTaken):
        await users.create_staff("ADA@example.com", PASSWORD)
    assert len(await users.staff()) == 1


async def tried(times: int) -> list[str]:
    """What became of so many tries with wrong passwords, one after the other."""
    return [await outcome() for _ in range(times)]


async def outcome(email: str = "ada@example.com") -> str:
    try:
        await users.authenticate(email, "wrong", HERE)
    except users.BadCredentials:
        return "wrong"
    except users.TooSoon:
        return "wait"
    return "in"


async def kept_waiting() -> None:
    """For this test's whole life, however long a password takes to look at."""
    [key] = [key async for key in redis().scan_iter("slow:password:pair:*")]
    await redis().hset(key, "free_at", 10**14)


@pytest.mark.parametrize("email", ["ada@example.com", "nobody@example.com"])
async def test_after_the_sixth_wrong_password_each_further_try_has_to_wait(shop: None, email: str) -> None:
    await users.create_staff("ada@example.com", PASSWORD)
    told = await asyncio.gather(*(outcome(email) for _ in range(8)))  # a second is over soon: all within it
    assert sorted(told) == ["wait"] * 2 + ["wrong"] * 6
    await kept_waiting()
    with pytest.raises(users.TooSoon):
        await users.authenticate(email, PASSWORD, HERE)


async def test_who_knows_the_password_gets_in_whatever_strangers_do_elsewhere(shop: None) -> None:
    person = await users.create_staff("ada@example.com", PASSWORD)
    await tried(6)
    await kept_waiting()
    assert await tried(1) == ["wait"]
    assert (await users.authenticate("ada@example.com", PASSWORD, ELSEWHERE)).id == person.id


async def test_the_right_password_begins_the_count_anew(shop: None) -> None:
    await users.create_staff("ada@example.com", PASSWORD)
    await tried(5)
    await users.authenticate("ada@example.com", PASSWORD, HERE)
    assert await tried(6) == ["wrong"] * 6


async def test_one_address_cannot_go_through_many_accounts(shop: None) -> None:
    await users.create_staff("ada@example.com", PASSWORD)
    for _ in range(22):  # an office full of people who all know theirs is kept waiting by nobody
        await users.authenticate("ada@example.com", PASSWORD, HERE)
    told = await asyncio.gather(*(outcome(f"ada{number}@example.com") for number in range(23)))
    assert sorted(told) == ["wait"] * 2 + ["wrong"] * 21


async def test_each_wait_is_twice_as_long_as_the_one_before(shop: None) -> None:
    await tried(6)
    [key] = [key async for key in redis().scan_iter("slow:password:pair:*")]
    for wait in (2, 4, 8, 16):
        began = time.monotonic()
        await redis().hset(key, "free_at", 0)
        await tried(1)
        with pytest.raises(users.TooSoon) as refusal:
            await users.authenticate("ada@example.com", "wrong", HERE)
        passed = math.ceil(time.monotonic() - began)
        assert wait - passed <= refusal.value.retry_after <= wait


async def test_without_redis_no_password_is_tried(shop: None, monkeypatch: pytest.MonkeyPatch) -> None:
    await users.create_staff("ada@example.com", PASSWORD)

    async def away(*_: object) -> None:
        raise RedisAway

    monkeypatch.setattr(redis(), "execute_command", away)
    with pytest.raises(Unavailable):
        await users.authenticate("ada@example.com", PASSWORD, HERE)


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password-2026!",
        "p@ssw0rd!!!!",
        "qwertyuiop[]",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "abababababab",
        "lkjhgfdsapoiuytrewq",
        "ada.lovelace@example.com",
        "AdaLovelace1",
        "ada.lovelace",
        "barrowbarrow",
        "superman2024",
    ],
)
async def test_passwords_that_are_guessed_first_are_refused(shop: None, password: str) -> None:
    with pytest.raises(users.WeakPassword):
        await users.create_staff("ada.lovelace@example.com", password, name="AdaLovelace")
    assert await users.staff() == []


@pytest.mark.parametrize("password", ["xxxzq" + "y" * 60, "パスワードは長いほどよいです", "twelve small"])
async def test_any_other_is_taken_however_long_and_whatever_its_letters(shop: None, password: str) -> None:
    person = await users.create_staff("ada@example.com", password)
    assert (await users.authenticate("ada@example.com", password, HERE)).id == person.id
