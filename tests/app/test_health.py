"""/healthz: the process lives. /readyz: a visitor would be served, and if not, what is missing."""

import asyncio

import httpx
from litestar import Litestar

from app.health import readiness
from tests.app.making import browser_of

PARTS = {"users", "orders", "payments", "inventory", "catalog", "notifications", "redis", "search"}


async def test_a_living_process_says_so(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


async def test_every_store_and_the_index_are_asked(browser: httpx.AsyncClient) -> None:
    checks = (await browser.get("/readyz")).json()["checks"]
    assert set(checks) == PARTS
    assert {part for part, said in checks.items() if said == "ok"} >= PARTS - {"search"}


async def test_what_fails_or_stays_silent_is_named() -> None:
    async def well() -> None: ...

    async def refuses() -> None:
        raise ConnectionRefusedError("secret address 10.1.2.3")

    async def hangs() -> None:
        await asyncio.sleep(60)

    app = Litestar([readiness({"well": well, "refuses": refuses, "hangs": hangs})], openapi_config=None)
    async with browser_of(app) as browser:
        answer = await browser.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not ready",
        "checks": {"well": "ok", "refuses": "ConnectionRefusedError", "hangs": "no answer in time"},
    }
