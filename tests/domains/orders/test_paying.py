"""A payment counts once, or goes back; it never marks an order paid that it does not fit."""

import asyncio
from uuid import UUID

import pytest

from domains import orders
from domains.shared.errors import NotFound
from domains.shared.ids import new_id
from tests.support.orders import (
    again,
    all_told,
    eur,
    kinds,
    make_cart,
    make_draft,
    make_item,
    make_order,
    make_paid_order,
    pay,
    send,
    told,
)

pytestmark = pytest.mark.usefixtures("new_shop")


async def expired_order() -> orders.Order:
    order = await make_order()
    return await orders.expire(order.customer_id, order.id, ordinal=0)


async def test_a_payment_places_the_order_and_ends_the_cart() -> None:
    order, attempt = await make_order(), new_id()
    paid = await pay(order, attempt_id=attempt)
    assert (paid.status, paid.payment_status, paid.paid_by, paid.paid) == ("placed", "paid", attempt, eur(29_90))
    assert await orders.cart(order.customer_id) is None
    assert kinds(await again(order)) == ["ordered", "paid"]
    fact = (await told(orders.OrderPaid))[0]
    assert (fact.order_id, fact.number, fact.attempt_id) == (order.id, order.number, attempt)
    assert fact.items == (orders.OrderItem("MUG", 2),)


async def test_the_fact_of_a_payment_tells_all_that_a_message_needs() -> None:
    order = await make_paid_order()
    summary = (await told(orders.OrderPaid))[0].summary
    assert summary == orders.OrderSummary(
        number=order.number,
        token=order.token,
        email="ada@example.com",
        name="Ada Lovelace",
        currency="EUR",
        lines=(orders.SummaryLine("Mug", "Size: Large, Colour: Blue", 2, 25_00, "pictures/mug"),),
        goods=25_00,
        discount=0,
        shipping=4_90,
        tax=4_77,
        total=29_90,
        tax_included=True,
        address_lines=["Ada Lovelace", "Weg 1", "10115 Berlin", "Germany"],
        shipping_label="Standard delivery",
    )


async def test_a_payment_told_many_times_at_once_counts_once() -> None:
    order, attempt, event = await make_order(), new_id(), new_id()
    whose = (order.customer_id, order.id, attempt, order.total.amount, order.currency)
    await asyncio.gather(
        *(orders.mark_paid(*whose) for _ in range(3)), *(orders.mark_paid(*whose, event_id=event) for _ in range(3))
    )
    assert await all_told() == ["orders.OrderPaid"]
    assert kinds(await again(order)) == ["ordered", "paid"]


@pytest.mark.parametrize(("amount", "currency"), [(29_89, "EUR"), (29_91, "EUR"), (29_90, "USD"), (0, "EUR")])
async def test_another_amount_or_currency_never_pays_an_order(amount: int, currency: str) -> None:
    order, attempt = await make_order(), new_id()
    after = await orders.mark_paid(order.customer_id, order.id, attempt, amount, currency)
    assert (after.status, after.payment_status, after.paid_by) == ("pending_payment", "pending", None)
    assert kinds(await again(order)) == ["ordered", "payment_unwanted"]
    unwanted = await told(orders.PaymentUnwanted)
    assert [(fact.order_id, fact.attempt_id, fact.email) for fact in unwanted] == [
        (order.id, attempt, "ada@example.com")
    ]
    await orders.mark_paid(order.customer_id, order.id, attempt, amount, currency)
    assert await all_told() == ["orders.PaymentUnwanted"]


async def test_only_an_order_that_costs_nothing_is_placed_without_a_payment() -> None:
    order = await make_order()
    with pytest.raises(orders.IllegalMove):
        await orders.mark_paid(order.customer_id, order.id, None, 0, "EUR")
    assert (await again(order)).status == "pending_payment"
    assert await all_told() == []


async def test_an_order_that_costs_nothing_is_placed_at_once_and_once() -> None:
    shopper = new_id()
    cart = await make_cart(shopper, [(make_item(price=eur(0)), 1)])
    order = await orders.place(shopper, await make_draft(cart, free=True))
    for _ in range(2):
        order = await orders.mark_paid(shopper, order.id, None, 0, "EUR")
    assert (order.status, order.payment_status, order.paid_by) == ("placed", "none", None)
    assert await all_told() == ["orders.OrderPaid"]


async def test_nobody_pays_the_order_of_another() -> None:
    order = await make_order()
    with pytest.raises(NotFound):
        await orders.mark_paid(new_id(), order.id, new_id(), order.total.amount, "EUR")
    assert (await again(order)).status == "pending_payment"


async def test_a_second_payment_of_a_paid_order_goes_back() -> None:
    order = await make_paid_order()
    second = new_id()
    after = await pay(order, attempt_id=second)
    assert (after.status, after.paid_by) == ("placed", order.paid_by)
    assert [fact.attempt_id for fact in await told(orders.PaymentUnwanted)] == [second]
    returned = await orders.note_refund(order.customer_id, order.id, new_id(), 29_90, "EUR")
    assert (returned.payment_status, returned.refunded) == ("paid", eur(0))


async def test_a_payment_for_an_expired_order_is_late() -> None:
    order, attempt = await expired_order(), new_id()
    after = await pay(order, attempt_id=attempt)
    assert (after.status, after.payment_status) == ("expired", "voided")
    late = orders.PaymentArrivedLate(order.customer_id, order.id, attempt, (orders.OrderItem("MUG", 2),))
    assert await told(orders.PaymentArrivedLate) == [late]
    await pay(order, attempt_id=attempt)
    assert await told(orders.PaymentArrivedLate) == [late]


