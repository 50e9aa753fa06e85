"""Setting what lies there: never below what is promised, and no row of the ledger without a change."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from domains import inventory
from domains.inventory import BelowPromised, CountedItem, StockChanged
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, end_holds, figures, hold, make_stock


async def test_a_count_sets_the_stock_and_says_who_and_why() -> None:
    level = await inventory.set_on_hand("MUG", "main", 7, reason="Counted on Monday", actor="ada")
    assert (level.on_hand, level.available, level.location.code) == (7, 7, "main")
    (movement,) = await inventory.movements("MUG")
    assert (movement.kind, movement.on_hand, movement.on_hand_after) == ("adjusted", 7, 7)
    assert (movement.reason, movement.actor) == ("Counted on Monday", "ada")


async def test_a_count_that_changes_nothing_leaves_no_trace() -> None:
    await make_stock("MUG", 7)
    await make_stock("MUG", 7)
    assert len(await inventory.movements("MUG")) == 1


async def test_a_count_below_what_is_promised_is_refused() -> None:
    await make_stock("MUG", 7)
    await hold("MUG", 3)
    with pytest.raises(BelowPromised) as refusal:
        await inventory.set_on_hand("MUG", "main", 2, reason="", actor="ada")
    assert refusal.value.promised == 3
    assert await figures("MUG") == (7, 3, 0)
    await inventory.set_on_hand("MUG", "main", 3, reason="", actor="ada")
    assert await figures("MUG") == (3, 3, 0)
    await assert_books_balance()


async def test_a_count_may_go_below_holds_that_have_ended() -> None:
    await make_stock("MUG", 7)
    await end_holds(await hold("MUG", 3))
    await inventory.set_on_hand("MUG", "main", 1, reason="", actor="ada")
    assert await figures("MUG") == (1, 0, 0)
    await assert_books_balance()


async def test_of_two_who_count_one_shelf_the_second_sees_what_the_first_found() -> None:
    await make_stock("MUG", 7)
    await inventory.set_on_hand("MUG", "main", 9, reason="", actor="ada", seen=7)
    with pytest.raises(StockChanged, match="Meanwhile ada has changed this to 9"):
        await inventory.set_on_hand("MUG", "main", 6, reason="", actor="bob", seen=7)
    assert await figures("MUG") == (9, 0, 0)
    await inventory.set_on_hand("MUG", "main", 6, reason="", actor="bob", seen=9)
    assert await figures("MUG") == (6, 0, 0)


@pytest.mark.parametrize("quantity", [-1, 2**31])
async def test_an_impossible_count_is_refused(quantity: int) -> None:
    with pytest.raises(Invalid):
        await make_stock("MUG", quantity)
    assert await inventory.movements("MUG") == []


async def test_an_unknown_location_is_refused() -> None:
    with pytest.raises(NotFound):
        await make_stock("MUG", 1, "the moon")
    assert await inventory.levels(["MUG"]) == {"MUG": []}


async def test_a_location_is_made_once_per_code() -> None:
    first = await inventory.create_location("shop", "The shop", "DE", 1)
    again = await inventory.create_location("shop", "Another name", "FR", 2)
    assert (again.id, again.name) == (first.id, "The shop")
    assert [location.code for location in await inventory.locations()] == ["main", "shop"]


async def test_a_file_asks_as_often_for_a_hundred_as_for_two() -> None:
    asked: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    counts = []
    event.listen(Engine, "before_cursor_execute", note)
    try:
        for items in (["ß", "A", "_"], [f"SKU-{number}" for number in range(100)]):
            asked.clear()
            inventory.forget_recipes()
            await inventory.count_imported([CountedItem(sku, 4) for sku in items])
            counts.append(len(asked))
            assert sum("FOR UPDATE" in statement for statement in asked) == 1
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert counts[0] == counts[1]
    assert await figures("ß") == (4, 0, 0)
    await assert_books_balance()


async def test_an_import_sets_what_the_file_says() -> None:
    await make_stock("OLD", 4)
    items = [CountedItem("OLD", 9), CountedItem("NEW", 3), CountedItem("NEGATIVE", -5), CountedItem("ZERO", 0)]
    event_id = new_id()
    await inventory.count_imported(items, event_id)
    await hold("NEW", 1)
    await inventory.count_imported(items, event_id)
    assert await figures("OLD") == (9, 0, 0)
    assert await figures("NEW") == (3, 1, 0)
    assert await figures("NEGATIVE") == await figures("ZERO") == (0, 0, 0)
    assert await inventory.movements("NEGATIVE") == []
    assert [row.kind for row in await inventory.movements("OLD")] == ["counted", "adjusted"]
    assert await inventory.availability(["OLD", "NEW", "NEGATIVE", "GHOST"]) == {
        "OLD": 9, "NEW": 2, "NEGATIVE": 0, "GHOST": 0,
    }  # fmt: skip


async def test_an_import_never_goes_below_what_is_promised() -> None:
    await make_stock("MUG", 7)
    await hold("MUG", 3)
    await inventory.count_imported([CountedItem("MUG", 1)])
    assert await figures("MUG") == (3, 3, 0)
    await assert_books_balance()


async def test_back_orders_are_sold_beyond_the_shelf_and_can_be_ended() -> None:
    await inventory.count_imported([CountedItem("MUG", 2, backorder=True)])
    assert await inventory.available("MUG") == 1002
    order_id = await hold("MUG", 5)
    assert await figures("MUG") == (2, 5, 0)
    await inventory.count_imported([CountedItem("MUG", 2, backorder=False)])
    assert await inventory.available("MUG") == 0
    await inventory.allocate(new_id(), order_id, [inventory.Item("MUG", 5)])
    await inventory.ship(new_id(), order_id, new_id(), [inventory.Item("MUG", 5)])
    assert await figures("MUG") == (-3, 0, 0)
    await assert_books_balance()


async def test_a_file_that_says_nothing_of_a_quantity_leaves_the_shelf_as_it_was_counted() -> None:
    await make_stock("MUG", 7)
    await inventory.count_imported([CountedItem("MUG", None, backorder=True), CountedItem("NEW", None)])
    assert await figures("MUG") == (7, 0, 0)
    assert await inventory.available("MUG") == 1007
    (allowed, _) = await inventory.movements("MUG")
    assert (allowed.kind, allowed.on_hand, allowed.backorder_limit_after) == ("adjusted", 0, 1000)
    assert await inventory.movements("NEW") == []
    await assert_books_balance()


async def test_thousands_of_rows_are_counted_in_parts() -> None:
    await inventory.count_imported([CountedItem(f"SKU-{number:04}", number) for number in range(1203)])
    assert await inventory.availability(["SKU-0001", "SKU-0500", "SKU-1202"]) == {
        "SKU-0001": 1, "SKU-0500": 500, "SKU-1202": 1202,
    }  # fmt: skip
    assert sum(level.figures["on_hand"] for level in (await inventory.audit()).levels) == 1202 * 1203 // 2
    await assert_books_balance()


async def test_what_an_older_import_said_arrives_later_and_changes_nothing() -> None:
    await inventory.count_imported([CountedItem("MUG", 7)], new_id(), sequence=2)
    await inventory.count_imported([CountedItem("MUG", 3, backorder=True)], new_id(), sequence=1)
    assert (await figures("MUG"), await inventory.available("MUG")) == ((7, 0, 0), 7)
    await inventory.count_imported([CountedItem("MUG", 4, backorder=True)], new_id(), sequence=3)
    assert (await figures("MUG"), await inventory.available("MUG")) == ((4, 0, 0), 1004)


async def test_a_later_import_that_names_no_quantity_leaves_the_older_quantity_its_say() -> None:
    await inventory.count_imported([CountedItem("MUG", None, backorder=True)], new_id(), sequence=2)
    await inventory.count_imported([CountedItem("MUG", 3, backorder=False)], new_id(), sequence=1)
    assert (await figures("MUG"), await inventory.available("MUG")) == ((3, 0, 0), 1003)


async def test_all_figures_go_out_as_a_file() -> None:
    await make_stock("MUG", 9)
    await inventory.handle("MUG", "main", inventory.Deed.SET_ASIDE, 2, reason="Fell", actor="ada")
    limits = inventory.Limits(safety_stock=1, beyond=4, due_on=date(2999, 1, 31), preorder=True)
    await inventory.set_limits("MUG", "main", limits, reason="Soon", actor="ada")
    await inventory.set_low_rule("MUG", "main", inventory.LowRule(units=4))
    await hold("MUG", 3)
    head, row, *rest = "".join([part async for part in inventory.export_stock()]).splitlines()
    assert head.startswith("\ufeffSKU,Location,On hand,Reserved,")
    assert (row, rest) == ("MUG,main,9,3,0,2,1,0,7,4,,2999-01-31,yes,4,,1,4,0,0", [])
