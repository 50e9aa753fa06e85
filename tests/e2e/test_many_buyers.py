"""Many buyers at once for few units, over HTTP against two web processes behind a trusted hop."""

import asyncio
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.gateway import books
from domains import inventory, orders
from tests.support.catalog import make_product
from tests.support.ports import free_port
from tests.support.shop_processes import shop_processes
from tests.support.shopper import Shopper, order_number
from tests.support.waiting import eventually


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


@pytest.mark.parametrize(("buyers", "units"), [(50, 5), pytest.param(300, 40, marks=pytest.mark.long)])
async def test_no_unit_is_sold_twice(shop: None, outside: str, home: Path, buyers: int, units: int) -> None:
    product = await make_product(title="The last five", sku="LAST-5")
    await inventory.set_on_hand("LAST-5", "main", units, reason="counted", actor="test")
    assert product.slug
    with ExitStack() as stack:
        first = stack.enter_context(shop_processes(home))
        second = stack.enter_context(shop_processes(home, PORT=str(free_port())))
        first.start("web")
        second.start("web")
        first.start("worker")
        first.start("clock")
        addresses = [first.address, second.address]
        bought = await asyncio.gather(*(buy(addresses[n % 2], "LAST-5") for n in range(buyers)))
        counted = Counter(outcome for outcome, _ in bought)
        assert counted == {"paid": units, "refused": buyers - units}
        assert len({number for outcome, number in bought if outcome == "paid"}) == units

        async def balanced() -> bool:
            seen = await books.figures()
            return seen.quiet and not list(books.compare(seen))

        await eventually(balanced, seconds=120, told="balance")
    placed = [order for order in (await orders.audit()).orders if order.paid_by]
    assert len(placed) == units
    [level] = (await inventory.levels(["LAST-5"]))["LAST-5"]
    assert (level.on_hand, level.reserved, level.allocated, level.available) == (units, 0, units, 0)