async def test_a_late_payment_opens_the_order_again_when_its_stock_is_there() -> None:
    order, attempt, event = await expired_order(), new_id(), new_id()
    await pay(order, attempt_id=attempt)
    for _ in range(2):
        after = await orders.reopen(order.customer_id, order.id, event_id=event)
    assert (after.status, after.payment_status, after.paid_by) == ("placed", "paid", attempt)
    assert kinds(await again(order)) == ["ordered", "expired", "payment_late", "reopened"]
    assert [fact.attempt_id for fact in await told(orders.OrderPaid)] == [attempt]
    assert await orders.cart(order.customer_id) is None


async def test_a_late_payment_goes_back_when_the_stock_is_gone() -> None:
    order, attempt = await expired_order(), new_id()
    await pay(order, attempt_id=attempt)
    for _ in range(2):
        after = await orders.refuse_payment(order.customer_id, order.id)
    assert (after.status, after.payment_status, after.paid_by) == ("expired", "voided", None)
    assert [fact.attempt_id for fact in await told(orders.PaymentUnwanted)] == [attempt]
    refunded = await orders.note_refund(order.customer_id, order.id, new_id(), 29_90, "EUR")
    assert (refunded.payment_status, refunded.refunded) == ("voided", eur(0))


async def test_a_late_payment_goes_back_when_the_cart_is_another_order_by_now() -> None:
    shopper = new_id()
    draft = await make_draft(await make_cart(shopper))
    first = await orders.place(shopper, draft)
    await orders.abandon(shopper, first.id, "went back")
    second = await orders.place(shopper, draft)
    await pay(first)
    assert ((await again(first)).status, (await again(second)).status) == ("cancelled", "pending_payment")
    assert await all_told() == ["orders.OrderAbandoned", "orders.PaymentUnwanted", "orders.OrderLetGo"]


async def test_stock_reserved_again_is_let_go_when_another_order_was_faster() -> None:
    shopper = new_id()
    draft = await make_draft(await make_cart(shopper))
    first = await orders.place(shopper, draft)
    await orders.abandon(shopper, first.id, "went back")
    await pay(first)
    second = await orders.place(shopper, draft)
    await orders.reopen(shopper, first.id)
    assert ((await again(first)).status, (await again(second)).status) == ("cancelled", "pending_payment")
    assert await all_told() == [
        "orders.OrderAbandoned",
        "orders.PaymentArrivedLate",
        "orders.PaymentUnwanted",
        "orders.OrderLetGo",
    ]


async def test_what_staff_have_cancelled_stays_cancelled() -> None:
    order = await make_order()
    await orders.cancel(order.customer_id, order.id, "fraud", "staff")
    await pay(order)
    assert (await again(order)).status == "cancelled"
    assert await all_told() == ["orders.OrderAbandoned", "orders.PaymentUnwanted", "orders.OrderLetGo"]


async def test_refunds_add_up_to_partly_and_wholly_refunded() -> None:
    order, refund = await make_paid_order(), new_id()
    for _ in range(2):
        after = await orders.note_refund(order.customer_id, order.id, refund, 9_90, "EUR")
    assert (after.status, after.payment_status, after.refunded) == ("placed", "partially_refunded", eur(9_90))
    after = await orders.note_refund(order.customer_id, order.id, new_id(), 20_00, "EUR")
    assert (after.payment_status, after.refunded) == ("refunded", eur(29_90))
    assert kinds(await again(order)) == ["ordered", "paid", "refunded", "refunded"]
    assert after.events[-1].message == "€20.00 is on its way back to you."


async def test_a_cancelled_order_is_refunded_and_stays_cancelled() -> None:
    order = await make_paid_order()
    await orders.cancel(order.customer_id, order.id, "broken in store", "staff")
    after = await orders.note_refund(order.customer_id, order.id, new_id(), 29_90, "EUR")
    assert (after.status, after.payment_status) == ("cancelled", "refunded")
    assert (await orders.audit()).illegal == ()


async def test_paying_and_expiring_at_once_end_in_one_of_the_two() -> None:
    for _ in range(5):
        order = await make_order()
        whose: tuple[UUID, UUID] = (order.customer_id, order.id)
        await asyncio.gather(pay(order), orders.expire(*whose, ordinal=0), pay(order), orders.expire(*whose, ordinal=0))
        after = await again(order)
        assert str(after.status) in ("placed", "expired")
        late = [fact for fact in await told(orders.PaymentArrivedLate) if fact.order_id == order.id]
        assert len(late) <= (1 if after.status == "expired" else 0)


async def test_an_order_whose_stock_turns_out_to_be_gone_is_cancelled_and_its_money_goes_back() -> None:
    order = await make_paid_order()
    event = new_id()
    await orders.refuse_payment(order.customer_id, order.id, event_id=event)
    after = await orders.refuse_payment(order.customer_id, order.id, event_id=event)
    assert (after.status, after.cancelled_by) == (orders.OrderStatus.CANCELLED, "system")
    assert [fact.order_id for fact in await told(orders.OrderCancelled)] == [order.id]


async def test_missing_stock_of_an_order_on_its_way_is_noted_for_staff() -> None:
    order, event = await make_paid_order(), new_id()
    await send(order)
    for _ in range(2):
        after = await orders.refuse_payment(order.customer_id, order.id, event_id=event)
    assert after.status == orders.OrderStatus.PROCESSING
    note = (await again(order)).events[-1]
    assert (note.kind, note.public) == ("note", False)
    assert note.message == "Stock missing: none could be taken for this order."
