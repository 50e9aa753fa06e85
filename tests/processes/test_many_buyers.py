"""Many buyers at once for few units, over HTTP against two web processes behind a trusted hop."""

import asyncio
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from app.gateway import books
from domains import inventory, orders
from tests.support.catalog import make_product
from tests.support.ports import free_port
from tests.support.shop_processes import shop_processes
from tests.support.shopper import Shopper, order_number
from tests.support.waiting import eventually

TRIES = 5
SOLD_OUT = "sold out"
REFUSED = {(409, "/cart/lines"), (409, "/checkout/order"), (200, "/cart")}  # or led back to the cart, which says so


async def buy(address: str, sku: str, told: Counter[int]) -> tuple[str, str]:
    """("paid", number) or ("refused", ""); anything else than a clear word about the stock fails the test."""

    async def note(answer: httpx.Response) -> None:
        told[answer.status_code] += 1

    async with Shopper(address) as shopper:
        shopper.http.event_hooks["response"].append(note)
        answer = await shopper.add(sku)
        for _ in range(TRIES):  # somebody may have given up meanwhile
            if answer.status_code != 200 or SOLD_OUT in answer.text or "/stripe/" in str(answer.url):
                break
            answer = await shopper.go_to_payment()
        if "/stripe/" in str(answer.url):
            return "paid", order_number(await shopper.pay(answer))
        assert (answer.status_code, answer.url.path) in REFUSED, f"{answer.status_code} {answer.url}"
        assert SOLD_OUT in answer.text, answer.text
        return "refused", ""


@pytest.mark.parametrize(("buyers", "units"), [(50, 10), pytest.param(500, 100, marks=pytest.mark.long)])
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
        told: Counter[int] = Counter()
        bought = await asyncio.gather(*(buy(addresses[n % 2], "LAST-5", told) for n in range(buyers)))
        counted = Counter(outcome for outcome, _ in bought)
        assert counted == {"paid": units, "refused": buyers - units}
        assert max(told) < 500, told
        assert len({number for outcome, number in bought if outcome == "paid"}) == units

        async def balanced() -> bool:
            seen = await books.figures()
            return seen.quiet and not list(books.compare(seen))

        await eventually(balanced, seconds=120, told="balance")
    placed = [order for order in (await orders.audit()).orders if order.paid_by]
    assert len(placed) == units
    [level] = (await inventory.levels(["LAST-5"]))["LAST-5"]
    assert (level.on_hand, level.reserved, level.allocated, level.available) == (units, 0, units, 0)
