import asyncio

import pytest
from pymongo.errors import ConnectionFailure

from domains import catalog
from domains.catalog import Crumb, Moved, ProductStatus, Unknown
from domains.catalog.categories import tree
from tests.support.catalog import make_picture, make_product

pytestmark = pytest.mark.usefixtures("catalogue")


async def test_a_category_knows_what_lies_above_it() -> None:
    await make_product(category="Kitchen/Knives/Paring")
    found = await catalog.category("kitchen/knives/paring")
    assert (found.path, found.name) == ("kitchen/knives/paring", "Paring")
    assert found.ancestors == (Crumb("kitchen", "Kitchen"), Crumb("kitchen/knives", "Knives"))


@pytest.mark.parametrize("path", ["Kitchen/Knives", "kitchen//knives", "KITCHEN/knives"])
async def test_another_spelling_leads_to_the_category(path: str) -> None:
    await make_product(category="Kitchen/Knives")
    with pytest.raises(Moved) as moved:
        await catalog.category(path)
    assert moved.value.slug == "kitchen/knives"


@pytest.mark.parametrize("path", ["", "/", "nothing", "kitchen/nothing", "knives", "..", "a/" * 500])
async def test_what_is_no_category_is_unknown(path: str) -> None:
    await make_product(category="Kitchen/Knives")
    with pytest.raises(Unknown):
        await catalog.category(path)


async def test_the_tree_counts_what_is_for_sale_in_each_category_and_below() -> None:
    await make_product("Chef’s knife", category="Kitchen/Knives", pictures=[make_picture("aa" * 20)])
    await make_product("Paring knife", category="Kitchen/Knives", pictures=[make_picture("bb" * 20)])
    await make_product("Ladle", category="Kitchen")
    await make_product("Vase", category="Home", status=ProductStatus.DRAFT)
    (kitchen,) = await catalog.category_tree()
    assert (kitchen.path, kitchen.name, kitchen.products, kitchen.picture) == ("kitchen", "Kitchen", 3, "aa" * 20)
    assert [(node.path, node.name, node.products) for node in kitchen.children] == [("kitchen/knives", "Knives", 2)]


async def test_the_tree_changes_when_a_product_is_taken_away() -> None:
    product = await make_product(category="Table/Mugs")
    assert [node.path for node in await catalog.category_tree()] == ["table"]
    await catalog.set_status(product.id, ProductStatus.ARCHIVED)
    assert await catalog.category_tree() == ()


async def test_a_rush_of_visitors_asks_for_the_tree_once(monkeypatch: pytest.MonkeyPatch) -> None:
    await make_product(category="Table/Mugs")
    asked = []
    grown = tree._grown

    async def counted() -> tuple[catalog.CategoryNode, ...]:
        asked.append(1)
        return await grown()

    monkeypatch.setattr(tree, "_grown", counted)
    catalog.forget_tree()
    trees = await asyncio.gather(*(catalog.category_tree() for _ in range(20)))
    assert len(asked) == 1
    assert all([node.path for node in grown] == ["table"] for grown in trees)


async def test_the_last_tree_stands_while_mongodb_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    await make_product(category="Table/Mugs")
    grown = await catalog.category_tree()

    async def away() -> tuple[catalog.CategoryNode, ...]:
        raise ConnectionFailure("no server")

    monkeypatch.setattr(tree, "_grown", away)
    monkeypatch.setattr(tree, "_tree", (0.0, grown))
    assert await catalog.category_tree() == grown
    catalog.forget_tree()
    with pytest.raises(ConnectionFailure):
        await catalog.category_tree()
