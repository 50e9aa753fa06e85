"""What a change of the cart is answered with: a way back, words for those who listen, and the cart as it is by now."""

import re

import httpx
import pytest

from tests.support.catalog import eur
from tests.support.visiting import HTMX, heading, line_id, on_the_shelf, put_in_cart, quantities


@pytest.mark.parametrize("scripted", [True, False], ids=["htmx", "plain"])
async def test_what_was_taken_out_can_be_put_back(browser: httpx.AsyncClient, *, scripted: bool) -> None:
    await on_the_shelf("Harbour Mug")
    await put_in_cart(browser, quantity=3)
    removed = await browser.post(
        f"/cart/lines/{await line_id(browser)}/removal", headers=HTMX if scripted else {}, follow_redirects=not scripted
    )
    assert "Taken out: 3 × Harbour Mug" in removed.text
    assert ("<html" in removed.text) is not scripted
    form = removed.text.split('action="/cart/restoration"')[1].split("</form>")[0]
    fields = dict(re.findall(r'name="([a-z]+)" value="([^"]*)"', form))
    await browser.post("/cart/restoration", data=fields)
    assert await quantities(browser) == [3]
    assert "Taken out" not in (await browser.get("/cart?removed=MUG&quantity=3")).text  # it is there again


async def test_what_cannot_come_back_is_said_in_the_cart(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=2)
    await on_the_shelf("Bowl", sku="BOWL")
    await put_in_cart(browser, "BOWL")
    for sku, told in (("MUG", "Only 2 of these are left."), ("NOPE", "This item is not for sale.")):
        refused = await browser.post("/cart/restoration", data={"sku": sku, "quantity": "3"})
        assert (refused.status_code, heading(refused)) == (409, "Your cart")
        assert told in refused.text
    for address in ("/cart?removed=NOPE&quantity=1", "/cart?removed=MUG&quantity=0", "/cart?removed=MUG&quantity=1e9"):
        assert "Taken out" not in (await browser.get(address)).text
    assert await quantities(browser) == [1]


async def test_a_line_is_saved_for_later_on_a_wishlist(browser: httpx.AsyncClient) -> None:
    await on_the_shelf("Harbour Mug")
    await put_in_cart(browser)
    saved = await browser.post(f"/cart/lines/{await line_id(browser)}/wish", follow_redirects=True)
    assert "It is on your wishlist now, for later." in saved.text
    assert await quantities(browser) == []
    assert "1 thing" in (await browser.get("/wishlists")).text
    await put_in_cart(browser)
    swapped = await browser.post(f"/cart/lines/{await line_id(browser)}/wish", headers=HTMX)
    assert '<hx-partial hx-target="#wishlist-badge"' in swapped.text
    assert "Your cart is empty." in swapped.text


async def test_the_small_cart_is_the_same_address_and_stays_itself(browser: httpx.AsyncClient) -> None:
    await on_the_shelf("Harbour Mug", price=eur(12_50))
    await put_in_cart(browser, quantity=2)
    line = await line_id(browser)
    small = await browser.get("/cart", headers=HTMX)
    assert small.text.startswith('<div class="mini-cart" id="cart-small">')
    assert "2 × " in small.text
    assert "€25.00" in small.text
    gone = await browser.post(f"/cart/lines/{line}/removal", data={"at": "small"}, headers=HTMX)
    assert 'id="cart-small"' in gone.text
    assert 'id="cart-contents"' not in gone.text
    assert "Your cart is empty." in gone.text
    assert "Undo" in gone.text
    assert '<hx-partial hx-target="#cart-badge"' in gone.text


async def test_what_a_change_makes_of_the_cart_is_read_out_and_a_refusal_only_once(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(price=eur(20_00), stock=5)
    await put_in_cart(browser)
    line = f"/cart/lines/{await line_id(browser)}"
    changed = await browser.post(line, data={"quantity": "3"}, headers=HTMX)
    assert 'id="announcement">Your cart: 3 things, €60.00 in all</p>' in changed.text
    refused = await browser.post(line, data={"quantity": "9"}, headers=HTMX)
    assert 'role="alert"' in refused.text  # the summary speaks for itself
    assert 'id="announcement"' not in refused.text
    emptied = await browser.post(f"{line}/removal", headers=HTMX)
    assert 'id="announcement">Your cart is empty.</p>' in emptied.text


async def test_a_line_that_another_window_took_out_is_said_to_be_gone_beside_the_cart_as_it_is(
    browser: httpx.AsyncClient,
) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    line = await line_id(browser)
    await browser.post(f"/cart/lines/{line}/removal")
    for way in ("", "/removal", "/wish"):
        for headers in ({}, HTMX):
            late = await browser.post(f"/cart/lines/{line}{way}", data={"quantity": "2"}, headers=headers)
            assert late.status_code == 404
            assert "This is not in your cart any more." in late.text
            assert "Your cart is empty." in late.text
