"""What sells out leaves the shelf of what is in stock, and comes back to it: inventory tells, the search listens."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from domains import catalog, inventory
from domains.catalog import Filters
from domains.shared import clock
from domains.shared.ids import new_id
from tests.support.catalog import eur, make_product, make_variant
from tests.support.draining import drain

IN_STOCK = Filters({"availability": ("in-stock",)})


@pytest.fixture
async def index(shop: None) -> AsyncIterator[catalog.SearchIndex]:
    await catalog.search_index.start()
    await catalog.search_index.catch_up()
    yield catalog.search_index
    await catalog.search_index.stop()


async def count(sku: str, quantity: int) -> None:
    await inventory.set_on_hand(sku, "main", quantity, reason="counted", actor="tests")


async def settled(index: catalog.SearchIndex) -> int:
    """How many SKUs were told of; afterwards searches know."""
    told = await inventory.tell_turned()
    await drain()
    await index.catch_up()
    return told


async def in_stock(filters: Filters = IN_STOCK) -> list[str]:
    return [card.title for card in (await catalog.search(filters=filters, sort="name")).cards]


async def test_a_sku_is_told_of_when_it_turns_and_only_then(index: catalog.SearchIndex) -> None:
    await make_product("Mug", sku="MUG")
    await make_product("Jug", sku="JUG")
    await count("MUG", 2)
    await count("JUG", 0)
    assert await settled(index) == 2
    assert await in_stock() == ["Mug"]
    await count("MUG", 1)
    assert await settled(index) == 0
    await inventory.reserve(new_id(), new_id(), [inventory.Item("MUG", 1)], clock.now() + timedelta(hours=1))
    assert await settled(index) == 1
    assert await in_stock() == []
    assert (await catalog.search(filters=Filters({"availability": ("sold-out",)}))).total == 2
    await count("JUG", 5)
    assert await settled(index) == 1
    assert await in_stock() == ["Jug"]


async def test_what_is_told_late_changes_nothing(index: catalog.SearchIndex) -> None:
    await make_product("Mug", sku="MUG")
    await catalog.note_stock([inventory.TurnedItem("MUG", True, 7)])
    await catalog.note_stock([inventory.TurnedItem("MUG", False, 6)])
    await index.catch_up()
    assert await in_stock() == ["Mug"]


async def test_the_variant_in_stock_has_to_be_the_one_that_is_chosen(index: catalog.SearchIndex) -> None:
    small, large = (make_variant(f"T-{size}", price=eur(1000), options={"Size": size}) for size in "SL")
    await make_product("Shirt", variants=[small, large])
    await count("T-S", 3)
    await settled(index)
    assert await in_stock(Filters({"o.Size": ("S",), **IN_STOCK.values})) == ["Shirt"]
    assert await in_stock(Filters({"o.Size": ("L",), **IN_STOCK.values})) == []


async def test_of_equals_the_one_that_can_be_had_comes_first(index: catalog.SearchIndex) -> None:
    await make_product("Enamel Mug", sku="ONE")
    await make_product("Copper Mug", sku="TWO")
    await count("ONE", 4)
    await settled(index)
    assert [card.title for card in (await catalog.search("mug")).cards] == ["Enamel Mug", "Copper Mug"]
    await count("ONE", 0)
    await count("TWO", 4)
    await settled(index)
    assert [card.title for card in (await catalog.search("mug")).cards] == ["Copper Mug", "Enamel Mug"]
