"""One order reserved by several calls at once: a double press, or a retry that meets the first try."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from domains import inventory
from domains.inventory import Item
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, end_holds, figures, hold, in_minutes, make_stock

ROUNDS = 15


async def press(order_id: UUID, items: Sequence[Item], times: int = 5) -> None:
    """A few milliseconds apart, so that one is done while another is on its way. Every call must end well."""
    customer_id, ends_at = new_id(), in_minutes(33)

    async def once(nth: int) -> None:
        await asyncio.sleep(nth * 0.002)
        await inventory.reserve(customer_id, order_id, items, ends_at)

    await asyncio.gather(*(once(nth) for nth in range(times)))


async def test_the_last_unit_pressed_five_times_at_once_is_held_once_and_refused_to_nobody() -> None:
    for turn in range(ROUNDS):
        sku = await make_stock(f"MUG-{turn}", 1)
        await press(new_id(), [Item(sku, 1)])
        assert await figures(sku) == (1, 1, 0)
    await assert_books_balance()


async def test_an_order_never_holds_one_unit_at_each_of_two_locations() -> None:
    await inventory.create_location("shop", "Shop", "US", 1)
    for turn in range(ROUNDS):
        sku = await make_stock(f"MUG-{turn}", 1)
        await make_stock(sku, 1, "shop")
        await press(new_id(), [Item(sku, 1)])
        assert await figures(sku) == (1, 1, 0)
        assert await figures(sku, "shop") == (1, 0, 0)
    await assert_books_balance()


async def test_pressing_twice_gets_the_unit_of_an_ended_hold_nobody_swept() -> None:
    for turn in range(ROUNDS):
        sku = await make_stock(f"MUG-{turn}", 1)
        await end_holds(await hold(sku))
        await press(new_id(), [Item(sku, 1)])
        assert await figures(sku) == (1, 1, 0)
    await assert_books_balance()


async def test_pressing_twice_holds_every_line_once() -> None:
    for turn in range(ROUNDS):
        one, other = await make_stock(f"MUG-{turn}", 1), await make_stock(f"BOWL-{turn}", 2)
        await press(new_id(), [Item(one, 1), Item(other, 2)])
        assert await figures(one) == (1, 1, 0)
        assert await figures(other) == (2, 2, 0)
    await assert_books_balance()
