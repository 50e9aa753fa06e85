"""The page for when there is no connection, and the worker that keeps it: nobody's page, replaced when it changes."""

import json
import re
from collections.abc import Callable

import httpx

from tests.app.making import browser_of, forget_limits, make_app


async def test_the_worker_keeps_one_page_and_its_looks_and_is_asked_for_anew(browser: httpx.AsyncClient) -> None:
    worker = await browser.get("/sw.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "no-cache"
    assert len(worker.content) < 1800
    [shell] = re.findall(r"SHELL = (\[.*?\])", worker.text)
    kept = json.loads(shell)
    assert kept[0] == "/offline"
    for address in kept:
        assert (await browser.get(address)).status_code == 200
    page = (await browser.get("/offline")).text
    assert kept[1] in page
    assert "data-offline" in page


async def test_the_page_is_the_same_for_everybody(browser: httpx.AsyncClient) -> None:
    strange = await browser.get("/offline")
    await browser.post("/probe/party")
    known = await browser.get("/offline")
    assert known.text == strange.text
    assert (strange.headers["cache-control"], "set-cookie" in known.headers) == ("public, max-age=300", False)
    assert strange.text.count("<h1") == 1


async def test_a_shop_that_wants_none_takes_it_back(migrated: None, surroundings: Callable[..., None]) -> None:
    surroundings(OFFLINE_PAGE="false")
    forget_limits()
    async with browser_of(make_app()) as browser:
        worker, page = await browser.get("/sw.js"), await browser.get("/offline")
    assert "unregister()" in worker.text
    assert "fetch" not in worker.text
    assert "data-offline" not in page.text
