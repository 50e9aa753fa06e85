"""The web process is killed in the middle of a sale: one order, one payment, one message, and books that balance."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from domains import inventory
from tests.support.inventory import end_holds
from tests.support.one_sale import SKU, death, put_on_the_shelf, sold_once, try_to_pay
from tests.support.shop_processes import ShopProcesses, shop_processes
from tests.support.shopper import Shopper
from tests.support.waiting import eventually

IN_CHECKOUT = [
    "domains.orders.place:after",
    "domains.inventory.reserve:before",
    "domains.inventory.reserve:after",
    "domains.catalog.claim:after",
    "domains.payments.start:before",
    "domains.payments.provider.open_session:after",
    "domains.orders.begin_payment:after",
    "domains.payments.start:after",
]
AFTER_PAYING = [
    "domains.payments.settle:before",
    "domains.payments.settle:after",
    "domains.orders.mark_paid:after",
    "domains.payments.receive:before",
    "domains.payments.receive:after",
]


@pytest.fixture(scope="module")
def behind(migrated: None, outside: str, home: Path) -> Iterator[None]:
    """A worker and a clock that live on while the web process dies."""
    with shop_processes(home) as started:
        started.start("worker")
        started.start("clock")
        yield


@pytest.fixture
async def shelf(shop: None, behind: None) -> None:
    await put_on_the_shelf()


@pytest.fixture
def web(shelf: None, home: Path) -> Iterator[ShopProcesses]:
    with shop_processes(home) as started:
        yield started


@pytest.mark.parametrize("point", IN_CHECKOUT)
async def test_in_checkout_and_the_shopper_tries_again(web: ShopProcesses, tmp_path: Path, point: str) -> None:
    web.start("web", dies_at=point, marker=tmp_path / "died")
    async with Shopper(web.address) as shopper:
        await shopper.add(SKU)
        assert not await try_to_pay(shopper)
        await death(tmp_path / "died", point)
        web.start("web")
        assert await try_to_pay(shopper)
    await eventually(sold_once, seconds=120, told=f"one sale after {point}")


async def test_what_a_dead_process_held_goes_to_the_next_when_its_time_is_over(
    web: ShopProcesses, tmp_path: Path
) -> None:
    web.start("web", dies_at="domains.inventory.reserve:after", marker=tmp_path / "died")
    async with Shopper(web.address) as gone:
        await gone.add(SKU)
        assert not await try_to_pay(gone)
    await death(tmp_path / "died", "reserve")
    web.start("web")
    async with Shopper(web.address) as following:
        assert (await following.add(SKU)).status_code == 409
        [held] = (await inventory.audit()).orders
        await end_holds(held.order_id)
        await inventory.rebuild()  # what was done behind its back is no longer remembered
        await following.add(SKU)
        assert await try_to_pay(following)
    await eventually(sold_once, seconds=120, told="one sale")


@pytest.mark.parametrize("point", AFTER_PAYING)
async def test_after_the_payment_and_the_shopper_walks_away(web: ShopProcesses, tmp_path: Path, point: str) -> None:
    web.start("web", dies_at=point, marker=tmp_path / "died")
    async with Shopper(web.address) as shopper:
        await shopper.add(SKU)
        hosted = await shopper.go_to_payment()
        with suppress(httpx.HTTPError):
            await shopper.pay(hosted)
    await death(tmp_path / "died", point)
    web.start("web")
    await eventually(sold_once, seconds=120, told=f"one sale after {point}")
