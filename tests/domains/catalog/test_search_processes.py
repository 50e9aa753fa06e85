"""Two processes of one host share an index: one writes, both read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from domains import catalog
from tests.support.catalog import make_product
from tests.support.searcher import Searcher, searcher
from tests.support.waiting import eventually


@pytest.fixture
async def pair(catalogue: None, tmp_path: Path) -> AsyncIterator[list[Searcher]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(searcher(str(tmp_path))) for _ in range(2)]


async def roles(pair: list[Searcher]) -> tuple[Searcher, Searcher]:
    """The one that writes and the one that reads."""
    await asyncio.gather(*(each.ask("catch up") for each in pair))
    first, second = [await each.ask("writing") for each in pair]
    assert first != second
    return (pair[0], pair[1]) if first else (pair[1], pair[0])


async def seen(process: Searcher, *titles: str) -> None:
    """Wait until it finds exactly these."""

    async def found() -> bool:
        return sorted(await process.ask("search")) == sorted(titles)

    await eventually(found, told=f"finding {titles}")


async def test_one_writes_and_both_find_a_change(pair: list[Searcher]) -> None:
    writer, reader = await roles(pair)
    await make_product("Mug")
    await asyncio.gather(seen(writer, "Mug"), seen(reader, "Mug"))


async def test_when_the_writer_is_killed_the_other_takes_over(pair: list[Searcher]) -> None:
    writer, reader = await roles(pair)
    await make_product("Mug")
    await reader.ask("catch up")
    await writer.kill()
    await make_product("Jug")
    await seen(reader, "Jug", "Mug")
    assert await reader.ask("writing")


async def test_a_raised_generation_reaches_the_one_that_only_reads(pair: list[Searcher]) -> None:
    _, reader = await roles(pair)
    await make_product("Mug")
    await catalog.rebuild_search()
    await reader.ask("catch up")
    assert await reader.ask("search", "mug") == ["Mug"]


async def test_while_mongodb_is_away_what_was_indexed_is_still_found(
    pair: list[Searcher], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_product("Mug")
    await asyncio.gather(*(each.ask("catch up") for each in pair))
    monkeypatch.setenv("CATALOG_MONGODB_URL", "mongodb://127.0.0.1:1/catalog?directConnection=true")
    async with searcher(str(tmp_path)) as late:
        await late.ask("writing")
        await seen(late, "Mug")
