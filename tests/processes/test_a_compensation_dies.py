"""The worker is killed while a sale is undone, or saved at the last moment: money and goods end where they belong."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.gateway import books
from domains import inventory, orders, payments
from domains.orders import Order, OrderStatus
from tests.support.emptying import end_abandoned_transactions
from tests.support.one_sale import SKU, death, mails, put_on_the_shelf, sold_once
from tests.support.orders import let_time_pass
from tests.support.payments import at_stripe
from tests.support.shop_processes import ShopProcesses, shop_processes
from tests.support.shopper import Shopper
from tests.support.waiting import eventually

# The less telling deaths of each way are in `make test-long`.


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


async def die_and_go_on(worker: ShopProcesses, folder: Path, point: str) -> None:
    dying = worker.start("worker", dies_at=point, marker=folder / "died")
    await death(folder / "died", point)
    dying.kill()
    await end_abandoned_transactions()
    worker.start("worker")


async def newest() -> Order:
    return (await orders.recent(limit=1)).orders[0]


async def paid_after_it_was_given_up(worker: ShopProcesses) -> Order:
    """The shopper pays on a page that is still open while its order has been given up elsewhere."""
    async with Shopper(worker.address) as shopper:
        await shopper.add(SKU)
        hosted = await shopper.go_to_payment()
        order = await newest()
        await orders.abandon(order.customer_id, order.id, "given up")
        await shopper.pay(hosted)
    return order


async def ended(status: OrderStatus, *, on_hand: int, letters: int, given_back: list[int]) -> bool:
    """Nothing is held or owed any more, every letter has arrived, and the books balance.

    A letter that was on its way when the worker died may come again, under the same Message-ID: it is one letter."""
    seen = await books.figures()
    [order] = seen.orders.orders
    [level] = (await inventory.levels([SKU]))[SKU]
    [attempt] = await payments.attempts(order.customer_id, order.id)
    intent = attempt.payment_intent_id
    returned = [row["amount"] for row in await at_stripe("/refunds", payment_intent=intent)] if intent else []
    arrived = {mail["message_id"] for mail in await mails()}
    held = (level.on_hand, level.reserved, level.allocated)
    as_wanted = order.status == status and held == (on_hand, 0, 0) and returned == given_back
    as_wanted = as_wanted and len(arrived) == letters
    return as_wanted and not attempt.waiting and seen.quiet and not list(books.compare(seen))


@pytest.mark.parametrize(
    "point",
    [
        pytest.param("domains.payments.close:before", marks=pytest.mark.long),
        "domains.payments.provider.expire_session:after",
        pytest.param("domains.orders.expire:after", marks=pytest.mark.long),
        "domains.inventory.release:after",
    ],
)
async def test_while_an_order_runs_out_of_time(worker: ShopProcesses, tmp_path: Path, point: str) -> None:
    async with Shopper(worker.address) as shopper:
        await shopper.add(SKU)
        await shopper.go_to_payment()
    await let_time_pass(await newest())
    await die_and_go_on(worker, tmp_path, point)
    await eventually(
        lambda: ended(OrderStatus.EXPIRED, on_hand=1, letters=0, given_back=[]), told=f"an order ended after {point}"
    )


@pytest.mark.parametrize(
    "point",
    [
        pytest.param("domains.inventory.reserve_again:before", marks=pytest.mark.long),
        "domains.inventory.reserve_again:after",
        pytest.param("domains.orders.reopen:before", marks=pytest.mark.long),
        "domains.orders.reopen:after",
    ],
)
async def test_while_a_late_payment_opens_its_order_again(worker: ShopProcesses, tmp_path: Path, point: str) -> None:
    await paid_after_it_was_given_up(worker)
    await die_and_go_on(worker, tmp_path, point)
    await eventually(sold_once, told=f"one sale after {point}")


@pytest.mark.parametrize(
    "point",
    [pytest.param("domains.orders.refuse_payment:after", marks=pytest.mark.long), "domains.payments.give_back:after"],
)
async def test_while_an_unwanted_payment_goes_back(worker: ShopProcesses, tmp_path: Path, point: str) -> None:
    order = await paid_after_it_was_given_up(worker)
    await inventory.release(order.id, [SKU])
    await inventory.set_on_hand(SKU, "main", 0, reason="broken", actor="test")
    await die_and_go_on(worker, tmp_path, point)
    await eventually(
        lambda: ended(OrderStatus.CANCELLED, on_hand=0, letters=2, given_back=[order.total_amount]),
        told=f"the money back after {point}",
    )


@pytest.mark.parametrize(
    "point",
    [
        pytest.param("domains.payments.give_back:before", marks=pytest.mark.long),
        "domains.payments.provider.send_refund:after",
        pytest.param("domains.inventory.release:before", marks=pytest.mark.long),
        pytest.param("domains.orders.note_refund:after", marks=pytest.mark.long),
    ],
)
async def test_while_a_paid_order_is_cancelled(worker: ShopProcesses, tmp_path: Path, point: str) -> None:
    async with Shopper(worker.address) as shopper:
        await shopper.buy(SKU)
    order = await newest()
    assert order.status == OrderStatus.PLACED
    await orders.cancel(order.customer_id, order.id, "out of clay", "ada")
    await die_and_go_on(worker, tmp_path, point)
    await eventually(
        lambda: ended(OrderStatus.CANCELLED, on_hand=1, letters=3, given_back=[order.total_amount]),
        told=f"money and goods back after {point}",
    )
