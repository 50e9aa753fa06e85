"""Every answer leaves with its headers: pages, parts, errors, files, and over https a few more."""

import json
import logging
from collections.abc import Callable

import httpx
import pytest

from tests.app.making import browser_of, make_app

EVERY_KIND = ["/probe", "/no/such/page", "/probe/refusals/crash", "/static/nothing.css", "/healthz", "/api/v1"]
CSP = (
    "default-src 'none'; script-src 'self' 'inline-speculation-rules'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self' {payment}; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", EVERY_KIND)
async def test_every_answer_carries_the_security_headers(
    browser: httpx.AsyncClient, path: str, stores: dict[str, str]
) -> None:
    headers = (await browser.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["permissions-policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "strict-transport-security" not in headers  # this shop is visited over plain http
    assert len(headers["x-request-id"]) == 32


async def test_forms_may_lead_to_the_page_where_one_pays(surroundings: Callable[..., None]) -> None:
    surroundings(STRIPE_API_BASE="http://127.0.0.1:8001/stripe")
    async with browser_of(make_app()) as browser:
        headers = (await browser.get("/probe")).headers
    assert headers["content-security-policy"] == CSP.format(payment="http://127.0.0.1:8001")


async def test_without_a_sandbox_forms_may_lead_to_stripe(surroundings: Callable[..., None]) -> None:
    surroundings(STRIPE_API_BASE="")
    async with browser_of(make_app()) as browser:
        headers = (await browser.get("/probe")).headers
    assert headers["content-security-policy"] == CSP.format(payment="https://checkout.stripe.com")


async def test_over_https_browsers_are_told_to_stay_there(surroundings: Callable[..., None]) -> None:
    surroundings(BASE_URL="https://shop.example")
    async with browser_of(make_app(), "https://shop.example") as browser:
        headers = (await browser.get("/no/such/page")).headers
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_a_page_is_its_visitors_own_and_differs_for_htmx(browser: httpx.AsyncClient) -> None:
    headers = (await browser.get("/probe")).headers
    assert headers["cache-control"] == "private, no-cache"
    assert "HX-Request" in headers["vary"]


async def test_what_is_no_page_is_not_stored(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/healthz")).headers["cache-control"] == "no-store"


async def test_a_request_is_one_line_of_json_and_tells_nothing_personal(browser: httpx.AsyncClient) -> None:
    lines: list[str] = []

    class Ears(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    ears = Ears()
    logging.getLogger("barrow.access").addHandler(ears)
    try:
        answer = await browser.get("/probe/refusals/gone?token=secret&email=me@example.org")
    finally:
        logging.getLogger("barrow.access").removeHandler(ears)
    (line,) = lines
    told = json.loads(line)
    assert told.pop("ms") >= 0
    assert 0 < told.pop("bytes") < len(answer.content)  # what went over the wire is compressed
    assert told == {
        "id": answer.headers["x-request-id"],
        "method": "GET",
        "route": "/probe/refusals/{kind}",
        "status": 404,
    }


async def test_a_request_keeps_the_name_our_own_proxy_gave_it(surroundings: Callable[..., None]) -> None:
    surroundings(TRUSTED_HOPS="1")
    async with browser_of(make_app()) as browser:
        named = await browser.get("/healthz", headers={"X-Request-ID": "edge-0123456789"})
        forged = await browser.get("/healthz", headers={"X-Request-ID": 'x" injected'})
    assert named.headers["x-request-id"] == "edge-0123456789"
    assert len(forged.headers["x-request-id"]) == 32


async def test_a_name_from_outside_is_not_taken_over(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/healthz", headers={"X-Request-ID": "edge-0123456789"})
    assert answer.headers["x-request-id"] != "edge-0123456789"
