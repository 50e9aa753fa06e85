"""The index follows the catalogue."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from msgspec.structs import replace

from domains import catalog
from domains.catalog import Product, ProductDetails, ProductStatus, SearchIndex, documents, search
from domains.catalog.search.build import Build
from domains.catalog.search.disk import Shelf
from domains.shared import clock
from tests.support.catalog import eur, make_product, make_variant


async def total(query: str = "") -> int:
    return (await search(query)).total


async def soon(truth: Callable[[], Any], within: float = 30) -> None:
    """Looks without helping: what a visitor sees who reloads the page."""
    ends = time.monotonic() + within
    while not await truth():
        assert time.monotonic() < ends, f"not within {within} s"
        await asyncio.sleep(0.05)


async def found_only(title: str) -> bool:
    return [card.title for card in (await search()).cards] == [title]


async def test_a_change_is_seen(index: SearchIndex) -> None:
    product = await make_product("Mug")
    await soon(lambda: found_only("Mug"))
    product.title = "Beaker"
    await product.replace()
    await soon(lambda: found_only("Beaker"))
    await catalog.change_price(product.id, product.variants[0].id, eur(99_00), None)
    await soon(lambda: price_is(99_00))
    await catalog.set_status(product.id, ProductStatus.DRAFT)
    await soon(nothing_found)
    await catalog.set_status(product.id, ProductStatus.ACTIVE)
    await soon(lambda: found_only("Beaker"))
    await product.delete()
    await soon(nothing_found)


async def price_is(amount: int) -> bool:
    return [card.price_from for card in (await search()).cards] == [eur(amount)]


async def nothing_found() -> bool:
    return await total() == 0


async def test_writers_side_by_side_are_all_seen(index: SearchIndex) -> None:
    async def write(writer: int) -> None:
        for number in range(25):
            await make_product(f"Writer{writer} Piece{number}", category="", sku=f"W{writer}-{number}")

    async def change(product: Product) -> None:
        for number in range(20):
            product.title = f"Moving Target {number}"
            await product.replace()

    moving = await make_product("Moving Target")
    await asyncio.gather(*(write(writer) for writer in range(4)), change(moving))
    await index.catch_up()
    assert await total() == 101
    assert [await total(f"Writer{writer}") for writer in range(4)] == [25] * 4
    assert [card.title for card in (await search("moving target")).cards] == ["Moving Target 19"]


async def test_what_is_written_while_it_is_built_is_in_it(index: SearchIndex) -> None:
    await Product.insert_many([_bulk(number) for number in range(600)])
    await index.catch_up()
    await catalog.rebuild_search()
    for number in range(20):
        await make_product(f"Latecomer {number}", category="")
    await index.catch_up()
    assert await total() == 620
    assert await total("latecomer") == 20


async def test_a_raised_generation_is_built_beside_and_swapped(index: SearchIndex) -> None:
    await make_product("Mug")
    await index.catch_up()
    before, build = index.bookmark, Shelf.of_host().current()
    assert before is not None
    assert await catalog.rebuild_search() == before.generation + 1
    await index.catch_up()
    assert index.bookmark is not None
    assert index.bookmark.generation == before.generation + 1
    assert Shelf.of_host().current() != build
    assert await total("mug") == 1
    await soon(only_the_current_build_is_left)  # its writer tidies up after it has published the new one


async def only_the_current_build_is_left() -> bool:
    return [folder.name for folder in Shelf.of_host().root.iterdir() if folder.is_dir()] == [_current_name()]


async def test_a_rebuild_reaches_every_host(
    index: SearchIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_product("Mug")
    elsewhere = SearchIndex()
    monkeypatch.setattr(Shelf, "of_host", lambda: Shelf(tmp_path))
    await elsewhere.start()
    monkeypatch.undo()
    try:
        raised = await catalog.rebuild_search()
        for host in (index, elsewhere):
            await host.catch_up()
            assert host.writing
            assert host.bookmark is not None
            assert host.bookmark.generation == raised
            assert host.view.folder.is_relative_to(tmp_path) == (host is elsewhere)
    finally:
        await elsewhere.stop()


async def test_after_a_pause_it_goes_on_where_it_stopped(index: SearchIndex) -> None:
    await make_product("Mug")
    await index.catch_up()
    build = _current_name()
    await index.stop()
    assert not index.ready()
    await make_product("Jug")
    await index.start()
    await index.catch_up()
    assert _current_name() == build
    assert await total() == 2


async def test_a_lost_position_is_answered_by_building_anew(index: SearchIndex) -> None:
    await make_product("Mug")
    await index.catch_up()
    build = _current_name()
    await index.stop()
    _forget_position()
    await make_product("Jug")
    await index.start()
    await index.catch_up()
    assert _current_name() != build
    assert await total() == 2


def _forget_position() -> None:
    folder = Shelf.of_host().current()
    assert folder is not None
    build = Build.at(folder)
    assert build.bookmark is not None
    build.commit(replace(build.bookmark, token={"_data": "00"}))
    build.writer.wait_merging_threads()


async def test_a_damaged_index_is_answered_by_building_anew(index: SearchIndex) -> None:
    await make_product("Mug")
    await index.catch_up()
    await index.stop()
    _damage()
    await index.start()
    await index.catch_up()
    assert await total("mug") == 1


def _damage() -> None:
    folder = Shelf.of_host().current()
    assert folder is not None
    (folder / "meta.json").write_text("{")


async def test_another_database_gets_an_index_of_its_own(index: SearchIndex) -> None:
    await make_product("Mug")
    await index.catch_up()
    await documents.database["search_state"].delete_many({})
    await documents.database["products"].delete_many({})
    await make_product("Jug")
    await index.catch_up()
    assert await found_only("Jug")


async def test_a_dropped_collection_is_noticed(index: SearchIndex) -> None:
    await make_product("Mug")
    await index.catch_up()
    await documents.database["products"].drop()
    await soon(nothing_found)
    await make_product("Jug")
    await soon(lambda: found_only("Jug"))


async def test_one_unreadable_product_does_not_keep_the_others_back(index: SearchIndex) -> None:
    await documents.database["products"].insert_one({"_id": _bulk(0).id, "title": 7})
    unpriced = _bulk(1)
    unpriced.variants = []
    await unpriced.insert()
    await make_product("Mug")
    await index.catch_up()
    assert await found_only("Mug")
    await catalog.rebuild_search()
    await index.catch_up()
    assert await found_only("Mug")


@pytest.mark.parametrize("sort", ["relevance", "price", "-price", "newest", "name"])
async def test_equals_keep_their_order_on_every_page(index: SearchIndex, sort: str) -> None:
    await Product.insert_many([_bulk(number, "Same Name") for number in range(60)])
    await index.catch_up()
    ids = await _paged("same name", sort)
    assert len(ids) == 60
    assert len(set(ids)) == 60
    await catalog.rebuild_search()
    await index.catch_up()
    assert await _paged("same name", sort) == ids


async def _paged(query: str, sort: str) -> list[UUID]:
    pages = [await search(query, sort=sort, page=page, size=25) for page in (1, 2, 3)]
    return [card.product_id for page in pages for card in page.cards]


def _bulk(number: int, title: str = "") -> Product:
    return Product(
        slug=f"bulk-{number}",
        title=title or f"Bulk {number}",
        status=ProductStatus.ACTIVE,
        currency="EUR",
        variants=[make_variant()],
    )


def _current_name() -> str:
    folder = Shelf.of_host().current()
    assert folder is not None
    return folder.name


async def test_what_is_shown_later_is_new_from_then_on(index: SearchIndex) -> None:
    now = clock.now()
    await make_product("Mug", published_at=now - timedelta(days=2))
    await make_product("Jug", published_at=now - timedelta(days=40), shown_from=now - timedelta(days=1))
    await make_product("Pot", published_at=now - timedelta(days=3), shown_from=now - timedelta(days=30))
    await index.catch_up()
    assert [card.title for card in (await search(sort="newest")).cards] == ["Jug", "Mug", "Pot"]


async def test_what_was_seen_before_is_not_new_again_when_its_season_comes_back(index: SearchIndex) -> None:
    now, year = clock.now(), timedelta(days=365)
    seasons = {}
    with time_machine.travel(now - year, tick=False):
        for title, days in (("Wreath", 366), ("Star", 364), ("Candle", 30)):
            details = ProductDetails(title, status=ProductStatus.ACTIVE, shown_from=now - timedelta(days=days))
            seasons[title] = await catalog.create_product(details, sku=title, price=eur(5_00))
    with time_machine.travel(now - year / 2, tick=False):
        await make_product("Mug", published_at=clock.now())
        for title, product in seasons.items():
            again = ProductDetails(title, status=ProductStatus.ACTIVE, shown_from=now - timedelta(days=1))
            await catalog.edit_product(product.id, again, revision=None)
    await index.catch_up()
    assert [card.title for card in (await search(sort="newest")).cards] == ["Candle", "Mug", "Star", "Wreath"]
    assert (await catalog.find_product(seasons["Candle"].id)).first_shown_at is None


async def test_what_was_away_is_as_old_as_before_and_what_was_never_seen_is_new(catalogue: None) -> None:
    now = clock.now().replace(microsecond=0)
    with time_machine.travel(now - timedelta(days=90), tick=False):
        seen = await make_product("Mug", published_at=clock.now())
        planned = await make_product("Jug", published_at=clock.now(), shown_from=now - timedelta(days=80))
    with time_machine.travel(now - timedelta(days=85), tick=False):
        for product in (seen, planned):
            await catalog.set_status(product.id, ProductStatus.DRAFT)
    for product in (seen, planned):
        await catalog.set_status(product.id, ProductStatus.ACTIVE)
    old, new = [await catalog.find_product(product.id) for product in (seen, planned)]
    assert (old.appeared_at, new.appeared_at) == (now - timedelta(days=90), new.published_at)
    assert new.published_at is not None
    assert new.published_at >= now
