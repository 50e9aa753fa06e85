"""Each address has its share of looking, acting and signing in; a store that is away does not shut the shop."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from domains.shared import redis
from tests.app.making import browser_of, forget_limits, make_app


@pytest.fixture
async def strict(surroundings: Callable[..., None]) -> None:
    surroundings(RATE_BROWSE="3/minute", RATE_ACT="2/minute", RATE_SIGN_IN="1/minute", TRUSTED_HOPS="1")
    forget_limits()


@pytest.fixture
async def without_redis(surroundings: Callable[..., None]) -> AsyncIterator[None]:
    await redis.close()
    surroundings(REDIS_URL="redis://127.0.0.1:1/0", RATE_ACT="2/minute")
    forget_limits()
    yield
    await redis.close()
    forget_limits()


def at(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


async def test_who_looks_too_often_is_asked_to_wait(strict: None) -> None:
    async with browser_of(make_app()) as browser:
        looked = [await browser.get("/probe?q=oak", headers=at("203.0.113.1")) for _ in range(4)]
    assert [answer.status_code for answer in looked] == [200, 200, 200, 429]
    assert "That was a little fast" in looked[3].text
    seconds = int(looked[3].headers["retry-after"])
    assert 1 <= seconds <= 60
    assert f"Please try again in {seconds} second" in looked[3].text
    assert '<a class="button button--primary" href="/probe?q=oak">Try again</a>' in looked[3].text


async def test_another_address_is_not_kept_waiting(strict: None) -> None:
    async with browser_of(make_app()) as browser:
        for _ in range(3):
            await browser.get("/probe", headers=at("203.0.113.2"))
        assert (await browser.get("/probe", headers=at("203.0.113.3"))).status_code == 200


async def test_addresses_of_one_ipv6_network_share(strict: None) -> None:
    async with browser_of(make_app()) as browser:
        looked = [await browser.get("/probe", headers=at(f"2001:db8::{last}")) for last in range(1, 5)]
    assert [answer.status_code for answer in looked] == [200, 200, 200, 429]


async def test_looking_and_acting_are_counted_apart(strict: None) -> None:
    async with browser_of(make_app()) as browser:
        acted = [await browser.post("/probe/party", headers=at("203.0.113.4")) for _ in range(3)]
        looked = await browser.get("/probe", headers=at("203.0.113.4"))
    assert [answer.status_code for answer in acted] == [201, 201, 429]
    assert looked.status_code == 200


async def test_a_handler_names_its_own_share(strict: None) -> None:
    async with browser_of(make_app()) as browser:
        tried = [await browser.post("/probe/sign-in", headers=at("203.0.113.5")) for _ in range(2)]
    assert [answer.status_code for answer in tried] == [201, 429]


async def test_two_processes_count_together(strict: None) -> None:
    async with browser_of(make_app()) as one:
        await one.post("/probe/sign-in", headers=at("203.0.113.6"))
    forget_limits()
    async with browser_of(make_app()) as other:
        assert (await other.post("/probe/sign-in", headers=at("203.0.113.6"))).status_code == 429


async def test_files_and_health_are_not_counted(strict: None) -> None:
    app = make_app()
    style = app.state.templates.globals["asset"]("css/shop.css")
    async with browser_of(app) as browser:
        asked = [await browser.get(path, headers=at("203.0.113.7")) for path in (style, "/healthz") * 4]
    assert {answer.status_code for answer in asked} == {200}


async def test_without_redis_each_process_counts_for_itself(without_redis: None) -> None:
    async with browser_of(make_app()) as browser:
        acted = [await browser.post("/probe/party") for _ in range(3)]
    assert [answer.status_code for answer in acted] == [201, 201, 429]


async def test_without_redis_nobody_can_try_passwords(without_redis: None) -> None:
    async with browser_of(make_app()) as browser:
        answer: httpx.Response = await browser.post("/probe/sign-in")
    assert answer.status_code == 503
    assert "Signing in is not possible right now" in answer.text
