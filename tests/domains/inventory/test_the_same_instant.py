"""A hold ends in the instant in which its order is paid, the clock sweeps and another buyer asks: all three stand
before the same level, in every order, and the goods go to exactly one."""

import asyncio
from collections.abc import Coroutine
from itertools import permutations
from typing import Any

import pytest
import sqlalchemy as sa

from domains import inventory
from domains.inventory import Item, OutOfStock, StockRefused
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, end_holds, figures, hold, make_stock, told
from tests.support.waiting import eventually

CUSTOMER = new_id()
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def at_once(deeds: list[Coroutine[Any, Any, Any]]) -> list[Any]:
    """Each is begun when the one before waits for the level; then all are let go."""
    running: list[asyncio.Task[Any]] = []
    async with inventory.database.transaction() as session:
        await session.execute(sa.text("SELECT FROM levels WHERE sku = 'MUG' FOR UPDATE"))
        for deed in deeds:
            running.append(asyncio.create_task(deed))
            await eventually(lambda: waiting(len(running)), seconds=4, told="waiting for the level")
    return await asyncio.gather(*running, return_exceptions=True)


async def waiting(count: int) -> bool:
    async with inventory.database.reading() as session:
        return int(await session.scalar(sa.text(WAITING))) == count


@pytest.mark.parametrize("order", list(permutations(("payment", "sweep", "other"))), ids="-".join)
async def test_an_ended_hold_is_paid_swept_and_wanted_at_once(order: tuple[str, ...]) -> None:
    await make_stock("MUG", 2)
    order_id = await hold("MUG", 2)
    await end_holds(order_id)
    deeds: dict[str, Coroutine[Any, Any, Any]] = {
        "payment": inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)], new_id()),
        "sweep": inventory.sweep_ended_holds(),
        "other": hold("MUG", 2),
    }
    done = dict(zip(order, await at_once([deeds[name] for name in order]), strict=True))
    paid = await figures("MUG") == (2, 0, 2)
    assert done["payment"] is None
    assert done["sweep"] in (0, 1)
    if paid:
        assert isinstance(done["other"], OutOfStock)
        assert await told(StockRefused) == []
    else:
        assert await figures("MUG") == (2, 2, 0)
        assert await inventory.held(done["other"], ["MUG"]) == {"MUG": 2}
        assert await told(StockRefused) == [StockRefused(CUSTOMER, order_id)]
    if order[0] != "sweep":
        assert paid == (order[0] == "payment")
    await assert_books_balance()
