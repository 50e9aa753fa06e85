"""Two processes of one host share an index: one writes, both read."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from domains import catalog
from tests.support.catalog import make_product
from tests.support.searcher import Searcher, searcher


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


async def seen(process: Searcher, titles: list[str]) -> float:
    """After how many seconds it finds exactly these."""
    started = time.monotonic()
    while sorted(await process.ask("search")) != titles:
        assert time.monotonic() < started + 30
        await asyncio.sleep(0.05)
    return time.monotonic() - started


async def test_one_writes_and_both_find_a_change_within_two_seconds(pair: list[Searcher]) -> None:
    writer, reader = await roles(pair)
    await make_product("Mug")
    waited = await asyncio.gather(seen(writer, ["Mug"]), seen(reader, ["Mug"]))
    assert max(waited) < 2


async def test_when_the_writer_is_killed_the_other_takes_over(pair: list[Searcher]) -> None:
    writer, reader = await roles(pair)
    await make_product("Mug")
    await reader.ask("catch up")
    await writer.kill()
    await make_product("Jug")
    assert await seen(reader, ["Jug", "Mug"]) < 5
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
        assert await seen(late, ["Mug"]) < 10
