"""One cart at one version becomes one order, frozen as its shopper agreed to it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from domains import orders
from domains.shared.errors import NotFound
from domains.shared.ids import new_id
from tests.support.orders import (
    BERLIN,
    again,
    all_told,
    eur,
    let_time_pass,
    make_cart,
    make_draft,
    make_item,
    make_order,
    make_paid_order,
    pay,
    told,
)

pytestmark = pytest.mark.usefixtures("new_shop")


@pytest.fixture
def shopper() -> UUID:
    return new_id()


async def count(table: str) -> int:
    async with orders.database.reading() as session:
        return int(await session.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608


async def copy_of_the_order() -> None:
    async with orders.database.transaction() as session:
        await session.execute(sa.text("CREATE TEMP TABLE twin ON COMMIT DROP AS SELECT * FROM orders"))
        await session.execute(sa.text("UPDATE twin SET id = :id, number = 'OTHER'"), {"id": new_id()})
        await session.execute(sa.text("INSERT INTO orders SELECT * FROM twin"))


async def test_an_order_is_frozen_as_it_was_agreed_to(shopper: UUID) -> None:
    cart = await make_cart(shopper, [(make_item(), 2), (make_item("BOWL", title="Bowl", price=eur(20_00)), 1)])
    order = await again(await orders.place(shopper, await make_draft(cart, discounts={"BOWL": 3_00})))
    assert (order.status, order.payment_status, order.fulfilment_status) == (
        "pending_payment",
        "pending",
        "unfulfilled",
    )
    assert (order.goods, order.discount, order.shipping) == (eur(45_00), eur(3_00), eur(4_90))
    assert (order.total, order.tax, order.tax_included) == (eur(46_90), eur(7_48), True)
    assert (order.email, order.shipping_address) == ("ada@example.com", BERLIN)
    assert (order.shipping_code, order.shipping_label) == ("standard", "Standard delivery")
    mug, bowl = order.lines
    assert (mug.title, mug.options_text, mug.image) == ("Mug", "Size: Large, Colour: Blue", "pictures/mug")
    assert (mug.quantity, mug.unit, mug.line_total, mug.tax) == (2, eur(12_50), eur(25_00), eur(3_99))
    assert (bowl.unit, bowl.discount, bowl.line_total, bowl.tax) == (eur(20_00), eur(3_00), eur(17_00), eur(2_71))
    vat = [(line.label, line.rate, line.base, line.amount) for line in order.tax_lines]
    assert vat == [("VAT", Decimal("0.19"), eur(39_42), eur(7_48))]
    assert [(event.kind, event.before, event.after) for event in order.events] == [("ordered", None, "pending_payment")]


async def test_a_later_change_of_the_cart_does_not_reach_the_order(shopper: UUID) -> None:
    order = await make_order(shopper)
    await orders.add_to_cart(shopper, make_item(title="Other name", price=eur(99_00)), 5)
    kept = await again(order)
    assert [(line.title, line.quantity, line.unit) for line in kept.lines] == [("Mug", 2, eur(12_50))]


async def test_a_double_click_is_one_order(shopper: UUID) -> None:
    draft = await make_draft(await make_cart(shopper))
    first, second = await orders.place(shopper, draft), await orders.place(shopper, draft)
    assert (first.id, first.number, first.token) == (second.id, second.number, second.token)
    assert (await count("orders"), await count("order_numbers"), await count("payment_timers")) == (1, 1, 1)


async def test_five_calls_at_once_are_one_order(shopper: UUID) -> None:
    draft = await make_draft(await make_cart(shopper))
    placed = await asyncio.gather(*(orders.place(shopper, draft) for _ in range(5)))
    assert len({order.id for order in placed}) == 1
    assert (await count("orders"), await count("order_lines"), await count("order_events")) == (1, 1, 1)


async def test_the_database_itself_holds_one_open_order_per_cart(shopper: UUID) -> None:
    order = await make_order(shopper)
    with pytest.raises(IntegrityError, match="uq_orders_open_cart"):
        await copy_of_the_order()
    assert (await again(order)).status == "pending_payment"


async def test_the_database_itself_refuses_an_order_whose_parts_do_not_sum_up(shopper: UUID) -> None:
    await make_order(shopper)
    with pytest.raises(IntegrityError, match="ck_orders_parts"):
        async with orders.database.transaction() as session:
            await session.execute(sa.text("UPDATE orders SET total_amount = total_amount + 1"))


async def test_a_cart_that_has_changed_is_not_ordered(shopper: UUID) -> None:
    draft = await make_draft(await make_cart(shopper))
    await orders.add_to_cart(shopper, make_item("BOWL"), 1)
    with pytest.raises(orders.CartChanged):
        await orders.place(shopper, draft)
    assert await count("orders") == 0
    assert await all_told() == []


async def test_an_order_to_an_address_that_is_no_longer_meant_is_not_placed(shopper: UUID) -> None:
    draft = await make_draft(await make_cart(shopper))
    await orders.set_contact(shopper, "ada@example.com", replace(BERLIN, line1="Weg 2"))
    with pytest.raises(orders.CartChanged):
        await orders.place(shopper, draft)
    assert await count("orders") == 0


async def test_a_draft_of_other_quantities_than_the_cart_is_refused(shopper: UUID) -> None:
    cart = await make_cart(shopper)
    draft = await make_draft(cart)
    other = await make_draft(await make_cart(new_id(), [(make_item(), 1)]))
    with pytest.raises(orders.CartChanged):
        await orders.place(shopper, replace(draft, priced=other.priced, totals=other.totals, shipping=other.shipping))
    assert await count("orders") == 0


async def test_a_draft_that_does_not_add_up_is_our_own_mistake(shopper: UUID) -> None:
    draft = await make_draft(await make_cart(shopper))
    with pytest.raises(ValueError, match="does not add up: total"):
        await orders.place(shopper, replace(draft, totals=replace(draft.totals, total=eur(1))))
    assert await count("orders") == 0


async def test_nobody_orders_the_cart_of_another(shopper: UUID) -> None:
    draft = await make_draft(await make_cart(shopper))
    with pytest.raises(NotFound):
        await orders.place(new_id(), draft)
    assert await count("orders") == 0


async def test_more_than_one_payment_can_be_is_refused(shopper: UUID) -> None:
    cart = await make_cart(shopper, [(make_item(price=eur(999_999_99)), 2)])
    with pytest.raises(orders.TooLarge):
        await orders.place(shopper, await make_draft(cart))
    assert await count("orders") == 0


async def test_an_earlier_order_at_another_price_has_to_be_given_up_first(shopper: UUID) -> None:
    order = await make_order(shopper)
    await orders.choose_shipping(shopper, "express")
    cart = await orders.cart(shopper)
    assert cart is not None
    draft = await make_draft(cart)
    with pytest.raises(orders.OrderWaiting) as refusal:
        await orders.place(shopper, draft)
    assert (refusal.value.order_id, refusal.value.number) == (order.id, order.number)
    await orders.abandon(shopper, order.id, "chose another delivery")
    after = await orders.place(shopper, draft)
    assert (after.id != order.id, after.total) == (True, eur(34_90))


async def test_after_giving_up_the_same_cart_becomes_a_new_order(shopper: UUID) -> None:
    draft = await make_draft(await make_cart(shopper))
    first = await orders.place(shopper, draft)
    await orders.abandon(shopper, first.id, "went back")
    second = await orders.place(shopper, draft)
    assert second.id != first.id
    assert ((await again(first)).status, second.status) == ("cancelled", "pending_payment")


async def test_pressed_again_after_paying_it_is_the_paid_order(shopper: UUID) -> None:
    draft = await make_draft(await make_cart(shopper))
    order = await pay(await orders.place(shopper, draft))
    same = await orders.place(shopper, draft)
    assert (same.id, same.status) == (order.id, "placed")


async def test_edits_placing_and_paying_at_once_never_lock_each_other_out(shopper: UUID) -> None:
    for _ in range(5):
        order = await make_order(shopper)
        draft = await make_draft(await orders.cart(shopper))  # type: ignore[arg-type]  # it has just been filled
        done = await asyncio.gather(
            orders.add_to_cart(shopper, make_item("BOWL"), 1),
            orders.place(shopper, draft),
            pay(order),
            orders.add_to_cart(shopper, make_item("PLATE"), 1),
            pay(order),
            orders.abandon(shopper, order.id, "race"),
            return_exceptions=True,
        )
        wrong = [one for one in done if isinstance(one, BaseException)]
        assert all(isinstance(one, orders.CartChanged | orders.OrderWaiting | orders.IllegalMove) for one in wrong), (
            wrong
        )
        assert (await again(order)).status in ("placed", "cancelled")
        await orders.refuse_payment(shopper, order.id)
        for waiting in (await orders.recent(status=orders.OrderStatus.PENDING_PAYMENT)).orders:
            await orders.abandon(shopper, waiting.id, "next round")
    assert (await orders.audit()).illegal == ()


async def test_the_time_to_pay_passes_once_and_only_for_the_unpaid(shopper: UUID) -> None:
    waiting, paid = await make_order(shopper), await make_paid_order()
    given_up, expired, cancelled = [await make_order() for _ in range(3)]
    await orders.abandon(given_up.customer_id, given_up.id, "went back")
    await orders.expire(expired.customer_id, expired.id, ordinal=0)
    await orders.cancel(cancelled.customer_id, cancelled.id, "fraud", "staff")
    assert await orders.pass_deadlines() == 0
    for order in (waiting, paid, given_up, expired, cancelled):
        await let_time_pass(order)
    passed = await asyncio.gather(*(orders.pass_deadlines() for _ in range(4)))
    assert sum(passed) == 1
    assert await told(orders.DeadlinePassed) == [orders.DeadlinePassed(shopper, waiting.id)]
    assert await orders.pass_deadlines() == 0


async def test_a_deadline_that_another_clock_is_working_on_is_left_to_it(shopper: UUID) -> None:
    await let_time_pass(await make_order(shopper))
    async with orders.database.transaction() as session:
        await session.execute(sa.text("SELECT 1 FROM payment_timers FOR UPDATE"))
        assert await orders.pass_deadlines() == 0
    assert await orders.pass_deadlines() == 1


async def test_the_deadline_is_the_end_of_the_stock_hold(shopper: UUID) -> None:
    order = await make_order(shopper)
    async with orders.database.reading() as session:
        due = await session.scalar(sa.text("SELECT due_at FROM payment_timers"))
    assert due == order.pay_until + timedelta(seconds=120)
