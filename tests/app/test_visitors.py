"""A visitor becomes a party with the first deed, never by looking, and only we can say which."""

from collections.abc import Callable
from uuid import UUID

import httpx
import pytest

from tests.app.making import browser_of, make_app


async def test_looking_makes_no_party(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/probe/party")
    assert answer.text.startswith("None ")
    assert "set-cookie" not in answer.headers


async def test_the_first_deed_makes_one_that_is_known_again(browser: httpx.AsyncClient) -> None:
    made = await browser.post("/probe/party")
    party = UUID(made.text)
    assert (await browser.get("/probe/party")).text.startswith(f"{party} ")
    again = await browser.post("/probe/party")
    assert UUID(again.text) == party
    assert "set-cookie" not in again.headers


async def test_the_cookie_is_for_the_server_alone(browser: httpx.AsyncClient) -> None:
    cookie = (await browser.post("/probe/party")).headers["set-cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert cookie.startswith("barrow-party=")
    assert {"httponly", "samesite=lax", "path=/", "max-age=31536000"} <= parts
    assert "secure" not in parts  # this shop is visited over plain http


async def test_over_https_the_cookie_is_bound_to_the_host(surroundings: Callable[..., None]) -> None:
    surroundings(BASE_URL="https://shop.example")
    async with browser_of(make_app(), "https://shop.example") as browser:
        cookie = (await browser.post("/probe/party")).headers["set-cookie"]
        known = await browser.get("/probe/party")
    assert cookie.startswith("__Host-barrow-party=")
    assert "secure" in {part.strip().lower() for part in cookie.split(";")}
    assert not known.text.startswith("None ")


@pytest.mark.parametrize("forged", ["0192f8c0", "x" * 5000, '"0192f8c04fd17b7ab1f9b3b1d3a8e111".AAAA', ""])
async def test_a_cookie_that_is_not_ours_is_nobody(browser: httpx.AsyncClient, forged: str) -> None:
    answer = await browser.get("/probe/party", headers={"Cookie": f"barrow-party={forged}"})
    assert (answer.status_code, answer.text.split()[0]) == (200, "None")


async def test_a_changed_party_is_nobody(browser: httpx.AsyncClient) -> None:
    await browser.post("/probe/party")
    value = browser.cookies["barrow-party"].strip('"')
    changed = ("f" if value[1] != "f" else "0").join((value[:1], value[2:]))
    answer = await browser.get("/probe/party", headers={"Cookie": f"barrow-party={changed}"})
    assert answer.text.startswith("None ")


async def test_without_a_proxy_of_ours_nobody_names_their_own_address(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/probe/party", headers={"X-Forwarded-For": "203.0.113.9"})
    assert answer.text == "None 127.0.0.1"


@pytest.mark.parametrize(
    ("hops", "forwarded", "seen"),
    [
        ("1", "203.0.113.9", "203.0.113.9"),
        ("1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("2", "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        ("2", "203.0.113.9", "127.0.0.1"),
        ("1", "not an address", "127.0.0.1"),
        ("1", "2001:db8::7", "2001:db8::7"),
    ],
)
async def test_behind_proxies_the_nth_from_the_right_is_believed(
    surroundings: Callable[..., None], hops: str, forwarded: str, seen: str
) -> None:
    surroundings(TRUSTED_HOPS=hops)
    async with browser_of(make_app()) as browser:
        answer = await browser.get("/probe/party", headers={"X-Forwarded-For": forwarded})
    assert answer.text == f"None {seen}"
