"""A bundle is sold under one SKU and lies on the shelves under others."""

from uuid import UUID

import pytest

from domains import inventory
from domains.inventory import Item, OutOfStock, StockTurned
from domains.shared.errors import Invalid
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, end_holds, figures, in_minutes, make_stock, told

CUSTOMER = new_id()


async def make_bundle(sku: str = "SET", **parts: int) -> str:
    _, revision = await inventory.composition(sku)
    await inventory.compose(sku, parts or {"CUP": 2, "POT": 1}, revision)
    return sku


async def reserve(*items: tuple[str, int], order_id: UUID | None = None) -> UUID:
    order_id = order_id or new_id()
    await inventory.reserve(CUSTOMER, order_id, [Item(*item) for item in items], in_minutes(30))
    return order_id


async def stock(cups: int = 7, pots: int = 5) -> None:
    await make_stock("CUP", cups)
    await make_stock("POT", pots)


async def test_there_are_as_many_as_the_least_of_their_parts_make() -> None:
    await stock()
    await make_bundle()
    assert await inventory.availability(["SET", "CUP", "POT"]) == {"SET": 3, "CUP": 7, "POT": 5}
    order_id = await reserve(("SET", 2))
    assert await inventory.availability(["SET", "CUP", "POT"]) == {"SET": 1, "CUP": 3, "POT": 3}
    assert await inventory.held(order_id, ["SET", "CUP"]) == {"SET": 2}
    assert [movement.reference for movement in (await inventory.movements("CUP"))[:1]] == ["SET"]
    assert (await inventory.levels(["SET"]))["SET"] == []
    await assert_books_balance()


async def test_what_is_bought_with_its_bundle_is_summed_and_the_line_is_named_that_cannot_be_had() -> None:
    await stock()
    await make_bundle()
    with pytest.raises(OutOfStock) as refusal:
        await reserve(("SET", 3), ("CUP", 2))
    assert refusal.value.short == {"SET": 2}
    with pytest.raises(OutOfStock) as refusal:
        await reserve(("SET", 1), ("CUP", 8))
    assert refusal.value.short == {"CUP": 7, "SET": 0}
    assert (await figures("CUP"), await figures("POT")) == ((7, 0, 0), (5, 0, 0))
    order_id = await reserve(("SET", 3), ("CUP", 1))
    assert (await figures("CUP"), await figures("POT")) == ((7, 7, 0), (5, 3, 0))
    assert await inventory.held(order_id, ["SET", "CUP"]) == {"SET": 3, "CUP": 1}


async def test_an_order_keeps_the_parts_that_it_was_promised() -> None:
    await stock()
    await make_stock("LID", 9)
    await make_bundle()
    kept, given_back, late = await reserve(("SET", 1)), await reserve(("SET", 1)), await reserve(("SET", 1))
    await end_holds(late)
    await make_bundle("SET", CUP=1, LID=1)
    await inventory.allocate(CUSTOMER, kept, [Item("SET", 1)])
    await inventory.allocate(CUSTOMER, late, [Item("SET", 1)])
    await inventory.ship(CUSTOMER, kept, new_id(), [Item("SET", 1)])
    await inventory.release(given_back, ["SET"])
    assert (await figures("CUP"), await figures("POT"), await figures("LID")) == ((5, 0, 2), (4, 0, 1), (9, 0, 0))
    assert {(each.sku, each.waits, each.sent) for each in await inventory.whereabouts(kept, ["SET"])} == {
        ("CUP", 0, 2), ("POT", 0, 1),
    }  # fmt: skip
    assert await inventory.kept_at(late, ["SET"]) == {"main"}
    await inventory.reserve_again(CUSTOMER, given_back, [Item("SET", 1)], new_id())
    new = await reserve(("SET", 1))
    await make_bundle("SET", LID=9)
    assert (await figures("CUP"), await figures("POT"), await figures("LID")) == ((5, 3, 2), (4, 1, 1), (9, 1, 0))
    await inventory.prolong(new, ["SET"], in_minutes(60))
    await inventory.release(new, ["SET"])
    assert await figures("LID") == (9, 0, 0)
    audit = await inventory.audit()
    assert audit.in_parts(kept, [("SET", 2), ("POT", 1)]) == {"CUP": 4, "POT": 3}
    await assert_books_balance()


