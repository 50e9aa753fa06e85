"""Processes are killed in the middle of a sale: one order, one payment, one message, balanced books, every time."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from app.gateway import books
from domains import inventory, notifications, orders, payments
from domains.shared.redis import redis
from tests.support.catalog import make_product
from tests.support.shop_processes import ShopProcesses, shop_processes
from tests.support.shopper import Shopper
from tests.support.waiting import eventually

SKU, UNITS = "ONE-1", 1  # the last one: a shopper who tries again must not stand before their own hold
IN_CHECKOUT = [
    "orders.place:after",
    "inventory.reserve:before",
    "inventory.reserve:after",
    "payments.start:before",
    "payments.start:after",
]
ON_RETURN = ["payments.settle:before", "payments.settle:after", "orders.mark_paid:after"]
IN_WEBHOOK = ["payments.receive:before", "payments.receive:after"]
IN_WORKER = [
    "payments.handle_event:before",
    "payments.handle_event:after",
    "orders.mark_paid:before",
    "orders.mark_paid:after",
    "inventory.allocate:before",
    "inventory.allocate:after",
    "notifications.tell:before",
    "notifications.tell:after",
    "notifications.deliver:before",
]


@pytest.fixture
async def goods(shop: None, outside: str) -> str:
    await make_product(title="The one", sku=SKU)
    await inventory.set_on_hand(SKU, "main", UNITS, reason="counted", actor="test")
    return outside


@pytest.fixture
def processes(goods: str, home: Path) -> Iterator[ShopProcesses]:
    with shop_processes(home) as started:
        yield started


async def sold_once() -> bool:
    """Exactly one paid order, one payment, one confirmation, one unit promised, and books that balance."""
    seen = await books.figures()
    paid = [order for order in seen.orders.orders if order.paid_by]
    captured = [attempt for attempt in seen.payments.attempts if attempt.captured]
    [level] = (await inventory.levels([SKU]))[SKU]
    confirmed = await notifications.deliveries_about(paid[0].id) if paid else []
    sent = [one for one in confirmed if one.state is notifications.DeliveryState.SENT]
    once = len(paid) == len(captured) == len(sent) == len(confirmed) == 1
    return once and level.allocated == 1 and level.reserved == 0 and seen.quiet and not list(books.compare(seen))


async def try_to_pay(shopper: Shopper) -> bool:
    """Go to the hosted page and pay; False when the shop died on the way."""
    try:
        hosted = await shopper.go_to_payment()
        if "/stripe/" not in str(hosted.url):
            return False
        await shopper.pay(hosted)
    except httpx.HTTPError:
        return False
    return True


@pytest.mark.parametrize("point", IN_CHECKOUT)
async def test_the_web_process_dies_in_checkout_and_the_shopper_tries_again(
    processes: ShopProcesses, tmp_path: Path, point: str
) -> None:
    processes.start("worker")
    processes.start("clock")
    processes.start("web", dies_at=point, marker=tmp_path / "died")
    async with Shopper(processes.address) as shopper:
        await shopper.add(SKU)
        assert not await try_to_pay(shopper)
        assert (tmp_path / "died").exists()
        processes.start("web")
        assert await try_to_pay(shopper)
    await eventually(sold_once, seconds=60, told=f"one sale after {point}")


@pytest.mark.parametrize("point", [*ON_RETURN, *IN_WEBHOOK])
async def test_the_web_process_dies_after_the_payment_and_the_shopper_walks_away(
    processes: ShopProcesses, tmp_path: Path, point: str
) -> None:
    processes.start("worker")
    processes.start("clock")
    processes.start("web", dies_at=point, marker=tmp_path / "died")
    async with Shopper(processes.address) as shopper:
        await shopper.add(SKU)
        hosted = await shopper.go_to_payment()
        with suppress(httpx.HTTPError):
            await shopper.pay(hosted)

    async def died() -> bool:
        return (tmp_path / "died").exists()

    await eventually(died, told=f"the death at {point}")
    processes.start("web")
    await eventually(sold_once, seconds=90, told=f"one sale after {point}")


@pytest.mark.parametrize("point", IN_WORKER)
async def test_the_worker_dies_in_the_middle_of_a_task(processes: ShopProcesses, tmp_path: Path, point: str) -> None:
    worker = processes.start("worker", dies_at=point, marker=tmp_path / "died")
    processes.start("clock")
    processes.start("web")
    async with Shopper(processes.address) as shopper:
        await shopper.buy(SKU)

    async def died() -> bool:
        return (tmp_path / "died").exists()

    await eventually(died, told=f"the death at {point}")
    worker.kill()
    processes.start("worker")
    await eventually(sold_once, seconds=60, told=f"one sale after {point}")


async def test_nothing_is_lost_when_the_broker_forgets_everything(processes: ShopProcesses) -> None:
    processes.start("clock")
    processes.start("web")
    async with Shopper(processes.address) as shopper:
        await shopper.buy(SKU)
    await redis().flushall()
    processes.start("worker")
    await eventually(sold_once, seconds=60, told="one sale after a flush")
    assert len((await orders.audit()).orders) == 1
    assert len((await payments.audit()).attempts) == 1
