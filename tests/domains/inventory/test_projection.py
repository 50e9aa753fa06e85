"""Redis only remembers: whatever happens to it, pages show the truth soon and checkout never oversells."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa
from redis.asyncio import Redis

from domains import inventory
from domains.inventory import OutOfStock, projection
from domains.shared import breakers, clock, loops
from domains.shared.redis import redis
from tests.support.inventory import figures, hold, insist, make_stock


async def test_what_was_asked_once_is_answered_by_redis() -> None:
    await make_stock("MUG", 5)
    async with inventory.database.transaction() as session:
        await session.execute(sa.text("UPDATE levels SET on_hand = 9"))
    assert await inventory.available("MUG") == 5


async def test_a_missing_key_is_filled_from_postgresql() -> None:
    await make_stock("MUG", 5)
    await redis().flushall()
    assert await inventory.available("MUG") == 5
    assert str(await redis().get("{stock}/MUG")).split()[1] == "5"


async def test_flushing_redis_between_buyers_oversells_nothing() -> None:
    await make_stock("MUG", 3)

    async def buy() -> None:
        await redis().flushall()
        await hold("MUG", 1)

    outcomes = await asyncio.gather(*(insist(buy) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(outcome, OutOfStock) for outcome in outcomes) == 5
    assert await figures("MUG") == (3, 3, 0)
    assert await inventory.available("MUG") == 0


async def test_a_lie_in_redis_sells_nothing_that_is_not_there() -> None:
    await make_stock("MUG", 1)
    await redis().set("{stock}/MUG", f"999 50 {2**53} 50 ")
    assert await inventory.available("MUG") == 50
    with pytest.raises(OutOfStock):
        await hold("MUG", 2)
    await redis().flushdb()
    assert await inventory.available("MUG") == 1


async def test_an_older_figure_arriving_late_does_not_replace_a_newer_one() -> None:
    await make_stock("MUG", 5)
    older = await projection.figures(["MUG"])
    await hold("MUG", 2)
    await projection.store(older)
    assert await inventory.available("MUG") == 3


async def test_an_ended_hold_is_free_on_pages_without_anybody_writing() -> None:
    await make_stock("MUG", 5)
    await hold("MUG", 5, ends_at=clock.now() + timedelta(milliseconds=400))
    assert await inventory.available("MUG") == 0
    await asyncio.sleep(0.5)
    assert await inventory.available("MUG") == 5


async def test_while_redis_is_away_postgresql_answers_and_sells(monkeypatch: pytest.MonkeyPatch) -> None:
    await make_stock("MUG", 5)
    away = loops.PerLoop(lambda: Redis(host="127.0.0.1", port=1, socket_connect_timeout=0.2))
    monkeypatch.setattr(projection, "redis", away)
    await hold("MUG", 2)
    assert await inventory.availability(["MUG", "GHOST"]) == {"MUG": 3, "GHOST": 0}
    breakers.forget()
