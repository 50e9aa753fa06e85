"""The index of a host whose writer is killed, at any moment and again and again, agrees with the catalogue."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from domains import catalog
from domains.catalog import Product, ProductStatus, search_index
from domains.catalog.search.disk import Shelf
from domains.shared.settings import settings
from tests.support.catalog import eur, make_product, make_variant
from tests.support.dying import armed
from tests.support.lengths import SEED, drawn
from tests.support.nursery import Child, nursery
from tests.support.waiting import eventually

KEEPER = "tests.support.index_keeper"
LIVES = 4
LONG = 80
PRODUCTS = 300  # enough for a build to take a while
WRITERS = 3


@pytest.fixture
async def host(catalogue: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Path]:
    """A folder that has no index yet; this process and the keepers it has born live there."""
    monkeypatch.setenv("BARROW_HOME", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


@asynccontextmanager
async def indexed() -> AsyncIterator[None]:
    """This process opens what the others have left, and goes on from there."""
    await search_index.start()
    try:
        await search_index.catch_up(60)
        yield
    finally:
        await search_index.stop()


Told = tuple[str, str, int]


async def in_the_index() -> dict[str, Told]:
    first = await catalog.staff_search(size=100)
    pages = [first, *[await catalog.staff_search(size=100, page=page) for page in range(2, first.pages + 1)]]
    cards = [card for page in pages for card in page.cards]
    assert len(cards) == first.total
    return {str(card.product_id): (card.title, card.status, card.price_from.amount) for card in cards}


async def in_the_catalogue() -> dict[str, Told]:
    products = await Product.find({}).to_list()
    return {str(each.id): (each.title, each.status.value, each.price_from.amount) for each in products}


async def assert_agrees() -> None:
    """By what is kept of each product, by its words, and by what is counted."""
    there = await in_the_catalogue()
    assert await in_the_index() == there
    shown = [title for title, status, _ in there.values() if status == "active"]
    results = await catalog.search(counted=True)
    assert results.total == len(shown)
    vendors = {value.label: value.count for facet in results.facets if facet.name == "brand" for value in facet.values}
    assert sum(vendors.values()) == len(shown)
    for word in ("piece", "renamed"):
        assert (await catalog.search(word)).total == sum(word in title.casefold() for title in shown)
    await eventually(one_build_is_left, told="tidying up")


async def one_build_is_left() -> bool:
    return sum(folder.is_dir() for folder in Shelf.of_host().root.iterdir()) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("point", ["build.Build.commit", "disk.Shelf.publish"])
@pytest.mark.parametrize("again", [False, True], ids=["first build", "next build"])
async def test_killed_around_a_step_of_a_build(host: Path, point: str, moment: str, again: bool) -> None:
    await stock_a_few()
    if again:
        async with indexed():
            pass
        await catalog.rebuild_search()
    await killed_at(f"domains.catalog.search.{point}:{moment}", host)
    await change_a_few()
    async with indexed():
        await assert_agrees()


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_killed_around_the_commit_of_a_change(host: Path, moment: str) -> None:
    await stock_a_few()
    async with indexed():
        pass
    await change_a_few()
    await killed_at(f"domains.catalog.search.build.Build.commit:{moment}", host)
    async with indexed():
        await assert_agrees()


async def stock_a_few() -> None:
    for number in range(4):
        await make_product(f"Piece {number}", vendor="Oak")


async def change_a_few() -> None:
    first, second, *_ = await Product.find({}).to_list()
    first.title = "Renamed"
    await first.replace()
    await second.delete()
    await make_product("Piece of late", vendor="Ash")


async def killed_at(point: str, host: Path) -> None:
    marker = host / "died"
    armed(marker).touch()
    keeper = born({"DIES_AT": point, "DIES_ONCE": str(marker)})

    async def dead() -> bool:
        return not keeper.alive

    await eventually(dead, told=f"dying at {point}", seconds=60)
    assert marker.exists()


def born(more: dict[str, str] | None = None) -> Child:
    return nursery().bear([], dict(os.environ) | (more or {}), KEEPER)


@pytest.mark.parametrize("lives", [LIVES, pytest.param(LONG, marks=pytest.mark.long)])
async def test_killed_at_any_moment_while_others_write(host: Path, lives: int) -> None:
    random = drawn(f"killed index {lives}")
    print(f"BARROW_SEED={SEED}")
    pieces = [piece(number) for number in range(PRODUCTS)]
    await Product.insert_many(pieces)
    ids = [each.id for each in pieces]
    enough = asyncio.Event()
    writers = [asyncio.create_task(write(Random(random.random()), ids, enough)) for _ in range(WRITERS)]
    for _ in range(lives):
        keeper = born()
        await asyncio.sleep(random.uniform(0.1, 1.0))
        if random.random() < 0.4:
            await catalog.rebuild_search()
            await asyncio.sleep(random.uniform(0, 0.6))
        assert keeper.alive
        keeper.kill()
    enough.set()
    await asyncio.gather(*writers)
    async with indexed():
        await assert_agrees()


def piece(number: int) -> Product:
    status = ProductStatus.ACTIVE if number % 5 else ProductStatus.DRAFT
    variants = [make_variant(price=eur(number))]
    return Product(
        slug=f"piece-{number}",
        title=f"Piece {number}",
        vendor=f"Maker {number % 3}",
        status=status,
        currency="EUR",
        variants=variants,
    )


async def write(random: Random, ids: list[UUID], enough: asyncio.Event) -> None:
    """Whatever happens to products; another writer may have been there before, as in life."""
    collection = Product.get_pymongo_collection()
    while not enough.is_set():
        row = {"_id": random.choice(ids)}
        match random.randrange(4):
            case 0:
                made = piece(random.randrange(10**6, 10**9))
                await made.insert()
                ids.append(made.id)
            case 1:
                await collection.update_one(row, {"$set": {"title": f"Renamed {random.randrange(1000)}"}})
            case 2:
                await collection.update_one(row, {"$set": {"variants.0.price.amount": random.randrange(1, 10_000)}})
            case 3:
                await collection.delete_one(row)
        await asyncio.sleep(random.uniform(0, 0.03))
