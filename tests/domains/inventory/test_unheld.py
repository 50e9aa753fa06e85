"""Goods that leave, or are paid for, without having been kept: the books follow what has happened."""

import pytest

from domains import inventory
from domains.inventory import Item, StockRefused
from domains.shared.errors import Unavailable
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, end_holds, figures, hold, make_stock, told

CUSTOMER = new_id()
UNBOOKED = "sent although the books had none free: count the shelf"


async def ledger(sku: str = "MUG") -> list[tuple[str, int, str]]:
    """What the ledger tells after the first count, oldest first."""
    moves = reversed(await inventory.movements(sku))
    return [(str(move.kind), move.on_hand, move.reason) for move in moves][1:]


async def test_shipping_before_allocation_is_offered_again() -> None:
    await make_stock("MUG", 5)
    order_id, event_id = await hold("MUG", 2), new_id()
    with pytest.raises(Unavailable):
        await inventory.ship(CUSTOMER, order_id, new_id(), [Item("MUG", 2)], event_id)
    assert await figures("MUG") == (5, 2, 0)
    await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)])
    await inventory.ship(CUSTOMER, order_id, new_id(), [Item("MUG", 2)], event_id)
    assert await figures("MUG") == (3, 0, 0)


async def test_shipping_waits_as_long_as_an_ended_hold_may_be_taken_again() -> None:
    await make_stock("MUG", 5)
    order_id = await hold("MUG", 2)
    await end_holds(order_id)
    await inventory.sweep_ended_holds()
    with pytest.raises(Unavailable):
        await inventory.ship(CUSTOMER, order_id, new_id(), [Item("MUG", 2)])
    assert await figures("MUG") == (5, 0, 0)


async def test_what_was_refused_and_sent_all_the_same_leaves_the_shelf() -> None:
    await make_stock("MUG", 2)
    order_id, paid, parcel = await hold("MUG", 2), new_id(), new_id()
    await end_holds(order_id)
    other = await hold("MUG", 1)
    await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)], paid)
    assert await told(StockRefused) == [StockRefused(CUSTOMER, order_id)]
    await inventory.release(other, ["MUG"])
    for event_id in (new_id(), new_id()):
        await inventory.ship(CUSTOMER, order_id, parcel, [Item("MUG", 2)], event_id)
    assert await figures("MUG") == (0, 0, 0)
    assert (await ledger())[-1] == ("shipped", -2, "shipped")
    assert (await shipped(order_id)) == 2
    await assert_books_balance()


async def test_what_was_sent_beyond_the_books_is_booked_in_by_name_and_takes_from_no_other_order() -> None:
    await make_stock("MUG", 2)
    await hold("MUG", 1)
    order_id, parcel = new_id(), new_id()
    await inventory.ship(CUSTOMER, order_id, parcel, [Item("MUG", 3)])
    assert await figures("MUG") == (1, 1, 0)
    assert (await ledger())[-2:] == [("adjusted", 2, UNBOOKED), ("shipped", -3, "shipped")]
    assert await shipped(order_id) == 3
    await assert_books_balance()


async def test_a_sku_nobody_ever_counted_can_have_been_sent_too() -> None:
    await inventory.ship(CUSTOMER, new_id(), new_id(), [Item("NEW", 1)])
    assert await figures("NEW") == (0, 0, 0)
    assert [str(move.kind) for move in await inventory.movements("NEW")] == ["shipped", "adjusted"]
    await assert_books_balance()


async def test_it_leaves_the_first_locations_that_have_it() -> None:
    await inventory.create_location("barn", "The barn", "DE", 5)
    await make_stock("MUG", 1)
    await make_stock("MUG", 4, "barn")
    await inventory.ship(CUSTOMER, new_id(), new_id(), [Item("MUG", 3)])
    assert (await figures("MUG"), await figures("MUG", "barn")) == ((0, 0, 0), (2, 0, 0))
    await assert_books_balance()


async def test_a_paid_order_without_a_hold_gets_what_is_there() -> None:
    await make_stock("MUG", 5)
    order_id, paid = new_id(), new_id()
    for event_id in (paid, paid, new_id()):
        await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2)], event_id)
    assert await figures("MUG") == (5, 0, 2)
    await inventory.ship(CUSTOMER, order_id, new_id(), [Item("MUG", 2)])
    assert await figures("MUG") == (3, 0, 0)
    await assert_books_balance()


async def test_where_there_is_too_little_it_gets_the_rest_and_the_books_name_it() -> None:
    await make_stock("MUG", 1)
    await make_stock("BOWL", 1)
    order_id = new_id()
    await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 2), Item("BOWL", 1)], new_id())
    assert (await figures("MUG"), await figures("BOWL")) == ((1, 0, 0), (1, 0, 1))
    assert await told(StockRefused) == []
    assert [(row.sku, row.allocated) for row in (await inventory.audit()).orders] == [("BOWL", 1)]


async def test_what_left_before_the_payment_was_told_is_not_kept_again() -> None:
    await make_stock("MUG", 5)
    order_id = new_id()
    await inventory.ship(CUSTOMER, order_id, new_id(), [Item("MUG", 1)])
    await inventory.allocate(CUSTOMER, order_id, [Item("MUG", 3)], new_id())
    assert await figures("MUG") == (4, 0, 2)
    await assert_books_balance()


async def shipped(order_id: object) -> int:
    """How many the books say have left for an order."""
    return sum(row.shipped for row in (await inventory.audit()).orders if row.order_id == order_id)
