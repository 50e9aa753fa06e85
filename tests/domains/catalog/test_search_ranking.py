"""Which of those that answer equally well comes first, and what is asked back when a word was mistyped."""

from datetime import timedelta

import pytest
import time_machine

from domains import catalog, inventory
from domains.catalog import Product, SearchIndex, search
from domains.shared import clock
from tests.support.catalog import make_product


async def titles(query: str, **how: str) -> list[str]:
    return [card.title for card in (await search(query, **how)).cards]  # type: ignore[arg-type]


async def can_be_had(*skus: str) -> None:
    await catalog.note_stock([inventory.TurnedItem(sku, True, 1) for sku in skus])


async def now_sold(product: Product, pieces: int) -> None:
    """As a paid order writes it: that field alone."""
    await product.get_pymongo_collection().update_one({"_id": product.id}, {"$inc": {"sold": pieces}})


async def test_what_can_be_had_comes_before_what_cannot(index: SearchIndex) -> None:
    await make_product("Tin Mug", sku="TIN")
    await make_product("Clay Mug", sku="CLAY")
    await make_product("Iron Mug", sku="IRON")
    await can_be_had("CLAY")
    await index.catch_up()
    assert (await titles("mug"))[0] == "Clay Mug"
    assert sorted((await titles("mug"))[1:]) == ["Iron Mug", "Tin Mug"]


async def test_what_is_newer_comes_before_what_is_older(index: SearchIndex) -> None:
    now = clock.now()
    for days, title in ((400, "Clay Mug"), (0, "Iron Mug"), (90, "Tin Mug")):
        await make_product(title, published_at=now - timedelta(days=days))
    await index.catch_up()
    assert await titles("mug") == ["Iron Mug", "Tin Mug", "Clay Mug"]


async def test_what_was_new_grows_old_without_being_touched(index: SearchIndex) -> None:
    now = clock.now()
    liked = await make_product("Clay Mug", published_at=now - timedelta(days=90))
    await now_sold(liked, 9)
    await make_product("Iron Mug", published_at=now)
    await index.catch_up()
    assert await titles("mug") == ["Iron Mug", "Clay Mug"]
    with time_machine.travel(now + timedelta(days=270), tick=False):
        assert await titles("mug") == ["Clay Mug", "Iron Mug"]


async def test_what_many_have_bought_comes_first_as_soon_as_they_have(index: SearchIndex) -> None:
    mugs = [await make_product(title, published_at=clock.now()) for title in ("Tin Mug", "Clay Mug", "Iron Mug")]
    await now_sold(mugs[0], 3)
    await now_sold(mugs[1], 900)
    await index.catch_up()
    assert await titles("mug") == ["Clay Mug", "Tin Mug", "Iron Mug"]
    assert await titles("mug", sort="best-selling") == ["Clay Mug", "Tin Mug", "Iron Mug"]
    await now_sold(mugs[2], 50_000)
    await index.catch_up()
    assert await titles("mug") == ["Iron Mug", "Clay Mug", "Tin Mug"]
    assert await titles("mug", sort="best-selling") == ["Iron Mug", "Clay Mug", "Tin Mug"]


async def test_no_boost_lifts_a_description_above_a_name(index: SearchIndex) -> None:
    await make_product("Old Mug", published_at=clock.now() - timedelta(days=2000))
    coaster = await make_product("Coaster", sku="COASTER", description="For below a mug.", published_at=clock.now())
    await can_be_had("COASTER")
    await now_sold(coaster, 10**6)
    await index.catch_up()
    assert await titles("mug") == ["Old Mug", "Coaster"]


@pytest.mark.parametrize(
    ("typed", "found", "meant"),
    [
        ("harbor mug", "Harbour Mug", "harbour mug"),
        ("hrabour mgu", "Harbour Mug", "harbour mug"),
        ("HARBUOR", "Harbour Mug", "harbour"),
        ("teh teapto", "Teapot", "teh teapot"),
        ("Harbour Mug", "Harbour Mug", None),
        ("harb", "Harbour Mug", None),
        ("mugs", "Harbour Mug", None),
    ],
)
async def test_a_mistyped_word_is_asked_back_as_it_was_meant(
    index: SearchIndex, typed: str, found: str | None, meant: str | None
) -> None:
    await make_product("Harbour Mug")
    await make_product("Teapot", category="Pots")
    await index.catch_up()
    results = await search(typed)
    assert [card.title for card in results.cards] == ([found] if found else [])
    assert results.did_you_mean == meant
