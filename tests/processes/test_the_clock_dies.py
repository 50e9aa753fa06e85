"""The relay is killed with letters in its hands, and processes die at the intervals the product ships with."""

from pathlib import Path

import pytest

from tests.support.one_sale import SKU, death, put_on_the_shelf, sold_once, try_to_pay
from tests.support.shop_processes import SHIPPED, shop_processes
from tests.support.shopper import Shopper
from tests.support.waiting import eventually


@pytest.fixture
async def shelf(shop: None, outside: str) -> None:
    await put_on_the_shelf()


@pytest.mark.parametrize("point", ["workers.relay.post:before", "workers.relay.post:after"])
async def test_the_relay_dies_with_letters_in_its_hands(shelf: None, home: Path, tmp_path: Path, point: str) -> None:
    with shop_processes(home) as shop:
        shop.start("web")
        shop.start("worker")
        shop.start("clock", dies_at=point, marker=tmp_path / "died")
        async with Shopper(shop.address) as shopper:
            await shopper.buy(SKU)
        await death(tmp_path / "died", point)
        shop.start("clock")
        await eventually(sold_once, seconds=120, told=f"one sale after {point}")


@pytest.mark.parametrize(
    ("process", "point"),
    [
        ("web", "domains.payments.settle:before"),
        ("worker", "domains.inventory.allocate:before"),
        ("clock", "workers.relay.post:before"),
    ],
)
async def test_with_the_shipped_intervals_too_within_two_minutes(
    shelf: None, home: Path, tmp_path: Path, process: str, point: str
) -> None:
    with shop_processes(home, SHIPPED) as shop:
        for name in ("worker", "clock", "web"):
            dies = {"dies_at": point, "marker": tmp_path / "died"} if name == process else {}
            started = shop.start(name, **dies)
            if name == process:
                dying = started
        async with Shopper(shop.address) as shopper:
            await shopper.add(SKU)
            await try_to_pay(shopper)
        await death(tmp_path / "died", point)
        dying.kill()
        shop.start(process)
        await eventually(sold_once, seconds=120, told=f"one sale after {point}")
