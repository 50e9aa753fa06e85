"""Many buyers at once for few units, over HTTP against two web processes behind a trusted hop, whatever Redis does."""

import asyncio
import subprocess
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from app.gateway import books
from domains import inventory, orders
from sandbox import valkey
from tests.support.catalog import make_product
from tests.support.ports import free_port
from tests.support.shop_processes import shop_processes
from tests.support.shopper import Shopper, order_number
from tests.support.waiting import eventually

Meanwhile = Callable[["Mortal", list[str]], Awaitable[None]]
TRIES = 5
SOLD_OUT = "sold out"
REFUSED = {(409, "/cart/lines"), (409, "/checkout/order"), (200, "/cart")}  # or led back to the cart, which says so


async def buy(address: str, sku: str, told: Counter[int], outcomes: list[str]) -> str:
    """The number of what was bought, or nothing where it was refused; anything else than a clear word about the stock
    fails the test."""

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
            number = order_number(await shopper.pay(answer))
            outcomes.append("paid")
            return number
        assert (answer.status_code, answer.url.path) in REFUSED, f"{answer.status_code} {answer.url}"
        assert SOLD_OUT in answer.text, answer.text
        outcomes.append("refused")
        return ""


class Mortal:
    """A Redis of the shop's own that can die, and comes back knowing nothing."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "redis.sock"
        self.url = f"unix://{self._socket}"
        self.start()

    def start(self) -> None:
        options = ("--port", "0", "--unixsocket", str(self._socket), "--save", "", "--dir", str(self._socket.parent))
        self._process = subprocess.Popen([valkey.program(), *options], stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


async def dies(mortal: Mortal, outcomes: list[str]) -> None:
    """When the first have bought, until half of all have an answer."""
    await eventually(at_least(outcomes, 2))
    mortal.kill()
    await eventually(at_least(outcomes, 25))
    mortal.start()


def at_least(outcomes: list[str], count: int) -> Callable[[], Awaitable[bool]]:
    async def reached() -> bool:
        return len(outcomes) >= count

    return reached


async def nothing_happens(mortal: Mortal, outcomes: list[str]) -> None:
    pass


@pytest.mark.parametrize(
    ("buyers", "units", "meanwhile"),
    [
        pytest.param(50, 10, dies, id="while Redis dies"),
        pytest.param(500, 100, nothing_happens, id="in a rush", marks=pytest.mark.long),
    ],
)
async def test_no_unit_is_sold_twice(
    shop: None, outside: str, home: Path, tmp_path: Path, buyers: int, units: int, meanwhile: Meanwhile
) -> None:
    product = await make_product(title="The last", sku="LAST")
    await inventory.set_on_hand("LAST", "main", units, reason="counted", actor="test")
    mortal, outcomes, told = Mortal(tmp_path), list[str](), Counter[int]()
    with ExitStack() as stack:
        stack.callback(mortal.kill)
        first = stack.enter_context(shop_processes(home, REDIS_URL=mortal.url))
        second = stack.enter_context(shop_processes(home, REDIS_URL=mortal.url, PORT=str(free_port())))
        first.start("web")
        second.start("web")
        first.start("worker")
        first.start("clock")
        addresses = [first.address, second.address]
        buying = (buy(addresses[number % 2], "LAST", told, outcomes) for number in range(buyers))
        bought, _ = await asyncio.gather(asyncio.gather(*buying), meanwhile(mortal, outcomes))
        assert Counter(outcomes) == {"paid": units, "refused": buyers - units}
        assert max(told) < 500, told
        assert len({number for number in bought if number}) == units

        async def balanced() -> bool:
            seen = await books.figures()
            return seen.quiet and not list(books.compare(seen))

        await eventually(balanced, seconds=120, told="balance")
        async with Shopper(second.address) as late:
            assert "Sold out" in (await late.http.get(f"/products/{product.slug}")).text
    placed = [order for order in (await orders.audit()).orders if order.paid_by]
    assert len(placed) == units
    [level] = (await inventory.levels(["LAST"]))["LAST"]
    assert (level.on_hand, level.reserved, level.allocated, level.available) == (units, 0, units, 0)
