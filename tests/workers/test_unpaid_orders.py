"""How an order ends unpaid: its page is closed at Stripe first, its stock is free after that."""

from datetime import timedelta
from functools import partial

import pytest

from app.gateway import books
from domains import inventory, orders, payments
from domains.orders import Order
from domains.payments import Attempt, PayableItem, PayableOrder
from tests.support.draining import drain
from tests.support.inventory import assert_books_balance, figures, in_minutes, make_stock
from tests.support.orders import again, make_order
from tests.support.payments import URLS, pay
from workers import relay
from workers.subscriptions import CONSUMERS

pytestmark = pytest.mark.usefixtures("outside", "shop")


async def waiting_order() -> Order:
    """Two mugs, the last ones, are held for it."""
    await make_stock("MUG", 2)
    order = await make_order()
    items = [inventory.Item(line.sku, line.quantity) for line in order.lines]
    await inventory.reserve(order.customer_id, order.id, items, in_minutes(33))
    return order


async def open_page(order: Order) -> Attempt:
    items = [PayableItem("Everything", 1, order.total)]
    ends_at = order.placed_at + timedelta(minutes=35)
    payable = PayableOrder(order.id, order.number, order.total, items, order.email, ends_at)
    begun = partial(orders.begin_payment, order.customer_id, order.id)
    return await payments.start(order.customer_id, payable, URLS, begun)


async def statuses(order: Order) -> list[str]:
    return [str(attempt.status) for attempt in await payments.attempts(order.customer_id, order.id)]


async def tell_once() -> None:
    """The facts that wait now, and not yet what follows from them."""
    with pytest.raises(AssertionError, match="did not become quiet"):
        await drain(rounds=1)


async def test_stock_of_an_order_given_up_is_kept_until_its_page_is_closed() -> None:
    order = await waiting_order()
    await open_page(order)
    await orders.abandon(order.customer_id, order.id, "given up")
    await tell_once()
    assert (await statuses(order), await figures()) == (["cancelled"], (2, 2, 0))
    await drain()
    assert await figures() == (2, 0, 0)
    assert (await again(order)).status == "cancelled"
    await assert_books_balance()


async def test_who_pays_while_the_order_is_being_given_up_gets_the_goods() -> None:
    order = await waiting_order()
    page = await open_page(order)
    await orders.abandon(order.customer_id, order.id, "given up")
    assert (await pay(page)).status_code == 303
    await drain()
    assert ((await again(order)).status, await figures()) == ("placed", (2, 0, 2))
    await assert_books_balance()


async def test_stock_of_an_order_that_never_had_a_page_is_let_go_too() -> None:
    order = await waiting_order()
    await orders.abandon(order.customer_id, order.id, "given up")
    await drain()
    assert await figures() == (2, 0, 0)


async def test_who_begins_to_pay_again_before_the_end_of_the_first_page_is_told_keeps_the_order() -> None:
    order = await waiting_order()
    await open_page(order)
    await payments.close(order.customer_id, order.id)
    newer = await open_page(order)
    await drain()
    assert ((await again(order)).status, await statuses(order)) == ("pending_payment", ["cancelled", "open"])
    assert (await pay(newer)).status_code == 303
    await payments.settle(newer.customer_id, newer.id)
    await drain()
    assert ((await again(order)).status, await figures()) == ("placed", (2, 0, 2))
    await assert_books_balance()


async def test_no_page_is_opened_for_an_order_that_has_expired() -> None:
    order = await waiting_order()
    await open_page(order)
    await payments.close(order.customer_id, order.id)
    await drain()
    with pytest.raises(payments.PaymentRefused):
        await open_page(order)
    await drain()
    assert ((await again(order)).status, await statuses(order)) == ("expired", ["cancelled", "failed"])
    assert await figures() == (2, 0, 0)
    await assert_books_balance()


async def test_an_order_never_held_and_cancelled_keeps_nothing_though_its_payment_is_told_last() -> None:
    """As after inventory's database was set back: the holds are gone, and facts arrive in any order."""
    await make_stock("MUG", 2)
    order = await make_order()
    page = await open_page(order)
    await pay(page)
    await payments.settle(page.customer_id, page.id)
    await orders.mark_paid(order.customer_id, order.id, page.id, page.amount, page.currency)
    await orders.cancel(order.customer_id, order.id, "They asked for it.", "ada@shop.example")
    letters = sorted(await relay.claim(orders.database.outbox), key=lambda letter: letter.event_id, reverse=True)
    assert [letter.kind for letter in letters] == ["orders.OrderCancelled", "orders.OrderPaid"]
    for letter in letters:
        for name in letter.consumers:
            await CONSUMERS[name].handle(letter.outbox, letter.event_id, letter.kind, letter.payload)
    await drain()
    assert await figures() == (2, 0, 0)
    assert await books.reconcile() == []
