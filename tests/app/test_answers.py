"""One flow in a handler, two kinds of browser, and HEAD wherever there is GET."""

import httpx

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


async def test_a_browser_gets_a_page(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/probe")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.startswith("<!doctype html>")
    assert "<h1>a page</h1>" in answer.text
    assert "<title>Probe – Barrow</title>" in answer.text


async def test_htmx_gets_the_part_that_changes(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/probe", headers=HTMX)
    assert (answer.status_code, answer.text) == (200, '<p id="probe">a part</p>')


async def test_a_boosted_link_gets_the_page(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/probe", headers={**HTMX, "HX-Boosted": "true"})
    assert "<h1>a page</h1>" in answer.text


async def test_the_back_button_gets_the_page(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/probe", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<h1>a page</h1>" in answer.text


async def test_an_element_that_selects_from_a_page_gets_the_page(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/probe", headers={"HX-Request": "true", "HX-Request-Type": "full"})
    assert "<h1>a page</h1>" in answer.text


async def test_head_says_what_get_would_without_the_body(browser: httpx.AsyncClient) -> None:
    asked, looked = await browser.head("/probe"), await browser.get("/probe")
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers["content-length"] == looked.headers["content-length"]


async def test_after_a_deed_a_browser_is_sent_to_look(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/probe")
    assert (answer.status_code, answer.headers["location"]) == (303, "/probe?q=a+b")


async def test_after_a_deed_htmx_is_told_where_to_look(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/probe", headers=HTMX)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (200, "/probe?q=a+b")
    assert "location" not in answer.headers
