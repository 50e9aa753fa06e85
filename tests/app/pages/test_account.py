"""What a browser knows of its visitor: its own orders and lists, and nobody else's."""

from uuid import UUID

import httpx
from litestar import Litestar

from app.security import cookies
from domains import orders
from tests.app.making import browser_of
from tests.support.orders import make_order, pay
from tests.support.visiting import on_the_shelf, put_in_cart


def party_of(browser: httpx.AsyncClient) -> UUID:
    party = cookies.read_party(browser.cookies[cookies.PARTY])
    assert party
    return party


async def test_it_shows_the_orders_of_this_browser_and_of_no_other(app: Litestar, browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    paid = await pay(await make_order(party_of(browser)))
    left = await make_order(party_of(browser))
    await orders.abandon(left.customer_id, left.id, "went back")
    page = await browser.get("/account")
    assert f'href="/orders/{paid.number}?token={paid.token}"' in page.text
    assert "We are packing it" in page.text
    assert left.number not in page.text
    assert page.headers["cache-control"] == "private, no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    async with browser_of(app) as stranger:
        elsewhere = await stranger.get("/account")
    assert paid.number not in elsewhere.text
    assert "Nothing has been ordered from this browser yet." in elsewhere.text
    assert "set-cookie" not in elsewhere.headers


async def test_it_shows_the_lists_and_leads_to_the_lookup(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await browser.post("/wishlists", data={"name": "For Ada's birthday"})
    page = await browser.get("/account")
    assert "For Ada&#39;s birthday" in page.text
    assert 'href="/orders/lookup"' in page.text


async def test_a_browser_can_be_made_to_forget(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    await browser.post("/wishlists", data={"name": "Mine"})
    forgotten = await browser.post("/account/forgetting", follow_redirects=True)
    assert "This browser has forgotten you." in forgotten.text
    assert "Mine" not in forgotten.text
    assert dict(browser.cookies) == {}
    assert "Your cart is empty." in (await browser.get("/cart")).text
