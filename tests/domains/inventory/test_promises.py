"""What becomes of a hold: allocated, released, prolonged, shipped; each told twice, late or out of turn."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from domains import inventory
from domains.inventory import Item, OutOfStock, StockRefused, StockReservedAgain
from domains.shared import clock
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, end_holds, figures, hold, in_minutes, insist, make_stock, told

CUSTOMER = new_id()


async def kinds(sku: str = "MUG") -> list[str]:
    """What the ledger tells, oldest first."""
    return [str(movement.kind) for movement in reversed(await inventory.movements(sku))]


async def held_for(order_id: UUID) -> list[tuple[str, int]]:
    async with inventory.database.reading() as session:
        rows = sa.select(inventory.Reservation).where(inventory.Reservation.order_id == order_id)
        return [(str(row.status), row.quantity) for row in await session.scalars(rows)]


async def test_a_paid_order_keeps_its_goods_until_they_are_shipped() -> None:
    await make_stock("MUG", 5)
    order_id, fulfilment_id = await hold("MUG", 2), new_id()
    await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)])
    assert await figures("MUG") == (5, 0, 2)
    await inventory.ship(CUSTOMER, order_id, fulfilment_id, [Item("MUG", 2)])
    assert await figures("MUG") == (3, 0, 0)
    assert await inventory.available("MUG") == 3
    assert await kinds() == ["adjusted", "reserved", "allocated", "shipped"]
    shipped = (await inventory.movements("MUG", 1))[0]
    assert (shipped.on_hand, shipped.allocated, shipped.on_hand_after) == (-2, -2, 3)
    assert (shipped.order_id, shipped.reference) == (order_id, str(fulfilment_id))
    await assert_books_balance()


async def test_every_step_told_twice_counts_once() -> None:
    await make_stock("MUG", 5)
    order_id, fulfilment_id, events = await hold("MUG", 2), new_id(), [new_id() for _ in range(2)]
    for event_id in (*events, None):
        await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)], event_id)
    for event_id in (*events, None):
        await inventory.ship(CUSTOMER, order_id, fulfilment_id, [Item("MUG", 1)], event_id)
    assert await figures("MUG") == (4, 0, 1)
    for event_id in (*events, None):
        await inventory.release(order_id, ["MUG"], event_id)
    assert await figures("MUG") == (4, 0, 0)
    assert await kinds() == ["adjusted", "reserved", "allocated", "shipped", "released"]
    await assert_books_balance()


async def test_ten_workers_allocating_one_order_allocate_it_once() -> None:
    await make_stock("MUG", 9)
    order_id = await hold("MUG", 2)
    await asyncio.gather(
        *(insist(lambda: inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)], new_id())) for _ in range(10))
    )
    assert await figures("MUG") == (9, 0, 2)
    await assert_books_balance()


async def test_parcels_may_leave_one_by_one() -> None:
    await make_stock("MUG", 5)
    order_id = await hold("MUG", 3)
    await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 3)])
    await inventory.ship(CUSTOMER, order_id, new_id(), [Item("MUG", 1)])
    await inventory.ship(CUSTOMER, order_id, new_id(), [Item("MUG", 2)])
    assert await figures("MUG") == (2, 0, 0)
    await assert_books_balance()


async def test_a_released_hold_is_free_again() -> None:
    await make_stock("MUG", 2)
    order_id = await hold("MUG", 2)
    await inventory.release(order_id, ["MUG"])
    assert await figures("MUG") == (2, 0, 0)
    assert await held_for(order_id) == [("released", 2)]
    await hold("MUG", 2)


async def test_a_prolonged_hold_outlives_its_first_end() -> None:
    await make_stock("MUG", 2)
    order_id = await hold("MUG", 2, ends_at=clock.now() + timedelta(milliseconds=300))
    await inventory.prolong(order_id, ["MUG"], in_minutes(60))
    await asyncio.sleep(0.4)
    assert await inventory.available("MUG") == 0
    with pytest.raises(OutOfStock):
        await hold("MUG", 1)


async def test_prolonging_never_shortens_a_hold() -> None:
    await make_stock("MUG", 2)
    order_id = await hold("MUG", 2)
    await inventory.prolong(order_id, ["MUG"], clock.now() - timedelta(minutes=1))
    assert await inventory.sweep_ended_holds() == 0
    assert await figures("MUG") == (2, 2, 0)


async def test_a_payment_after_the_hold_ended_takes_the_goods_again() -> None:
    await make_stock("MUG", 2)
    order_id = await hold("MUG", 2)
    await end_holds(order_id)
    await inventory.sweep_ended_holds()
    await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)], new_id())
    assert await figures("MUG") == (2, 0, 2)
    assert await told(StockRefused) == []
    await assert_books_balance()


async def test_a_payment_after_the_goods_went_to_others_is_refused_and_holds_nothing() -> None:
    await make_stock("MUG", 2)
    await make_stock("BOWL", 2)
    customer_id, order_id = new_id(), new_id()
    await inventory.reserve(customer_id, order_id, [Item("MUG", 2), Item("BOWL", 1)], in_minutes(33))
    async with inventory.database.transaction() as session:
        ended = sa.update(inventory.Reservation).where(inventory.Reservation.sku == "MUG")
        await session.execute(ended.values(ends_at=sa.func.now() - timedelta(seconds=1)))
    await hold("MUG", 1)
    event_id = new_id()
    for _ in range(2):
        await inventory.allocate(customer_id, order_id, [Item("MUG", 2), Item("BOWL", 1)], event_id)
    assert await figures("MUG") == (2, 1, 0)
    assert await figures("BOWL") == (2, 0, 0)
    assert await told(StockRefused) == [StockRefused(customer_id, order_id)]
    await assert_books_balance()


async def test_a_late_payment_reserves_again_or_says_that_it_cannot() -> None:
    await make_stock("MUG", 2)
    customer_id, first, second = new_id(), new_id(), new_id()
    for order_id, event_id in ((first, new_id()), (second, new_id())):
        for _ in range(2):
            await inventory.reserve_again(customer_id, order_id, [Item("MUG", 2)], event_id)
    assert await told(StockReservedAgain) == [StockReservedAgain(customer_id, first)]
    assert await told(StockRefused) == [StockRefused(customer_id, second)]
    assert await figures("MUG") == (2, 2, 0)
    await assert_books_balance()


async def test_the_closing_of_an_order_that_arrives_after_its_reopening_frees_nothing() -> None:
    await make_stock("MUG", 2)
    customer_id, order_id = new_id(), new_id()
    abandoned, late_payment, cancelled = new_id(), new_id(), new_id()
    await inventory.reserve_again(customer_id, order_id, [Item("MUG", 2)], late_payment)
    await inventory.release(order_id, ["MUG"], abandoned)
    assert await figures("MUG") == (2, 2, 0)
    await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)])
    await inventory.release(order_id, ["MUG"], abandoned)
    assert await figures("MUG") == (2, 0, 2)
    await inventory.release(order_id, ["MUG"], cancelled)
    assert await figures("MUG") == (2, 0, 0)


async def test_a_hold_that_outlived_the_closing_is_kept_for_the_reopened_order() -> None:
    await make_stock("MUG", 2)
    abandoned, late_payment = new_id(), new_id()
    order_id = await hold("MUG", 2)
    await inventory.reserve_again(new_id(), order_id, [Item("MUG", 2)], late_payment)
    await inventory.release(order_id, ["MUG"], abandoned)
    assert await held_for(order_id) == [("active", 2)]
    assert await figures("MUG") == (2, 2, 0)


async def test_a_payment_told_after_the_younger_cancellation_allocates_nothing() -> None:
    await make_stock("MUG", 2)
    order_id = await hold("MUG", 2)
    paid, cancelled = new_id(), new_id()
    await inventory.release(order_id, ["MUG"], cancelled)
    await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)], paid)
    assert await figures("MUG") == (2, 0, 0)
    await assert_books_balance()


@pytest.mark.parametrize("swept", [True, False])
async def test_the_same_holds_where_the_hold_had_ended_before_the_cancellation(swept: bool) -> None:
    await make_stock("MUG", 2)
    order_id = await hold("MUG", 2)
    await end_holds(order_id)
    if swept:
        await inventory.sweep_ended_holds()
    paid, cancelled = new_id(), new_id()
    await inventory.release(order_id, ["MUG"], cancelled)
    await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)], paid)
    assert await figures("MUG") == (2, 0, 0)
    assert await told(StockRefused) == []
    await assert_books_balance()


async def test_a_cancellation_told_after_the_giving_up_still_outweighs_the_payment_between_them() -> None:
    await make_stock("MUG", 2)
    order_id = await hold("MUG", 2)
    abandoned, paid, cancelled = new_id(), new_id(), new_id()
    await inventory.release(order_id, ["MUG"], abandoned)
    await inventory.release(order_id, ["MUG"], cancelled)
    await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)], paid)
    assert await figures("MUG") == (2, 0, 0)


@pytest.mark.parametrize("paid_is_older", [True, False])
async def test_an_order_never_held_and_cancelled_gets_nothing_when_its_payment_is_told(paid_is_older: bool) -> None:
    await make_stock("MUG", 2)
    order_id, events = new_id(), sorted((new_id(), new_id()))
    paid, cancelled = events if paid_is_older else reversed(events)
    await inventory.release(order_id, ["MUG"], cancelled, for_good=True)
    await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)], paid)
    assert await figures("MUG") == (2, 0, 0)
    assert await kinds() == ["adjusted"]
    assert await told(StockRefused) == []


async def test_payment_and_cancellation_told_at_once_leave_nothing_allocated() -> None:
    await make_stock("MUG", 20)
    for _ in range(10):
        order_id, paid, cancelled = new_id(), new_id(), new_id()
        await asyncio.gather(
            insist(lambda: inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)], paid)),  # noqa: B023
            insist(lambda: inventory.release(order_id, ["MUG"], cancelled, for_good=True)),  # noqa: B023
        )
    assert await figures("MUG") == (20, 0, 0)
    await assert_books_balance()


@pytest.mark.parametrize(
    "statement", ["UPDATE movements SET on_hand = 1", "DELETE FROM movements", "TRUNCATE movements"]
)
async def test_the_ledger_cannot_be_rewritten(statement: str) -> None:
    await make_stock("MUG", 5)
    with pytest.raises(DBAPIError, match="never rewritten"):
        async with inventory.database.transaction() as session:
            await session.execute(sa.text(statement))
    await assert_books_balance()


async def test_the_books_name_a_figure_that_nothing_explains() -> None:
    await make_stock("MUG", 5)
    order_id = await hold("MUG", 2)
    await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)])
    async with inventory.database.transaction() as session:
        await session.execute(sa.text("UPDATE levels SET on_hand = 7"))
    audit = await inventory.audit()
    (level,) = audit.levels
    assert (level.wrong, level.kept) == (("on hand 7 (ledger 5)",), 2)
    (order,) = audit.orders
    assert (order.order_id, order.sku, order.reserved, order.allocated, order.shipped) == (order_id, "MUG", 0, 2, 0)
