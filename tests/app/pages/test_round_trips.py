"""How often a page asks its stores: lists come from the search index, and from nowhere else."""

from collections.abc import AsyncIterator

import httpx
import pytest

from domains import catalog, inventory
from domains.catalog.models import WishedItem, WishHolder
from domains.inventory import CountedItem
from tests.support.catalog import eur, gather, make_product, make_variant
from tests.support.reviews import make_review
from tests.support.round_trips import Asked, counting, listening
from tests.support.visiting import on_the_shelf

OF_A_PRODUCT = ["slug_claims", "products", "categories"]


@pytest.fixture
async def asked(shop: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Asked]:
    async with listening(monkeypatch) as asked:
        yield asked


@pytest.mark.parametrize(
    "address",
    [
        "/categories/table?sort=price&brand=Oak&o.Size=S&n.weight_from=2",
        "/categories/table",
        "/collections/gifts?sort=-price&price_from=1",
        "/search?q=mug&availability=in-stock",
        "/search/suggest?q=mug",
        "/",
    ],
)
async def test_a_list_asks_mongodb_for_nothing(
    asked: Asked, browser: httpx.AsyncClient, index: catalog.SearchIndex, address: str
) -> None:
    for number in range(30):
        await on_the_shelf(f"Mug {number}", sku=f"MUG-{number}", price=eur(12_50), category="Table/Mugs", vendor="Oak")
    await gather("Gifts", ("MUG-1", "MUG-2"))
    await index.catch_up()
    await browser.post("/cart/lines", data={"sku": "MUG-0", "quantity": "1"})
    await browser.get(address)  # from here on the stock is in Redis, the collection in memory
    with counting(asked):
        assert (await browser.get(address)).status_code == 200
    assert asked.mongo == []
    assert asked.sql <= 1  # how much is in the cart
    assert asked.redis <= 2  # the visitor's rate, and the stock of all cards at once
    assert asked.trips <= 3


async def test_what_others_say_of_a_product_costs_one_question_and_none_where_nobody_does(
    asked: Asked, browser: httpx.AsyncClient
) -> None:
    mug = await on_the_shelf(slug="mug")
    for reviews in (0, 12):
        for _ in range(reviews):
            await make_review(mug)
        await browser.get("/products/mug")  # from here on the stock is in Redis, the tree in memory
        with counting(asked):
            shown = await browser.get("/products/mug?reviews=best&page=1")
        assert shown.status_code == 200
        assert asked.mongo.count("reviews") == (1 if reviews else 0)
        assert [name for name in asked.mongo if name != "reviews"] == OF_A_PRODUCT


async def test_a_whole_wishlist_goes_into_the_cart_with_as_many_questions_as_one_thing(
    asked: Asked, browser: httpx.AsyncClient
) -> None:
    mugs = await make_product("Mug", variants=[make_variant(f"MUG-{number}") for number in range(100)])
    await inventory.count_imported([CountedItem(sku, number % 3) for number, sku in enumerate(mugs.skus)])
    await browser.post("/cart/lines", data={"sku": "MUG-2", "quantity": "1"})
    await browser.post("/wishlists/items", data={"sku": "MUG-0"})
    [holder] = await WishHolder.find({}).to_list()
    few, many = holder.lists[0], holder.begin("All of it")
    for number, variant in enumerate(mugs.variants[1:], 1):
        own = few if number == 1 else many
        own.items.append(WishedItem(product_id=mugs.id, variant_id=variant.id, title="Mug"))
    await holder.replace()
    trips = []
    for own in (few, many):
        await browser.get(f"/wishlists/{own.id}")  # from here on the stock is in Redis
        with counting(asked):
            taken = await browser.post(f"/wishlists/{own.id}/cart")
        known = {"categories", "price_lists"}  # asked for now and then, whoever looks at what
        trips.append(([name for name in asked.mongo if name not in known], asked.sql, asked.redis))
    assert trips[0] == trips[1]
    assert "In your cart: 65 of 98." in taken.text
    assert taken.text.count(": This is sold out.") == 33
