"""Round after round a process dies at a random moment of two sales: afterwards the books balance."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path
from random import Random

import httpx
import pytest

from app.gateway import books
from domains import inventory, notifications, orders
from tests.support import lengths
from tests.support.nursery import Child
from tests.support.one_sale import SKU, put_on_the_shelf
from tests.support.shop_processes import ShopProcesses, shop_processes
from tests.support.shopper import Shopper
from tests.support.waiting import eventually

pytestmark = pytest.mark.long
ROUNDS, UNITS = 20, 500
NAMES = ("web", "worker", "clock")


async def buy(shop: ShopProcesses, random: Random) -> None:
    """As far as the shop lives; a shopper whose shop has died walks away."""
    await asyncio.sleep(random.uniform(0, 0.5))
    with suppress(httpx.HTTPError):
        async with Shopper(shop.address) as shopper:
            await shopper.add(SKU)
            hosted = await shopper.go_to_payment()
            if "/stripe/" in str(hosted.url):
                await shopper.pay(hosted)


def kill(process: Child) -> None:
    """With its children, and no chance to say goodbye."""
    os.killpg(process.pid, signal.SIGKILL)
    process.kill()


async def balanced() -> bool:
    seen = await books.figures()
    return seen.quiet and not list(books.compare(seen))


async def paid_and_told() -> bool:
    """Each payment has its order, its units and its one confirmation."""
    seen = await books.figures()
    paid = [order for order in seen.orders.orders if order.paid_by]
    captured = [attempt for attempt in seen.payments.attempts if attempt.captured]
    told = [await notifications.deliveries_about(order.id) for order in paid]
    sent = [[each.state for each in one] == [notifications.DeliveryState.SENT] for one in told]
    [level] = (await inventory.levels([SKU]))[SKU]
    return len(paid) == len(captured) == level.allocated and all(sent)


async def test_whoever_dies_whenever_the_books_balance(shop: None, outside: str, home: Path) -> None:
    random = lengths.drawn("kills")
    await put_on_the_shelf()
    await inventory.set_on_hand(SKU, "main", UNITS, reason="counted", actor="test")
    with shop_processes(home) as started:
        running = {name: started.start(name) for name in reversed(NAMES)}
        for number in range(ROUNDS):
            victim, moment = random.choice(NAMES), random.uniform(0, 2.5)
            sales = [asyncio.create_task(buy(started, random)) for _ in range(2)]
            await asyncio.sleep(moment)
            kill(running[victim])
            await asyncio.gather(*sales)
            running[victim] = await asyncio.to_thread(started.start, victim)
            told = f"round {number}, {victim} killed after {moment:.2f} s"
            await eventually(balanced, seconds=120, told=f"balance in {told}")
            await eventually(paid_and_told, seconds=120, told=f"what follows a payment in {told}")
    paid = [order for order in (await orders.audit()).orders if order.paid_by]
    assert len(paid) >= ROUNDS // 2, "hardly anyone could buy: this run has shown nothing"
