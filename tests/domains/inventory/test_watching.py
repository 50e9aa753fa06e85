"""How many there are is told to whoever looks, as it changes, in whatever process it happened."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing

import pytest

from domains import inventory
from domains.inventory import Supply, watching
from domains.shared.redis import redis
from tests.support.inventory import hold, make_stock
from tests.support.waiting import eventually


async def somebody_listens() -> bool:
    return (await redis().pubsub_numsub("{stock}"))[0][1] > 0


async def nobody_listens() -> bool:
    return not await somebody_listens()


async def told(supplies: AsyncIterator[Mapping[str, Supply]], wanted: int) -> int:
    """The next figure that is this one: the same may be told twice."""
    async with asyncio.timeout(10):
        while (left := (await anext(supplies))["MUG"].available) != wanted:
            pass
        return left


async def test_every_change_is_told_to_all_who_look_and_to_nobody_else() -> None:
    await make_stock("MUG", 5)
    async with aclosing(inventory.watch(["MUG"])) as one, aclosing(inventory.watch(["MUG"])) as other:
        assert [(await anext(each))["MUG"].available for each in (one, other)] == [5, 5]
        assert await eventually(somebody_listens, seconds=10)
        await hold("MUG", 2)
        assert [await told(one, 3), await told(other, 3)] == [3, 3]
        await make_stock("MUG", 9)
        assert [await told(one, 7), await told(other, 7)] == [7, 7]
    assert await eventually(nobody_listens, seconds=10)


async def test_what_changed_without_a_sound_is_seen_at_the_next_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "PULSE", 0.05)
    await make_stock("MUG", 5)
    async with aclosing(inventory.watch(["MUG"])) as supplies:
        assert await anext(supplies) == {"MUG": Supply(5, 5, None, False)}
        await redis().set("{stock}/MUG", f"999 4 {2**53} 4 ")
        assert await told(supplies, 4) == 4


async def test_nothing_is_told_where_nothing_changed() -> None:
    await make_stock("MUG", 5)
    async with redis().pubsub(ignore_subscribe_messages=True) as ear:
        await ear.subscribe("{stock}")
        assert await ear.get_message(timeout=1) is None  # the subscription
        await inventory.projection.refresh(["MUG"])
        await hold("MUG", 1)
        assert (await ear.get_message(timeout=10) or {})["data"] == "MUG"
        assert await ear.get_message(timeout=0.05) is None
