"""An order moves only along its states; each move is on its timeline, and an illegal one says what is possible."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from domains import orders
from domains.shared.errors import Invalid
from domains.shared.ids import new_id
from tests.support.orders import again, all_told, kinds, make_order, make_paid_order, pay, send, told

pytestmark = pytest.mark.usefixtures("new_shop")


async def test_giving_up_before_paying_ends_the_order_and_keeps_the_cart() -> None:
    order = await make_order()
    for _ in range(2):
        after = await orders.abandon(order.customer_id, order.id, "went back to the cart")
    assert (after.status, after.payment_status, after.closed_reason) == (
        "cancelled",
        "voided",
        "went back to the cart",
    )
    fact = (await told(orders.OrderAbandoned))[0]
    assert (fact.order_id, fact.items, fact.reason) == (
        order.id,
        (orders.OrderItem("MUG", 2),),
        "went back to the cart",
    )
    assert await all_told() == ["orders.OrderAbandoned"]
    cart = await orders.cart(order.customer_id)
    assert cart is not None
    assert cart.id == order.cart_id


async def test_stock_of_an_order_given_up_is_let_go_once_no_payment_can_arrive() -> None:
    order, event = await make_order(), new_id()
    await orders.abandon(order.customer_id, order.id, "went back to the cart")
    assert await told(orders.OrderLetGo) == []
    for _ in range(2):
        await orders.expire(order.customer_id, order.id, ordinal=0, event_id=event)
    freed = orders.OrderLetGo(order.customer_id, order.id, (orders.OrderItem("MUG", 2),))
    assert await told(orders.OrderLetGo) == [freed]
    assert (await again(order)).status == "cancelled"


async def test_stock_is_not_let_go_while_a_late_payment_may_still_open_the_order() -> None:
    order = await make_order()
    await orders.abandon(order.customer_id, order.id, "went back to the cart")
    await pay(order)
    await orders.expire(order.customer_id, order.id, ordinal=0)
    assert await all_told() == ["orders.OrderAbandoned", "orders.PaymentArrivedLate"]


async def test_a_paid_order_cannot_be_given_up() -> None:
    order = await make_paid_order()
    with pytest.raises(orders.IllegalMove) as refusal:
        await orders.abandon(order.customer_id, order.id, "too late")
    assert refusal.value.possible == ("cancelled", "processing")
    assert str(refusal.value) == "This order is placed; it can only become cancelled or on its way."
    assert kinds(await again(order)) == ["ordered", "paid"]
    assert await all_told() == ["orders.OrderPaid"]


async def test_an_unpaid_order_expires_once() -> None:
    order, event = await make_order(), new_id()
    for _ in range(2):
        after = await orders.expire(order.customer_id, order.id, ordinal=0, event_id=event)
    assert (after.status, after.payment_status, after.closed_reason) == ("expired", "voided", "not paid in time")
    assert await all_told() == ["orders.OrderExpired"]
    assert kinds(await again(order)) == ["ordered", "expired"]


async def test_an_order_outlives_the_end_of_all_attempts_but_the_last() -> None:
    order = await make_order()
    whose = (order.customer_id, order.id)
    await orders.begin_payment(*whose, 1)
    await orders.begin_payment(*whose, 2)
    assert (await orders.expire(*whose, ordinal=1, event_id=new_id())).status == "pending_payment"
    assert await all_told() == []
    assert (await orders.expire(*whose, ordinal=2, event_id=new_id())).status == "expired"
    with pytest.raises(orders.IllegalMove):
        await orders.begin_payment(*whose, 3)


async def test_stock_is_not_let_go_while_a_later_attempt_may_still_be_paid() -> None:
    order = await make_order()
    whose = (order.customer_id, order.id)
    await orders.begin_payment(*whose, 2)
    await orders.abandon(*whose, "went back to the cart")
    await orders.expire(*whose, ordinal=1, event_id=new_id())
    assert await told(orders.OrderLetGo) == []
    await orders.expire(*whose, ordinal=2, event_id=new_id())
    assert len(await told(orders.OrderLetGo)) == 1


async def test_a_paid_order_does_not_expire() -> None:
    order = await make_paid_order()
    assert (await orders.expire(order.customer_id, order.id, ordinal=0)).status == "placed"
    assert await all_told() == ["orders.OrderPaid"]


async def test_staff_cancel_a_paid_order_before_it_is_sent() -> None:
    order = await make_paid_order()
    for _ in range(2):
        after = await orders.cancel(order.customer_id, order.id, "out of season.", "staff@example.com")
    assert (after.status, after.payment_status, after.cancelled_by) == ("cancelled", "paid", "staff@example.com")
    fact = (await told(orders.OrderCancelled))[0]
    assert (fact.number, fact.reason, fact.summary.total) == (order.number, "out of season", 29_90)
    assert await all_told() == ["orders.OrderPaid", "orders.OrderCancelled"]
    entry = (await again(order)).events[-1]
    assert (entry.message, entry.actor) == ("The order was cancelled: out of season.", "staff@example.com")


async def test_cancelling_needs_a_reason() -> None:
    order = await make_paid_order()
    with pytest.raises(Invalid) as refusal:
        await orders.cancel(order.customer_id, order.id, "  ", "staff")
    assert refusal.value.fields == {"reason": "Please say why."}
    assert (await again(order)).status == "placed"


async def test_an_order_partly_sent_cannot_be_cancelled() -> None:
    order = await make_paid_order()
    await send(order, {order.lines[0].id: 1})
    with pytest.raises(orders.IllegalMove, match="on its way; it can only become completed"):
        await orders.cancel(order.customer_id, order.id, "changed mind", "staff")
    after = await again(order)
    assert (after.status, after.cancelled_by) == ("processing", None)
    assert await told(orders.OrderCancelled) == []


async def test_a_payment_under_way_is_waited_for() -> None:
    order, event = await make_order(), new_id()
    until = order.pay_until + timedelta(hours=3)
    for _ in range(2):
        after = await orders.note_processing(order.customer_id, order.id, until, event_id=event)
    assert (after.status, after.pay_until) == ("pending_payment", until)
    held = orders.OrderHeldLonger(
        order.customer_id, order.id, (orders.OrderItem("MUG", 2),), until + timedelta(seconds=120)
    )
    assert await told(orders.OrderHeldLonger) == [held]
    async with orders.database.reading() as session:
        assert await session.scalar(sa.text("SELECT due_at FROM payment_timers")) == until + timedelta(seconds=120)


async def test_the_time_to_pay_is_never_shortened() -> None:
    order = await make_order()
    await orders.note_processing(order.customer_id, order.id, order.pay_until - timedelta(minutes=5))
    assert (await again(order)).pay_until == order.pay_until
    assert await all_told() == []


async def test_a_timeline_that_was_tampered_with_is_found() -> None:
    order = await make_paid_order()
    assert (await orders.audit()).illegal == ()
    async with orders.database.transaction() as session:
        await session.execute(sa.text("UPDATE orders SET status = 'completed'"))
    found = (await orders.audit()).illegal
    assert found == (orders.IllegalTransition(order.id, order.number, "placed", "completed", told=False),)


async def test_a_step_that_skips_another_is_found() -> None:
    await make_paid_order()
    async with orders.database.transaction() as session:
        await session.execute(sa.text("UPDATE order_events SET after = 'completed' WHERE before IS NOT NULL"))
        await session.execute(sa.text("UPDATE orders SET status = 'completed'"))
    assert [(step.before, step.after) for step in (await orders.audit()).illegal] == [("pending_payment", "completed")]


async def test_the_audit_gives_the_figures_of_every_order() -> None:
    order = await make_paid_order()
    await orders.note_refund(order.customer_id, order.id, new_id(), 1_00, "EUR")
    await send(order, {order.lines[0].id: 1})
    audit = await orders.audit()
    found = audit.orders[0]
    assert (found.id, found.number, found.status, found.payment_status) == (
        order.id,
        order.number,
        "processing",
        "partially_refunded",
    )
    assert (found.total, found.parts_sum, found.paid, found.refunded, found.currency) == (
        29_90,
        29_90,
        29_90,
        1_00,
        "EUR",
    )
    assert (found.items, found.sent) == ((orders.OrderItem("MUG", 2),), (orders.OrderItem("MUG", 1),))
    assert [(p.attempt_id, p.receipt, p.amount) for p in found.payments] == [(order.paid_by, "accepted", 29_90)]
    assert (audit.backlog.open, audit.backlog.dead) == (3, 0)


def test_only_the_moves_of_the_table_exist() -> None:
    moves = {(str(before), str(after)) for before, all_after in orders.TRANSITIONS.items() for after in all_after}
    assert moves == {
        ("pending_payment", "placed"),
        ("pending_payment", "cancelled"),
        ("pending_payment", "expired"),
        ("placed", "processing"),
        ("placed", "cancelled"),
        ("processing", "completed"),
        ("cancelled", "placed"),
        ("expired", "placed"),
    }
