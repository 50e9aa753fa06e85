"""What sells: counted once with its products, taken back once, in the order of best selling, and never an edit."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from domains import catalog
from domains.catalog import SearchIndex, search
from domains.inventory import Item
from domains.shared import clock
from domains.shared.errors import Invalid, Refusal
from domains.shared.ids import new_id
from domains.shared.settings import settings
from tests.support.catalog import eur, make_product, make_variant
from tests.support.reviews import make_review, rating_of

pytestmark = pytest.mark.usefixtures("catalogue")


async def sold(*products: catalog.Product) -> list[int]:
    return [(await catalog.find_product(product.id)).sold for product in products]


async def test_an_order_counts_once_for_its_products_whatever_variants_they_were() -> None:
    mug = await make_product(variants=[make_variant("MUG-S"), make_variant("MUG-L")])
    jug = await make_product("Jug", sku="JUG")
    order, event = new_id(), new_id()
    items = [Item("MUG-S", 2), Item("mug-l", 3), Item("JUG", 1), Item("GONE", 7)]
    for again in (event, event, new_id()):
        await catalog.count_sold(order, items, event_id=again)
    assert await sold(mug, jug) == [5, 1]
    await catalog.count_sold(new_id(), [Item("GONE", 1)], event_id=new_id())
    assert (await catalog.audit()).sold == ()


async def test_an_order_counts_under_a_sku_that_was_changed_before_it_was_told() -> None:
    mug = await make_product(sku="MUG")
    await catalog.edit_variants(mug.id, {mug.variants[0].id: catalog.VariantDetails(sku="CUP")}, revision=None)
    await catalog.count_sold(new_id(), [Item("MUG", 2)])
    assert await sold(mug) == [2]


async def test_what_is_cancelled_or_paid_back_is_taken_back_once_and_never_below_zero() -> None:
    mug = await make_product(sku="MUG")
    kept, cancelled, overtaken = new_id(), new_id(), new_id()
    for order in (kept, cancelled):
        await catalog.count_sold(order, [Item("MUG", 2)], event_id=new_id())
    for _ in range(2):
        await catalog.take_back_sold(cancelled, event_id=new_id())
    await catalog.take_back_sold(overtaken, event_id=new_id())
    assert await sold(mug) == [2]
    await catalog.count_sold(overtaken, [Item("MUG", 9)], event_id=new_id())
    await catalog.count_sold(cancelled, [Item("MUG", 2)], event_id=new_id())
    assert await sold(mug) == [2]
    await catalog.take_back_sold(kept, event_id=new_id())
    assert await sold(mug) == [0]
    assert (await catalog.audit()).sold == ()


async def test_many_orders_at_once_beside_an_editor_are_counted_exactly() -> None:
    mug = await make_product(sku="MUG")
    orders = [new_id() for _ in range(8)]
    selling = [catalog.count_sold(order, [Item("MUG", 2)], event_id=new_id()) for order in orders]
    ending = [catalog.take_back_sold(order, event_id=new_id()) for order in orders[:3]]

    async def edit() -> None:
        for cents in (9_00, 9_50, 9_90):
            await catalog.change_price(mug.id, mug.variants[0].id, eur(cents), None)

    await asyncio.gather(*selling, edit(), *ending)
    assert await sold(mug) == [10]
    assert (await catalog.find_product(mug.id)).variants[0].price == eur(9_90)
    assert (await catalog.audit()).sold == ()


async def test_what_sells_and_is_reviewed_while_it_is_edited_is_no_conflict_and_is_not_written_back() -> None:
    mug = await make_product(sku="MUG", price=eur(12_50))
    opened = (await catalog.find_product(mug.id)).revision
    await catalog.count_sold(new_id(), [Item("MUG", 3)])
    await make_review(mug, 4)
    details = catalog.ProductDetails(title="Harbour Mug", slug="", description="", vendor="", category=mug.category)
    edited = await catalog.edit_product(mug.id, details, revision=opened)
    assert (edited.title, edited.revision == opened) == ("Harbour Mug", False)
    read = (await catalog.find_product(mug.id)).revision
    await catalog.count_sold(new_id(), [Item("MUG", 1)])
    await catalog.change_price(mug.id, mug.variants[0].id, eur(9_00), None, revision=read)
    assert (await sold(mug), await rating_of(mug)) == ([4], (4, 1, {"4": 1}))
    with pytest.raises(catalog.Conflict):
        await catalog.set_status(mug.id, catalog.ProductStatus.DRAFT, revision=opened)
    with pytest.raises(Invalid):
        await catalog.edit_product(mug.id, catalog.ProductDetails(title=""), revision=None)
    assert await sold(mug) == [4]


async def test_the_best_selling_come_first_once_they_have_sold(index: SearchIndex) -> None:
    for title in ("Mug", "Jug", "Bowl"):
        await make_product(title, sku=title)
    order: UUID = new_id()
    await catalog.count_sold(order, [Item("Jug", 2), Item("Bowl", 1)])
    await index.catch_up()
    assert [card.title for card in (await search(sort="best-selling")).cards] == ["Jug", "Bowl", "Mug"]
    await catalog.take_back_sold(order)
    await catalog.count_sold(new_id(), [Item("Mug", 1)])
    await index.catch_up()
    assert (await search(sort="best-selling")).cards[0].title == "Mug"


async def test_orders_of_long_ago_are_counted_by_product_alone() -> None:
    mug, jug = await make_product(sku="MUG"), await make_product("Jug", sku="JUG")
    kept, ended, young = new_id(), new_id(), UUID(int=(2**48 - 1) << 80)
    for order in (kept, ended, young):
        await catalog.count_sold(order, [Item("MUG", 2), Item("JUG", 1)])
    await catalog.take_back_sold(ended)
    assert await catalog.prune_sold() == 0
    with time_machine.travel(clock.now() + timedelta(days=settings().claims_kept_days + 1)):
        assert [await catalog.prune_sold(), await catalog.prune_sold()] == [2, 0]
        assert (await catalog.audit()).sold == ()
        for told_late in (catalog.count_sold(kept, [Item("MUG", 2)]), catalog.take_back_sold(kept)):
            await told_late
        assert await sold(mug, jug) == [4, 2]
        await catalog.take_back_sold(young)
        assert await sold(mug, jug) == [2, 1]
        assert (await catalog.audit()).sold == ()
    assert [row["_id"] async for row in catalog.documents.database["sold_orders"].find({})] == [young]


async def test_what_was_sold_before_anybody_counted_is_settled_from_what_orders_say() -> None:
    mug, jug = await make_product(sku="MUG"), await make_product("Jug", sku="JUG")
    await catalog.count_sold(new_id(), [Item("MUG", 2)])
    await catalog.Product.get_pymongo_collection().update_one({"_id": jug.id}, {"$set": {"sold": 9}})
    told = {"mug": 40, "JUG": 1, "GONE": 5}
    before = catalog.settled_before()
    assert [await catalog.settle_sold(told, before=before) for _ in range(2)] == [2, 0]
    assert await sold(mug, jug) == [42, 1]
    with pytest.raises(Refusal):
        await catalog.settle_sold({"MUG": 7}, before=new_id())
    assert await catalog.settle_sold({"JUG": 1}, before=before) == 1
    assert await sold(mug, jug) == [2, 1]
    assert (await catalog.audit()).sold == ()


async def test_the_books_find_a_figure_that_has_drifted() -> None:
    mug = await make_product(sku="MUG")
    await catalog.count_sold(new_id(), [Item("MUG", 2)])
    await catalog.Product.get_pymongo_collection().update_one({"_id": mug.id}, {"$inc": {"sold": -3}})
    assert (await catalog.audit()).sold == (f"The product {mug.slug} counts -1 sold; the orders that count say 2.",)