async def test_what_is_no_bundle_any_more_is_sold_as_itself_and_its_orders_are_sent_as_they_were_promised() -> None:
    await stock()
    await make_bundle()
    order_id = await reserve(("SET", 1))
    _, revision = await inventory.composition("SET")
    await inventory.compose("SET", {}, revision)
    await make_stock("SET", 4)
    assert await inventory.available("SET") == 4
    await reserve(("SET", 3))
    assert (await inventory.available("SET"), await figures("SET")) == (1, (4, 3, 0))
    await inventory.allocate(CUSTOMER, order_id, [Item("SET", 1)])
    await inventory.ship(CUSTOMER, order_id, new_id(), [Item("SET", 1)])
    assert (await figures("CUP"), await figures("POT"), await figures("SET")) == ((5, 0, 0), (4, 0, 0), (4, 3, 0))
    await assert_books_balance()


async def test_others_are_told_when_a_bundle_can_no_longer_be_put_together() -> None:
    await stock(cups=3)
    await inventory.tell_turned()
    await make_bundle()
    await inventory.tell_turned()
    await reserve(("CUP", 2))
    assert await inventory.tell_turned() == 1
    [_, is_there, gone] = [fact.items for fact in await told(StockTurned)]
    assert [(each.sku, each.in_stock) for each in (*is_there, *gone)] == [("SET", True), ("SET", False)]
    assert is_there[0].version < gone[0].version
    assert await inventory.tell_turned() == 0


async def test_a_bundle_of_which_a_part_is_not_sent_there_is_not_either() -> None:
    await stock()
    home = inventory.LocationDraft("Shop", "DE", 5, zones=("home",))
    await inventory.open_location("shop", home)
    await make_stock("LID", 4, "shop")
    await make_bundle("SET", CUP=1, LID=2)
    items, abroad = [Item("SET", 2), Item("CUP", 1)], inventory.Destination("eu")
    assert await inventory.unserved(items, abroad) == {"SET": 0}
    assert await inventory.unserved(items, inventory.Destination("home")) == {}
    with pytest.raises(OutOfStock, match="cannot be sent to your address"):
        await inventory.reserve(CUSTOMER, new_id(), items, in_minutes(30), to=abroad)


async def test_what_cannot_be_a_bundle_is_refused_by_name() -> None:
    await stock()
    await make_bundle()
    known, revision = await inventory.composition("SET")
    for sku, parts in (
        ("SET", {"SET": 1}), ("SET", {"CUP": 0}), ("SET", {"CUP": 1_001}), ("BIG", {"SET": 1}), ("CUP", {"LID": 1}),
        ("SET", {f"P-{number}": 1 for number in range(21)}),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            await inventory.compose(sku, parts, (await inventory.composition(sku))[1])
    await make_bundle("SET", CUP=1)
    with pytest.raises(inventory.BundleChanged):
        await inventory.compose("SET", {"POT": 1}, revision)
    assert (await inventory.composition("SET"))[0].parts == {"CUP": 1} != known.parts
    with pytest.raises(Invalid, match="SET is a bundle"):
        await make_stock("SET", 4)
    await inventory.count_imported([inventory.CountedItem("SET", 4), inventory.CountedItem("CUP", 9)])
    assert (await inventory.levels(["SET"]), await figures("CUP")) == ({"SET": []}, (9, 0, 0))
    for sku in ("SET", "CUP"):
        with pytest.raises(inventory.SkuKept):
            await inventory.check_unkept({sku: "OTHER"})
