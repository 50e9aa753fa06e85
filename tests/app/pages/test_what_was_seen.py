"""The pay button stands for what its page showed: nothing else is ordered, and nobody pays for another tab's cart."""

import re

import httpx
import pytest

from domains import inventory
from tests.support.catalog import eur
from tests.support.visiting import heading, line_id, on_the_shelf, put_in_cart, ready_to_pay

CHANGED = "Your order has changed since you looked at it."


async def seen(browser: httpx.AsyncClient) -> dict[str, str]:
    """What the form of a review page, opened now, will send."""
    return hidden(await browser.get("/checkout/review"))


def hidden(page: httpx.Response) -> dict[str, str]:
    form = page.text.split('action="/checkout/order"')[1].split("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([a-z-]+)" value="([^"]*)"', form))


async def pay(browser: httpx.AsyncClient, form: dict[str, str]) -> httpx.Response:
    return await browser.post("/checkout/order", data=form)


async def test_what_one_tab_shows_is_not_paid_after_another_has_changed_it(
    browser: httpx.AsyncClient, outside: str
) -> None:
    await on_the_shelf("Harbour Mug", price=eur(12_50))
    await ready_to_pay(browser, quantity=1)
    first_tab = await seen(browser)
    assert set(first_tab) == {"seen-version", "seen-total"}
    await browser.post(f"/cart/lines/{await line_id(browser)}", data={"quantity": "3"})
    refused = await pay(browser, first_tab)
    assert (refused.status_code, heading(refused)) == (409, "Check and pay")
    assert CHANGED in refused.text
    assert "3 × Harbour Mug" in refused.text
    assert await inventory.available("MUG") == 5
    assert (await pay(browser, hidden(refused))).headers["location"].startswith(outside)


async def test_another_delivery_or_address_is_a_change_too(browser: httpx.AsyncClient, outside: str) -> None:
    await on_the_shelf()
    await ready_to_pay(browser)
    first_tab = await seen(browser)
    chosen = await browser.post("/checkout/delivery", data={"shipping": "express"})
    assert chosen.headers["location"] == "/checkout/review"
    assert CHANGED in (await pay(browser, first_tab)).text
    assert (await pay(browser, await seen(browser))).headers["location"].startswith(outside)


async def test_the_same_page_in_two_tabs_is_one_order(browser: httpx.AsyncClient, outside: str) -> None:
    await on_the_shelf()
    await ready_to_pay(browser)
    tabs = [await seen(browser), await seen(browser)]
    ways = [(await pay(browser, tab)).headers["location"] for tab in tabs]
    assert ways[0] == ways[1]
    assert ways[0].startswith(outside)
    assert await inventory.available("MUG") == 4


@pytest.mark.parametrize("tampered", [{"seen-total": "1"}, {"seen-version": "999"}, {"seen-total": "x\x00"}])
async def test_what_is_tampered_with_only_asks_to_look_again(
    browser: httpx.AsyncClient, outside: str, tampered: dict[str, str]
) -> None:
    await on_the_shelf()
    await ready_to_pay(browser)
    refused = await pay(browser, await seen(browser) | tampered)
    assert refused.status_code == 409
    assert CHANGED in refused.text
    assert await inventory.available("MUG") == 5


async def test_a_form_that_does_not_say_what_it_showed_is_taken(browser: httpx.AsyncClient, outside: str) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    await ready_to_pay(browser)
    assert (await pay(browser, {})).headers["location"].startswith(outside)
