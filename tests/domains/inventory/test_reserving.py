"""Holding goods for an order: all lines or none, never one unit twice."""

import asyncio
from collections.abc import Awaitable

import pytest

from domains import inventory
from domains.inventory import Item, OutOfStock
from domains.shared.errors import Invalid
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, end_holds, figures, hold, in_minutes, insist, make_stock


async def test_a_reservation_takes_from_what_is_available() -> None:
    await make_stock("MUG", 5)
    await hold("MUG", 2)
    assert await figures("MUG") == (5, 2, 0)
    assert await inventory.available("MUG") == 3
    await assert_books_balance()


async def test_the_ledger_tells_what_a_reservation_did() -> None:
    await make_stock("MUG", 5)
    order_id = await hold("MUG", 2)
    newest, first = await inventory.movements("MUG", 10)
    assert (newest.kind, newest.on_hand, newest.reserved, newest.order_id) == ("reserved", 0, 2, order_id)
    assert (newest.on_hand_after, newest.reserved_after, newest.allocated_after) == (5, 2, 0)
    assert (first.kind, first.on_hand, first.on_hand_after, first.actor) == ("adjusted", 5, 5, "tests")


async def test_all_short_lines_are_named_and_nothing_is_held() -> None:
    await make_stock("MUG", 5)
    await make_stock("BOWL", 1)
    items = [Item("MUG", 2), Item("BOWL", 2), Item("GHOST", 1)]
    with pytest.raises(OutOfStock) as refusal:
        await inventory.reserve(new_id(), new_id(), items, in_minutes(33))
    assert refusal.value.short == {"BOWL": 1, "GHOST": 0}
    assert str(refusal.value) == "Some of these are no longer in stock."
    assert await figures("MUG") == (5, 0, 0)
    assert await figures("BOWL") == (1, 0, 0)
    assert len(await inventory.movements("MUG", 10)) == 1


async def test_one_short_line_says_how_many_are_left() -> None:
    await make_stock("MUG", 2)
    with pytest.raises(OutOfStock, match=r"^Only 2 of these are left\.$"):
        await hold("MUG", 3)


async def test_reserving_the_same_order_again_holds_nothing_more() -> None:
    await make_stock("MUG", 5)
    order_id = await hold("MUG", 2)
    await hold("MUG", 2, order_id=order_id)
    assert await figures("MUG") == (5, 2, 0)


async def test_the_same_order_reserved_by_ten_at_once_is_held_once() -> None:
    await make_stock("MUG", 50)
    order_id = new_id()
    await asyncio.gather(*(insist(lambda: hold("MUG", 2, order_id=order_id)) for _ in range(10)))
    assert await figures("MUG") == (50, 2, 0)
    await assert_books_balance()


async def test_lines_of_one_sku_are_added_up_before_they_are_compared() -> None:
    await make_stock("MUG", 3)
    with pytest.raises(OutOfStock) as refusal:
        await inventory.reserve(new_id(), new_id(), [Item("MUG", 2), Item("MUG", 2)], in_minutes(33))
    assert refusal.value.short == {"MUG": 3}
    assert await figures("MUG") == (3, 0, 0)


@pytest.mark.parametrize("quantity", [0, -1, 2**31])
async def test_an_impossible_quantity_is_refused(quantity: int) -> None:
    await make_stock("MUG", 3)
    with pytest.raises(Invalid):
        await hold("MUG", quantity)
    assert await figures("MUG") == (3, 0, 0)


async def test_fifty_buyers_of_five_units_get_exactly_five() -> None:
    await make_stock("MUG", 5)
    outcomes = await asyncio.gather(*(insist(lambda: hold("MUG")) for _ in range(50)), return_exceptions=True)
    assert sum(isinstance(outcome, OutOfStock) for outcome in outcomes) == 45
    assert sum(not isinstance(outcome, BaseException) for outcome in outcomes) == 5
    assert await figures("MUG") == (5, 5, 0)
    assert await inventory.available("MUG") == 0
    await assert_books_balance()


async def test_crossed_orders_of_the_same_goods_never_lock_each_other_out() -> None:
    await make_stock("A", 30)
    await make_stock("B", 30)
    crossed = [[Item("A", 1), Item("B", 1)], [Item("B", 1), Item("A", 1)]]

    def buy(items: list[Item]) -> Awaitable[None]:
        order_id = new_id()
        return insist(lambda: inventory.reserve(new_id(), order_id, items, in_minutes(33)))

    outcomes = await asyncio.gather(*(buy(crossed[n % 2]) for n in range(40)), return_exceptions=True)
    refused = [outcome for outcome in outcomes if outcome is not None]
    assert len(refused) == 10
    assert {type(refusal) for refusal in refused} == {OutOfStock}
    assert await figures("A") == await figures("B") == (30, 30, 0)
    await assert_books_balance()


async def test_a_hold_past_its_end_is_free_although_nobody_swept_it() -> None:
    await make_stock("MUG", 1)
    gone = await hold("MUG")
    await end_holds(gone)
    level = (await inventory.levels(["MUG"]))["MUG"][0]
    assert (level.reserved, level.available) == (1, 1)
    await hold("MUG")
    assert await figures("MUG") == (1, 1, 0)
    assert [movement.kind for movement in await inventory.movements("MUG")] == [
        "reserved",
        "expired",
        "reserved",
        "adjusted",
    ]
    await assert_books_balance()


async def test_many_buyers_after_an_ended_hold_get_only_what_it_held() -> None:
    await make_stock("MUG", 3)
    await end_holds(await hold("MUG", 3))
    outcomes = await asyncio.gather(*(insist(lambda: hold("MUG")) for _ in range(12)), return_exceptions=True)
    assert sum(isinstance(outcome, OutOfStock) for outcome in outcomes) == 9
    assert await figures("MUG") == (3, 3, 0)
    await assert_books_balance()


async def test_the_sweep_ends_every_overdue_hold_once() -> None:
    await make_stock("A", 4)
    await make_stock("B", 4)
    ended = await hold("A", 2), await hold("B", 1)
    await hold("B", 1)
    for order_id in ended:
        await end_holds(order_id)
    assert (await inventory.audit()).overdue != ()
    assert await inventory.sweep_ended_holds() == 2
    assert await inventory.sweep_ended_holds() == 0
    assert (await inventory.audit()).overdue == ()
    assert await figures("A") == (4, 0, 0)
    assert await figures("B") == (4, 1, 0)
    await assert_books_balance()


async def test_an_order_may_need_goods_from_two_locations() -> None:
    await inventory.create_location("shop", "Shop", "DE", 1)
    await make_stock("MUG", 2)
    await make_stock("MUG", 3, "shop")
    await hold("MUG", 4)
    assert await figures("MUG", "main") == (2, 2, 0)
    assert await figures("MUG", "shop") == (3, 2, 0)
    await assert_books_balance()
