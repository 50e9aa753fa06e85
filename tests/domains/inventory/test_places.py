"""Where goods lie and where they are sent from."""

from dataclasses import replace

import pytest

from domains import inventory
from domains.inventory import Destination, Item, LocationDraft, OutOfStock
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, end_holds, figures, in_minutes, make_stock

SHOP = LocationDraft("Shop in Vienna", "AT", 5, "Graben 1", ("eu",), True, ("", *["9:00-13:00, 14:00-18:00"] * 5, ""))


async def test_goods_go_out_from_where_they_are_sent_to_this_address() -> None:
    await inventory.open_location("vienna", replace(SHOP, priority=0, zones=("home",)))
    await make_stock("MUG", 2)
    await make_stock("MUG", 3, "vienna")
    order_id, customer_id = new_id(), new_id()
    with pytest.raises(OutOfStock, match="Only 2 of these can be sent to your address") as refusal:
        await inventory.reserve(customer_id, order_id, [Item("MUG", 3)], in_minutes(30), to=Destination("eu"))
    assert refusal.value.short == {"MUG": 2}
    assert await figures("MUG") == (2, 0, 0)
    await inventory.reserve(customer_id, order_id, [Item("MUG", 1)], in_minutes(30), to=Destination("eu"))
    assert (await figures("MUG"), await figures("MUG", "vienna")) == ((2, 1, 0), (3, 0, 0))
    await end_holds(order_id)
    await inventory.allocate(customer_id, order_id, [Item("MUG", 1)])
    assert (await figures("MUG"), await figures("MUG", "vienna")) == ((2, 0, 1), (3, 0, 0))
    await inventory.reserve(customer_id, new_id(), [Item("MUG", 3)], in_minutes(30), to=Destination("home"))
    assert await figures("MUG", "vienna") == (3, 3, 0)
    await assert_books_balance()


async def test_a_location_is_what_its_last_editor_saw_and_saved() -> None:
    opened = await inventory.open_location("vienna", SHOP)
    assert [each.code for each in await inventory.shops()] == ["vienna"]
    changed = await inventory.change_location("vienna", replace(SHOP, pickup=False), opened.revision)
    assert list(await inventory.shops()) == []
    with pytest.raises(inventory.LocationChanged):
        await inventory.change_location("vienna", SHOP, opened.revision)
    assert (await inventory.find_location("vienna")).revision == changed.revision
    with pytest.raises(inventory.CodeTaken):
        await inventory.open_location("vienna", SHOP)
    with pytest.raises(NotFound):
        await inventory.change_location("moon", SHOP, opened.revision)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"country": "XX"}, "country"),
        ({"priority": -1}, "priority"),
        ({"hours": ("9:00-13:00, 12:00-18:00", *[""] * 6)}, "hours-0"),
        ({"hours": (*[""] * 6, "18:00-9:00")}, "hours-6"),
        ({"hours": ("25:00-26:00", *[""] * 6)}, "hours-0"),
    ],
)
async def test_a_location_that_cannot_be_is_refused_by_name(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await inventory.open_location("vienna", replace(SHOP, **wrong))  # type: ignore[arg-type]  # one of its fields
    assert set(refusal.value.fields) == {field}
    for code in ("", "Vienna", "a b", "-", "x" * 31):
        with pytest.raises(Invalid):
            await inventory.open_location(code, SHOP)
    assert [each.code for each in await inventory.locations()] == ["main"]
