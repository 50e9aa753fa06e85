"""Asking to be told when it is back: the form on the product's page, and the pages that the letters lead to."""

import re

import httpx
import pytest

from app.security import rates
from domains import catalog
from tests.support.alerts import CONFIRMING, ENDING, found, letters
from tests.support.draining import drain
from tests.support.forms import forms
from tests.support.office import hire, read, sign_in
from tests.support.visiting import HTMX, on_the_shelf

SENTENCE = "Please check your e-mail."
pytestmark = pytest.mark.usefixtures("outside")


async def ask(browser: httpx.AsyncClient, email: str = "ada@example.com", sku: str = "MUG") -> httpx.Response:
    return await browser.post("/alerts", data={"sku": sku, "email": email})


async def letter_of(pattern: re.Pattern[str]) -> str:
    await drain()
    return found(pattern, (await letters("alert_confirmation"))[-1])


async def test_only_what_has_sold_out_can_be_waited_for(browser: httpx.AsyncClient) -> None:
    there = await on_the_shelf("Jug", sku="JUG")
    gone = await on_the_shelf("Mug", stock=0)
    assert 'action="/alerts"' not in (await browser.get(f"/products/{there.slug}")).text
    assert 'action="/alerts"' in (await browser.get(f"/products/{gone.slug}")).text
    refused = await ask(browser, sku="JUG")
    assert refused.status_code == 409
    assert (await ask(browser, sku="NOPE")).status_code == 409


async def test_the_same_sentence_whoever_asks_and_the_letter_leads_to_a_button(browser: httpx.AsyncClient) -> None:
    product = await on_the_shelf("Harbour Mug", stock=0)
    for _ in range(2):
        answer = await ask(browser)
        assert answer.headers["location"] == f"/products/{product.slug}?variant=MUG&alert=asked"
        assert SENTENCE in (await browser.get(answer.headers["location"])).text
    token = await letter_of(CONFIRMING)
    assert len(await letters("alert_confirmation")) == 1
    page = await browser.get(f"/alerts/confirmations/{token}")
    assert (await catalog.waiting([product.variants[0].id])) == {}  # a mail scanner has looked, nobody has pressed
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "private, no-store"
    [button] = [each for each in forms(page.text, str(page.url)) if "/alerts/" in each.action]
    done = await browser.post(button.action)
    assert "We will write to you when it is back." in (await browser.get(done.headers["location"])).text
    assert (await catalog.waiting([product.variants[0].id])) == {product.variants[0].id: 1}
    assert (await ask(browser)).headers["location"].endswith("alert=asked")


async def test_what_is_no_address_stays_in_its_field_with_the_reason(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=0)
    for headers in ({}, HTMX):
        answer = await browser.post("/alerts", data={"sku": "MUG", "email": "ada@"}, headers=headers)
        assert answer.status_code == 422
        assert answer.text.count("Please enter an e-mail address, such as name@example.com.") == (1 if headers else 2)
        assert 'value="ada@"' in answer.text
        assert ("<html" in answer.text) is (not headers)
    assert SENTENCE in (await browser.post("/alerts", data={"sku": "MUG", "email": "a@b.example"}, headers=HTMX)).text


async def test_it_ends_by_a_button_and_by_the_mail_program_from_wherever(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=0)
    await ask(browser)
    token = await letter_of(ENDING)
    page = await browser.get(f"/alerts/endings/{token}")
    assert "Forget my address" in page.text
    one_click = {"List-Unsubscribe": "One-Click"}
    origin = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    for _ in range(2):
        ended = await browser.post(f"/alerts/endings/{token}", data=one_click, headers=origin)
        assert (ended.status_code, "This has ended." in ended.text) == (200, True)
    assert "This has ended." in (await browser.get(f"/alerts/endings/{token}")).text


@pytest.mark.parametrize("token", ["x", "A" * 48, "é" * 48, "%00"])
async def test_a_link_nobody_sent_leads_nowhere(browser: httpx.AsyncClient, token: str) -> None:
    await on_the_shelf(stock=0)
    for page in ("confirmations", "endings"):
        assert (await browser.get(f"/alerts/{page}/{token}")).status_code == 404
    assert (await browser.post(f"/alerts/confirmations/{token}")).status_code == 404


async def test_a_mailbox_is_not_asked_for_without_end(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await on_the_shelf(stock=0)
    for index in range(7):
        rates.limiter.pop()
        answer = await ask(browser, "ADA@example.com" if index % 2 else "ada@example.com")
    assert answer.status_code == 429
    assert (await ask(browser, "grace@example.com")).status_code == 303


async def test_staff_see_how_many_wait_and_what_is_most_wanted(browser: httpx.AsyncClient) -> None:
    product = await on_the_shelf("Harbour Mug", stock=0)
    await on_the_shelf("Jug", sku="JUG", stock=0)
    for email in ("ada@example.com", "grace@example.com"):
        await ask(browser, email)
        await browser.post(f"/alerts/confirmations/{await letter_of(CONFIRMING)}")
    await hire()
    await sign_in(browser)
    assert "2 people wait for it" in read(await browser.get(f"/admin/products/{product.id}"))
    wanted = read(await browser.get("/admin/alerts"))
    assert "Harbour Mug MUG 2" in wanted
    assert "JUG" not in wanted
