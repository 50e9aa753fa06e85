"""One order in two windows: it is given up in one at the very moment at which it is paid for in the other."""

from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from app.gateway import books, checkout, pending
from app.gateway.buying import GUEST
from app.gateway.sheet import Seen
from domains import catalog, inventory, orders, payments
from domains.catalog import Limits
from domains.shared.ids import new_id
from tests.support.draining import drain
from tests.support.orders import make_cart
from tests.support.payments import pay, sessions_of
from tests.support.stored_promotions import make_promotion
from tests.support.visiting import on_the_shelf

WAYS = checkout.Ways("http://127.0.0.1:8000/r?o=NUMBER&t=TOKEN", "http://127.0.0.1:8000/c?o=NUMBER&t=TOKEN")
Deed = Callable[[], Awaitable[object]]

pytestmark = pytest.mark.usefixtures("outside", "shop")


async def press_pay(customer_id: UUID) -> str:
    return await checkout.place_order(customer_id, GUEST, WAYS, Seen())


async def waiting(customer_id: UUID) -> orders.Order:
    """An order of two mugs, of the two there are, with Stripe's page open."""
    await on_the_shelf(stock=2)
    await make_cart(customer_id)
    await press_pay(customer_id)
    return (await orders.recent(limit=1)).orders[0]


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, verb: str, deed: Deed, *, times: int = 1, of: ModuleType = orders
) -> None:
    """The other window acts right before this verb of a domain is called, so many times."""
    real, left = getattr(of, verb), times

    async def late(*args: Any, **given: Any) -> object:
        nonlocal left
        if left:
            left -= 1
            await deed()
        return await real(*args, **given)

    monkeypatch.setattr(of, verb, late)


async def test_a_page_opened_while_the_order_is_given_up_is_closed_before_its_goods_are_free(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    customer_id = new_id()
    order = await waiting(customer_id)
    meanwhile(monkeypatch, "abandon", lambda: press_pay(customer_id))
    given_up = await pending.give_up(customer_id, order.id)
    assert given_up.status == orders.OrderStatus.CANCELLED
    first, second = await payments.attempts(customer_id, order.id)
    assert {first.status, second.status} == {payments.AttemptStatus.CANCELLED}
    assert [page["status"] for page in await sessions_of(second)] == ["expired"]
    assert (await pay(second)).status_code != 303
    assert await inventory.available("MUG") == 2
    await drain()
    assert await inventory.available("MUG") == 2
    assert await books.reconcile() == []


async def test_a_payment_made_while_the_order_is_given_up_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    customer_id = new_id()
    order = await waiting(customer_id)

    async def pay_in_the_other_window() -> None:
        await press_pay(customer_id)
        assert (await pay((await payments.attempts(customer_id, order.id))[-1])).status_code == 303

    meanwhile(monkeypatch, "abandon", pay_in_the_other_window)
    assert (await pending.give_up(customer_id, order.id)).status == orders.OrderStatus.PLACED
    await drain()
    assert [level.allocated for level in (await inventory.levels(["MUG"]))["MUG"]] == [2]
    assert await books.reconcile() == []


async def test_who_presses_pay_again_and_again_keeps_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    customer_id = new_id()
    order = await waiting(customer_id)
    meanwhile(monkeypatch, "abandon", lambda: press_pay(customer_id), times=pending.PRESSES + 1)
    with pytest.raises(orders.PaymentBegun):
        await pending.give_up(customer_id, order.id)
    *closed, last = await payments.attempts(customer_id, order.id)
    assert [attempt.status for attempt in closed] == [payments.AttemptStatus.CANCELLED] * 4
    assert last.status == payments.AttemptStatus.OPEN
    assert await inventory.available("MUG") == 0
    await drain()
    assert (await orders.find(order.number)).status == orders.OrderStatus.PENDING_PAYMENT


async def test_who_presses_pay_too_late_is_not_led_to_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    customer_id = new_id()
    order = await waiting(customer_id)
    await payments.close(customer_id, order.id)
    meanwhile(monkeypatch, "begin_payment", lambda: pending.give_up(customer_id, order.id))
    with pytest.raises(payments.PaymentRefused):
        await press_pay(customer_id)
    assert (await payments.attempts(customer_id, order.id))[-1].session_id is None
    assert await inventory.available("MUG") == 2
    await drain()
    assert await books.reconcile() == []


async def test_what_the_order_of_the_other_window_has_used_counts_for_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    await on_the_shelf(stock=2)
    customer_id = new_id()
    await make_promotion(limits=Limits(overall=1))
    await make_cart(customer_id)
    meanwhile(monkeypatch, "standing", lambda: press_pay(customer_id), of=catalog)
    assert await press_pay(customer_id) == await press_pay(customer_id)
    [order] = (await orders.recent()).orders
    [attempt] = await payments.attempts(customer_id, order.id)
    assert (order.status, attempt.status) == (orders.OrderStatus.PENDING_PAYMENT, payments.AttemptStatus.OPEN)
