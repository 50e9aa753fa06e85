"""Deeds are refused when a browser says they come from another site; who sends no word of it is no browser."""

from collections.abc import Callable

import httpx
import pytest

from tests.app.making import browser_of, make_app

OURS: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "http://127.0.0.1:8000"},
    {"Origin": "http://localhost:8000", "Host": "localhost:8000"},
    {},
]
NOT_OURS: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
    {"Sec-Fetch-Site": "nonsense"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:8001"},
    {"Origin": "https://127.0.0.1:8000"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:8000.evil.example"},
    {"Origin": "http://["},
]


@pytest.mark.parametrize("headers", OURS)
async def test_our_own_pages_may_do_things(browser: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await browser.post("/probe/party", headers=headers)).status_code == 201


@pytest.mark.parametrize("headers", NOT_OURS)
async def test_other_sites_may_not(browser: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await browser.post("/probe/party", headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "That is not allowed" in answer.text


@pytest.mark.parametrize("headers", NOT_OURS)
async def test_everyone_may_link_to_us(browser: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await browser.get("/probe", headers=headers)).status_code == 200


async def test_behind_tls_the_own_origin_is_the_https_one(surroundings: Callable[..., None]) -> None:
    surroundings(BASE_URL="https://shop.example")
    async with browser_of(make_app(), "https://shop.example") as browser:
        ours = await browser.post("/probe/party", headers={"Origin": "https://shop.example"})
        stripped = await browser.post("/probe/party", headers={"Origin": "http://shop.example"})
    assert (ours.status_code, stripped.status_code) == (201, 403)
