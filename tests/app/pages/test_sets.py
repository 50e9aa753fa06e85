"""A bundle as shoppers meet it: what is in it, and how many there are beside the rest of the cart."""

import re

import httpx
import pytest
from litestar import Litestar

from app import streams
from domains import inventory, orders
from tests.app.pages.test_live_cart import cookie_of, stream_of
from tests.support import office
from tests.support.inventory import hold
from tests.support.streaming import listening
from tests.support.visiting import on_the_shelf, put_in_cart, quantities, ready_to_pay

SET = {"MUG": 2, "POT": 1}


@pytest.fixture(autouse=True)
async def tea_set(browser: httpx.AsyncClient) -> None:
    """Two mugs of seven, and a pot that is not sold alone, of five."""
    await on_the_shelf("Mug", slug="mug", stock=7)
    await on_the_shelf("Pot", sku="POT", slug="pot", stock=5, status="draft")
    await on_the_shelf("Tea set", sku="SET", slug="tea-set", stock=0)
    _, revision = await inventory.composition("SET")
    await inventory.compose("SET", SET, revision)


async def test_its_page_says_what_is_in_it_and_follows_its_parts(app: Litestar, browser: httpx.AsyncClient) -> None:
    shown = await browser.get("/products/tea-set")
    assert "In this set 2 × Mug 1 × Pot Only 3 left" in office.read(shown)
    assert '<a href="/products/mug?variant=MUG">Mug</a>' in shown.text
    assert "/products/pot" not in shown.text
    assert "In this set" not in (await browser.get("/products/mug")).text
    async with listening(app, "/products/tea-set/stock?variant=SET&left=3") as events:
        assert await events.next() == streams.QUIET
        await hold("MUG", 3)
        assert "Only 2 left</p>" in await events.news()


async def test_a_cart_holds_no_more_of_a_part_than_there_is_with_its_sets(browser: httpx.AsyncClient) -> None:
    assert (await put_in_cart(browser, "SET", 2)).status_code == 303
    for sku, quantity, told in (
        ("MUG", 4, "Only 3 of these are left beside the rest of your cart."),
        ("SET", 2, "Only 3 of these are left."),
    ):
        refused = await put_in_cart(browser, sku, quantity)
        assert (refused.status_code, told in refused.text) == (409, True)
    assert (await put_in_cart(browser, "MUG", 3)).status_code == 303
    page = await browser.get("/cart")
    assert "Take fewer" not in page.text
    assert "In this set: 2 × Mug, 1 × Pot Only 2 left" in office.read(page)
    lines = re.findall(r'id="cart-line-([0-9a-f-]{36})"', page.text)
    refused = await browser.post(f"/cart/lines/{lines[0]}", data={"quantity": "3"})
    assert (refused.status_code, "Only 2 of these are left beside" in refused.text) == (409, True)
    assert await quantities(browser) == [2, 3]
    assert (await browser.post(f"/cart/lines/{lines[1]}", data={"quantity": "1"})).status_code == 303
    assert (await browser.post(f"/cart/lines/{lines[0]}", data={"quantity": "3"})).status_code == 303


async def test_an_open_cart_hears_of_its_parts(app: Litestar, browser: httpx.AsyncClient) -> None:
    await put_in_cart(browser, "SET", 2)
    await put_in_cart(browser, "MUG", 2)
    shown = await browser.get("/cart")
    async with listening(app, stream_of(shown), cookie=cookie_of(browser)) as events:
        assert await events.next() == streams.QUIET
        await hold("MUG", 2)
        told = await events.news_of("Only 1 left. Take fewer to go on.")
        assert told.count("Only 1 left. Take fewer to go on.") == 2  # of either, beside the other


@pytest.mark.usefixtures("outside")
async def test_what_an_order_of_the_same_shopper_holds_of_the_parts_is_theirs(browser: httpx.AsyncClient) -> None:
    await put_in_cart(browser, "MUG", 3)
    await ready_to_pay(browser, "SET", 2)
    assert (await browser.post("/checkout/order")).status_code == 303
    assert await inventory.availability(["MUG", "SET"]) == {"MUG": 0, "SET": 0}
    page = await browser.get("/cart")
    assert "Take fewer" not in page.text
    assert "Only 2 left" in page.text
    assert "Only 3 left" in page.text
    [order] = (await orders.recent(limit=1)).orders
    _, revision = await inventory.composition("SET")
    await inventory.compose("SET", {"POT": 2}, revision)
    page = await browser.get(f"/orders/{order.number}?token={order.token}")
    assert "In this set: 2 × Mug, 1 × Pot" in office.read(page)  # as it was promised
