"""Coupon codes on the cart's page and on the last page of the checkout, typed by hand."""

import html
import re

import httpx
import pytest

from domains import catalog
from domains.catalog import Limits
from domains.shared.settings import settings
from tests.app.making import forget_limits
from tests.support.catalog import eur
from tests.support.stored_promotions import make_promotion
from tests.support.visiting import HTMX, heading, on_the_shelf, put_in_cart, ready_to_pay


async def enter(browser: httpx.AsyncClient, code: str, **more: str) -> httpx.Response:
    return await browser.post("/cart/codes", data={"code": code} | more)


def codes(answer: httpx.Response) -> list[tuple[str, str]]:
    """Each code in the list with what is said of it."""
    entry = r'class="codes__code">(.*?)</span>\s*<span class="codes__state[^>]*>(.*?)</span>'
    found = re.findall(entry, answer.text, re.S)
    return [(html.unescape(code), html.unescape(told).strip()) for code, told in found]


def error(answer: httpx.Response) -> str:
    found = re.findall(r'id="cart-code-error">.*?</span>(.*?)</p>', answer.text, re.S)
    return html.unescape(found[0]).strip() if found else ""


async def test_a_code_is_entered_and_taken_out_without_javascript(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(price=eur(20_00))
    await make_promotion("Welcome", codes=("WELCOME-10",))
    await put_in_cart(browser)
    answer = await enter(browser, "welcome 10")
    assert (answer.status_code, answer.headers["location"]) == (303, "/cart")
    cart = await browser.get("/cart")
    assert codes(cart) == [("WELCOME-10", "counts")]
    assert "€22.90" in cart.text  # with the delivery
    assert "−€2.00" in cart.text
    gone = await browser.post("/cart/codes/removal", data={"code": "WELCOME-10"})
    assert (gone.status_code, gone.headers["location"]) == (303, "/cart")
    cart = await browser.get("/cart")
    assert (codes(cart), "€24.90" in cart.text) == ([], True)


async def test_htmx_gets_the_cart_again(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(price=eur(20_00))
    await make_promotion("Welcome", codes=("WELCOME",))
    await put_in_cart(browser)
    answer = await browser.post("/cart/codes", data={"code": "WELCOME"}, headers=HTMX)
    assert (answer.status_code, codes(answer)) == (200, [("WELCOME", "counts")])
    assert 'id="cart-contents"' in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("typed", ["NOBODY-10", "", "<b>x</b>", '{"$gt":""}', "\u202eEDOC", "🎁", "x" * 10_000])
async def test_a_code_that_is_none_is_refused_at_its_field_and_stays_there(
    browser: httpx.AsyncClient, typed: str
) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    answer = await enter(browser, typed)
    assert (answer.status_code, heading(answer)) == (422, "Your cart")
    assert error(answer) in ("We do not know this code. Please check how it is written.", "Type a code first.")
    assert f'value="{html.escape(typed[:100])}"' in answer.text.replace("&#34;", "&quot;")
    assert codes(await browser.get("/cart")) == []


async def test_a_code_that_changes_nothing_yet_says_what_is_missing(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(price=eur(20_00))
    await make_promotion("Fifty", codes=("FIFTY",), all_of=(catalog.MinimumAmount(50_00),))
    await put_in_cart(browser)
    await enter(browser, "FIFTY")
    assert codes(await browser.get("/cart")) == [("FIFTY", "Spend €30.00 more.")]
    await put_in_cart(browser, quantity=2)
    assert codes(await browser.get("/cart")) == [("FIFTY", "counts")]


async def test_several_codes_stand_together_where_they_may(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(price=eur(20_00))
    order, line = catalog.PromotionClass.ORDER, catalog.PromotionClass.LINE
    await make_promotion("Tenth", codes=("TENTH",), combines_with=frozenset({order}))
    five = (catalog.AmountOff(5_00),)
    await make_promotion("Five", codes=("FIVE",), kind=order, benefits=five, combines_with=frozenset({line}))
    await make_promotion("Alone", codes=("ALONE",), benefits=(catalog.PercentOff(500),), exclusive=True)
    await put_in_cart(browser)
    for code in ("TENTH", "FIVE", "ALONE"):
        await enter(browser, code)
    cart = await browser.get("/cart")
    told = dict(codes(cart))
    assert (told["TENTH"], told["FIVE"]) == ("counts", "counts")
    assert told["ALONE"] == "It cannot be combined with “Tenth”, which saves more."
    assert "€17.90" in cart.text


async def test_on_the_last_page_a_code_changes_what_is_paid(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(price=eur(20_00))
    await make_promotion("Welcome", codes=("WELCOME",))
    await ready_to_pay(browser)
    wrong = await enter(browser, "WELCOM", at="review")
    assert (wrong.status_code, heading(wrong)) == (422, "Check and pay")
    assert error(wrong) == "We do not know this code. Please check how it is written."
    right = await enter(browser, "WELCOME", at="review")
    assert (right.status_code, right.headers["location"]) == (303, "/checkout/review")
    assert "Pay €22.90" in (await browser.get("/checkout/review")).text


async def test_what_was_used_up_since_is_said_before_paying(browser: httpx.AsyncClient, outside: str) -> None:
    await on_the_shelf(price=eur(20_00))
    once = await make_promotion("Once", codes=("ONCE",), limits=Limits(overall=1))
    await ready_to_pay(browser)
    await enter(browser, "ONCE", at="review")
    use = catalog.Use(promotion_id=once.id, amount=1)
    await catalog.claim(once.id, [use], ["party:somebody"])
    page = await browser.get("/checkout/review")
    assert codes(page) == [("ONCE", "It has been used as often as it may be.")]
    assert "Pay €24.90" in page.text


async def test_guessing_codes_is_slowed_down(browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_CODE", "3/minute")
    settings.cache_clear()
    forget_limits()
    try:
        await on_the_shelf()
        await put_in_cart(browser)
        answers = [(await enter(browser, f"GUESS-{number}")).status_code for number in range(5)]
        assert answers == [422, 422, 422, 429, 429]
        assert (await put_in_cart(browser)).status_code == 303
    finally:
        monkeypatch.undo()
        settings.cache_clear()
        forget_limits()


async def test_a_code_needs_something_in_the_cart(browser: httpx.AsyncClient) -> None:
    await make_promotion("Welcome", codes=("WELCOME",))
    assert (await enter(browser, "WELCOME")).status_code == 404
