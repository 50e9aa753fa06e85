"""What Redis remembers of stock is held against PostgreSQL, and written anew from it while the shop goes on."""

import asyncio
import time

import pytest

from domains import inventory
from domains.inventory import Drift, Rebuilt, rebuilding
from domains.shared.redis import redis
from tests.support.inventory import figures, hold, make_stock

FOR_EVER = 2**53


async def drifted() -> tuple[Drift, ...]:
    return (await inventory.audit()).drifted


async def test_every_lie_is_named_and_mended_and_what_exists_no_more_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuilding, "CHUNK", 2)
    for sku, count in (("BOWL", 2), ("CUP", 3), ("MUG", 5)):
        await make_stock(sku, count)
    assert await inventory.availability(["BOWL", "CUP", "MUG"]) == {"BOWL": 2, "CUP": 3, "MUG": 5}
    assert await drifted() == ()
    await redis().set("{stock}/MUG", f"999 50 {FOR_EVER} 50 ")
    await redis().set("{stock}/GHOST", f"1 3 {FOR_EVER} 3 ")
    await redis().set("{stock}/BOWL", "1 9 0 9 ")  # is asked for again before it is shown
    await redis().set("{stock}/CUP", f"999 4 {round(time.time() * 1000) + 20_000} 4 ")
    found = sorted(await drifted(), key=lambda drift: drift.sku)
    assert found == [Drift("CUP", 4, 3, False), Drift("GHOST", 3, 0, True), Drift("MUG", 50, 5, True)]
    assert await inventory.rebuild() == Rebuilt(written=3, removed=1)
    assert await drifted() == ()
    assert await inventory.availability(["BOWL", "CUP", "MUG", "GHOST"]) == {"BOWL": 2, "CUP": 3, "MUG": 5, "GHOST": 0}


async def test_after_everything_was_flushed_every_figure_is_written_again() -> None:
    await make_stock("MUG", 5)
    await make_stock("BOWL", 2)
    await redis().flushall()
    assert await inventory.rebuild() == Rebuilt(written=2, removed=0)
    assert [str(text).split()[1] for text in await redis().mget(["{stock}/MUG", "{stock}/BOWL"])] == ["5", "2"]


async def test_what_is_sold_meanwhile_is_what_is_remembered() -> None:
    await make_stock("MUG", 20)
    await asyncio.gather(*(hold("MUG", 1) for _ in range(8)), *(inventory.rebuild() for _ in range(8)))
    assert await figures("MUG") == (20, 8, 0)
    assert await inventory.available("MUG") == 12
    assert await drifted() == ()
