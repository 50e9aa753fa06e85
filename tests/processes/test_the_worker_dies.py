"""The worker is killed in the middle of a task, or the broker forgets it: every effect happens, and happens once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domains.shared.redis import redis
from tests.support.emptying import end_abandoned_transactions
from tests.support.one_sale import SKU, death, mails, put_on_the_shelf, sold, sold_once
from tests.support.shop_processes import ShopProcesses, shop_processes
from tests.support.shopper import Shopper
from tests.support.waiting import eventually

POINTS = [
    "domains.payments.handle_event:before",
    "domains.payments.handle_event:after",
    "domains.orders.mark_paid:before",
    "domains.orders.mark_paid:after",
    "domains.inventory.allocate:before",
    "domains.inventory.allocate:after",
    "domains.notifications.tell:before",
    "domains.notifications.tell:after",
    "domains.notifications.deliver:before",
    "domains.notifications.deliver:after",
]


@pytest.fixture(scope="module")
def before(migrated: None, outside: str, home: Path) -> Iterator[ShopProcesses]:
    """A web process and a clock that live on while the worker dies."""
    with shop_processes(home) as started:
        started.start("web")
        started.start("clock")
        yield started


@pytest.fixture
async def shelf(shop: None, before: ShopProcesses) -> None:
    await put_on_the_shelf()


@pytest.fixture
def worker(shelf: None, home: Path) -> Iterator[ShopProcesses]:
    with shop_processes(home) as started:
        yield started


@pytest.mark.parametrize("point", POINTS)
async def test_in_the_middle_of_a_task(worker: ShopProcesses, tmp_path: Path, point: str) -> None:
    dying = worker.start("worker", dies_at=point, marker=tmp_path / "died")
    async with Shopper(worker.address) as shopper:
        await shopper.buy(SKU)
    await death(tmp_path / "died", point)
    dying.kill()
    await end_abandoned_transactions()
    worker.start("worker")
    await eventually(sold_once, seconds=120, told=f"one sale after {point}")


async def test_between_the_mail_servers_yes_and_our_note_of_it(worker: ShopProcesses, tmp_path: Path) -> None:
    """The one place where a message may arrive twice: nobody can know that the server has taken it. What is promised:
    it arrives, and a second copy bears the Message-ID of the first, by which a mailbox tells a repetition."""
    point = "domains.notifications.delivering._end:before"
    dying = worker.start("worker", dies_at=point, marker=tmp_path / "died")
    async with Shopper(worker.address) as shopper:
        await shopper.buy(SKU)
    await death(tmp_path / "died", point)
    dying.kill()
    await end_abandoned_transactions()
    assert len(await mails()) == 1
    worker.start("worker")
    await eventually(sold, told=f"one sale after {point}")
    arrived = [mail["message_id"] for mail in await mails()]
    assert len(arrived) == 2
    assert len(set(arrived)) == 1


async def test_the_broker_forgets_everything(worker: ShopProcesses) -> None:
    async with Shopper(worker.address) as shopper:
        await shopper.buy(SKU)
    await redis().flushall()
    worker.start("worker")
    await eventually(sold_once, seconds=120, told="one sale after a flush")
