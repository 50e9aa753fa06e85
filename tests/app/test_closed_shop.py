"""A closed shop: shoppers are asked to come again, whoever keeps it running is let through."""

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar

from app.security.door import door
from domains import catalog
from domains.shared.errors import Invalid
from tests.app.making import HOME, browser_of, forget_limits
from tests.support import office


@pytest.fixture
async def closed(shop: None) -> AsyncIterator[None]:
    forget_limits()
    await catalog.close_shop(30, "New shelves are <b>going up</b>.")
    await door.look()
    yield
    await catalog.reopen_shop()
    await door.look()


async def test_shoppers_are_told_when_to_come_again(closed: None, app: Litestar) -> None:
    async with browser_of(app) as browser:
        page = await browser.get("/cart")
        lured = await browser.get(f"{HOME}//elsewhere.example")
        problem = await browser.get("/cart", headers={"Accept": "application/json"})
        toast = await browser.post("/cart/lines", data={"sku": "MUG"}, headers={"HX-Request": "true"})
    assert [answer.status_code for answer in (page, problem, toast)] == [503, 503, 503]
    assert all(1700 <= int(answer.headers["retry-after"]) <= 1800 for answer in (page, problem, toast))
    assert "New shelves are &lt;b&gt;going up" in page.text
    assert page.text.count("<h1") == 1
    assert ('href="/cart"' in page.text, 'href="//' in lured.text) == (True, False)
    assert problem.json()["detail"] == "New shelves are <b>going up</b>."
    assert toast.text.lstrip().startswith("<toast-note")


async def test_machines_and_staff_go_on(closed: None, app: Litestar) -> None:
    await office.hire()
    async with browser_of(app) as browser:
        for address, status in (
            ("/healthz", 200),
            ("/robots.txt", 200),
            ("/offline", 200),
            ("/admin/sign-in", 200),
            ("/login", 200),
        ):
            assert (await browser.get(address)).status_code == status
        assert (await browser.post("/webhooks/stripe", content=b"{}")).status_code != 503
        await office.sign_in(browser)
        assert (await browser.get("/admin/orders")).status_code == 200
        assert (await browser.get("/cart")).status_code == 200
        browser.cookies.clear()
        browser.cookies.set("barrow-access", "made up")
        assert (await browser.get("/cart")).status_code == 503


async def test_it_opens_again(closed: None, app: Litestar) -> None:
    await catalog.reopen_shop()
    await door.look()
    async with browser_of(app) as browser:
        assert (await browser.get("/cart")).status_code == 200


async def test_without_an_end_shoppers_are_asked_to_come_in_a_while(closed: None, app: Litestar) -> None:
    closure = await catalog.close_shop()
    await door.look()
    async with browser_of(app) as browser:
        answer = await browser.get("/")
    assert (answer.headers["retry-after"], closure.until) == ("600", None)
    assert "We expect to be back" not in answer.text
    for minutes, says in ((0, ""), (99_999, ""), (5, "x" * 301)):
        with pytest.raises(Invalid):
            await catalog.close_shop(minutes, says)
