"""How many are left, told to a page that is open: only what is new, and an end when the process closes."""

import asyncio
from contextlib import AsyncExitStack

import httpx
import pytest
from litestar import Litestar

from app import streams
from app.closing import closing
from domains.shared.redis import redis
from tests.support.inventory import hold
from tests.support.streaming import listening
from tests.support.visiting import on_the_shelf
from tests.support.waiting import eventually

HERE = "/products/mug/stock?variant=MUG&left={left}"


async def nobody_listens() -> bool:
    return (await redis().pubsub_numsub("{stock}"))[0][1] == 0


async def questions() -> int:
    """How many times Redis has been asked how many there are."""
    return int((await redis().info("commandstats"))["cmdstat_mget"]["calls"])


async def test_a_page_hears_of_every_change_and_of_nothing_it_shows_already(
    app: Litestar, browser: httpx.AsyncClient
) -> None:
    await on_the_shelf(slug="mug", stock=5)
    async with listening(app, HERE.format(left=5)) as events:
        assert await events.next() == streams.QUIET
        assert (events.status, events.headers["cache-control"]) == (200, "no-store")
        assert events.headers["content-type"].startswith("text/event-stream")
        await hold("MUG", 2)
        told = await events.news()
        assert told.startswith("id: 3\ndata: ")
        assert "Only 3 left</p>" in told
        assert 'hx-target="#announcement"' in told
        assert told.endswith("\n\n")
        await hold("MUG", 3)
        told = await events.news()
        assert "Sold out" in told
        assert 'href="/products/mug?variant=MUG"' in told  # what the page offers is no longer to be had
    assert await eventually(nobody_listens, seconds=10)


async def test_who_comes_again_hears_what_they_missed(app: Litestar, browser: httpx.AsyncClient) -> None:
    await on_the_shelf(slug="mug", stock=5)
    async with listening(app, HERE.format(left=5), last_event_id="2") as events:
        assert (await events.next()).startswith("id: 5\n")


async def test_beyond_a_few_nobody_counts(app: Litestar, browser: httpx.AsyncClient) -> None:
    await on_the_shelf(slug="mug", stock=50)
    async with listening(app, HERE.format(left=6)) as events:
        assert await events.next() == streams.QUIET
        await hold("MUG", 2)
        await hold("MUG", 43)
        assert (await events.news()).startswith("id: 5\n")


async def test_however_many_look_it_is_asked_and_rendered_once(app: Litestar, browser: httpx.AsyncClient) -> None:
    await on_the_shelf(slug="mug", stock=5)
    async with AsyncExitStack() as pages:
        heard = [await pages.enter_async_context(listening(app, HERE.format(left=left))) for left in (5, 5, 5, 0, 4)]
        for events in heard:
            await events.next()
        await hold("MUG", 2)
        for events in heard:
            await events.news_of("Only 3 left</p>")
        before = await questions()
        await hold("MUG", 1)
        told = [await events.news() for events in heard]
        assert await questions() == before + 1
        assert told[0] == told[1] == told[2] == told[4] != told[3]  # which was made when there was none
    assert await eventually(nobody_listens, seconds=10)


async def test_a_stream_has_an_end(app: Litestar, browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LONGEST", -1.0)
    await on_the_shelf(slug="mug")
    async with listening(app, HERE.format(left=5)) as events, asyncio.timeout(10):
        assert await events.ended.wait()


async def test_streams_end_when_the_process_closes(app: Litestar, browser: httpx.AsyncClient) -> None:
    await on_the_shelf(slug="mug")
    try:
        async with listening(app, HERE.format(left=5)) as events:
            await events.next()
            closing().set()
            async with asyncio.timeout(10):
                assert await events.ended.wait()
    finally:
        closing.pop()


async def test_one_too_many_has_a_page_that_stands_still(
    app: Litestar, browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await on_the_shelf(slug="mug")
    async with listening(app, HERE.format(left=5)) as events:
        await events.next()
        monkeypatch.setattr(streams, "MOST", 1)
        answer = await browser.get(HERE.format(left=5), headers={"Accept": "text/event-stream"})
        assert (answer.status_code, answer.text) == (204, "")


async def test_opened_by_itself_it_leads_to_the_page(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(slug="mug")
    answer = await browser.get(HERE.format(left=5))
    assert (answer.status_code, answer.headers["location"]) == (303, "/products/mug?variant=MUG")


async def test_what_is_not_sold_is_no_stream(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/products/mug/stock?variant=NOPE", headers={"Accept": "text/event-stream"})
    assert 400 <= answer.status_code < 500
