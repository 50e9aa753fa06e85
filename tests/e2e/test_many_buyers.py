"""Fifty buyers at once for five units, over HTTP against two web processes behind a trusted hop."""

import asyncio
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from app.gateway import books
from domains import inventory, orders
from tests.conftest import free_port
from tests.support.catalog import make_product
from tests.support.shop_processes import shop_processes
from tests.support.shopper import Shopper, order_number
from tests.support.waiting import eventually

BUYERS, UNITS = 50, 5


async def buy(address: str, sku: str) -> tuple[str, str]:
    """("paid", number) or ("refused", what the shop said); anything else fails the test."""
    async with Shopper(address) as shopper:
        added = await shopper.add(sku)
        if added.status_code in (409, 404):
            return "refused", str(added.status_code)
        hosted = await shopper.go_to_payment()
        if "/stripe/" not in str(hosted.url):
            assert hosted.status_code < 500, hosted.text[:500]
            return "refused", str(hosted.status_code)
        return "paid", order_number(await shopper.pay(hosted))


async def test_five_units_are_sold_five_times(shop: None, outside: str, home: Path) -> None:
    product = await make_product(title="The last five", sku="LAST-5")
    await inventory.set_on_hand("LAST-5", "main", UNITS, reason="counted", actor="test")
    assert product.slug
    with ExitStack() as stack:
        first = stack.enter_context(shop_processes(home))
        second = stack.enter_context(shop_processes(home, PORT=str(free_port())))
        first.start("web")
        second.start("web")
        first.start("worker")
        first.start("clock")
        addresses = [first.address, second.address]
        bought = await asyncio.gather(*(buy(addresses[n % 2], "LAST-5") for n in range(BUYERS)))
        counted = Counter(outcome for outcome, _ in bought)
        assert counted == {"paid": UNITS, "refused": BUYERS - UNITS}
        assert len({number for outcome, number in bought if outcome == "paid"}) == UNITS

        async def balanced() -> bool:
            seen = await books.figures()
            return seen.quiet and not list(books.compare(seen))

        await eventually(balanced, seconds=60, told="balance")
    placed = [order for order in (await orders.audit()).orders if order.paid_by]
    assert len(placed) == UNITS
    [level] = (await inventory.levels(["LAST-5"]))["LAST-5"]
    assert (level.on_hand, level.reserved, level.allocated, level.available) == (UNITS, 0, UNITS, 0)
