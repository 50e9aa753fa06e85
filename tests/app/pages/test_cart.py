"""The cart's page and its deeds, as a browser without JavaScript and as htmx sees them."""

import re
from typing import Final
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar

from domains import catalog, inventory, orders
from domains.shared.texts import weekday
from tests.app.making import browser_of
from tests.support.catalog import eur
from tests.support.office import sums
from tests.support.visiting import CONTACT, HTMX, line_id, on_the_shelf, put_in_cart, quantities, ready_to_pay, title

VAT: Final = ("including VAT 19 %", "€7.17")


async def test_a_plain_form_leads_to_the_cart(browser: httpx.AsyncClient) -> None:
    await on_the_shelf("Harbour Mug", price=eur(12_50))
    answer = await put_in_cart(browser, quantity=2)
    assert (answer.status_code, answer.headers["location"]) == (303, "/cart")
    page = await browser.get("/cart")
    assert "Harbour Mug" in page.text
    assert "€25.00" in page.text
    assert await quantities(browser) == [2]


async def test_htmx_gets_what_was_added_and_the_badge(browser: httpx.AsyncClient) -> None:
    await on_the_shelf("Harbour Mug")
    answer = await browser.post("/cart/lines", data={"sku": "MUG", "quantity": "2"}, headers=HTMX)
    assert answer.status_code == 200
    assert 'id="cart-added"' in answer.text
    assert "2 × Harbour Mug" in answer.text
    assert '<hx-partial hx-target="#cart-badge"' in answer.text
    assert "<html" not in answer.text


async def test_the_same_thing_twice_is_one_line(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await put_in_cart(browser, quantity=2)
    await put_in_cart(browser, quantity=1)
    assert await quantities(browser) == [3]


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "1e9", "abc", "", "٣", "9" * 40])
async def test_a_quantity_that_cannot_be_is_refused_and_nothing_is_added(
    browser: httpx.AsyncClient, quantity: str
) -> None:
    await on_the_shelf()
    answer = await put_in_cart(browser, quantity=quantity)
    assert answer.status_code == 422
    assert await quantities(browser) == []


async def test_more_than_there_is_cannot_be_added_in_one_go_or_in_two(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=2)
    refused = await put_in_cart(browser, quantity=3)
    assert refused.status_code == 409
    assert "Only 2 of these are left." in refused.text
    await put_in_cart(browser, quantity=2)
    assert (await put_in_cart(browser)).status_code == 409
    assert await quantities(browser) == [2]


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ("0", 422, "You can have between 1 and 999 of one thing."),
        ("-3", 422, "You can have between 1 and 999 of one thing."),
        ("1e11", 422, "You can have between 1 and 999 of one thing."),
        ("abc", 422, "Enter a whole number, such as 1 or 2."),
        ("999", 409, "Only 2 of these are left."),
    ],
)
async def test_a_refused_quantity_stays_in_its_field_with_the_reason_there_and_on_top(
    browser: httpx.AsyncClient, typed: str, status: int, told: str
) -> None:
    await on_the_shelf(stock=2)
    refused = await put_in_cart(browser, quantity=typed)
    assert refused.status_code == status
    assert '<article class="product"' in refused.text
    assert f'<li><a href="#quantity">{told}</a></li>' in refused.text
    assert refused.text.count(told) == 2
    assert f'value="{typed}"' in refused.text
    assert 'aria-describedby="quantity-error"' in refused.text


async def test_a_sold_out_product_cannot_be_added(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=0)
    answer = await put_in_cart(browser)
    assert answer.status_code == 409
    assert "This is sold out." in answer.text
    assert await quantities(browser) == []


@pytest.mark.parametrize("sku", ["", "NOPE", "\x00", "x" * 5000, "'; --"])
async def test_an_unknown_sku_is_refused(browser: httpx.AsyncClient, sku: str) -> None:
    assert (await put_in_cart(browser, sku)).status_code == 409


async def test_a_refusal_for_htmx_is_a_toast_with_its_status(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=0)
    answer = await browser.post("/cart/lines", data={"sku": "MUG", "quantity": "1"}, headers=HTMX)
    assert answer.status_code == 409
    assert answer.headers["hx-retarget"] == "#toasts"
    assert "This is sold out." in answer.text


async def test_a_price_in_the_form_is_not_read(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(price=eur(12_50))
    await browser.post("/cart/lines", data={"sku": "MUG", "quantity": "1", "price": "1", "unit": "0", "total": "0"})
    assert "€12.50" in (await browser.get("/cart")).text


async def test_zero_takes_a_line_out_and_so_does_its_button(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    for way, data in (("", {"quantity": "0"}), ("/removal", {})):
        await put_in_cart(browser)
        answer = await browser.post(f"/cart/lines/{await line_id(browser)}{way}", data=data)
        assert (answer.status_code, answer.headers["location"]) == (303, "/cart?removed=MUG&quantity=1")
        assert "Your cart is empty." in (await browser.get("/cart")).text


async def test_an_empty_cart_shows_what_others_buy(browser: httpx.AsyncClient, index: catalog.SearchIndex) -> None:
    await on_the_shelf("Harbour Mug")
    await index.catch_up()
    assert "Bought most often" in (await browser.get("/cart")).text
    await put_in_cart(browser)
    assert "Bought most often" not in (await browser.get("/cart")).text


async def test_the_cart_says_what_it_all_costs_before_any_address(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(price=eur(20_00))
    await put_in_cart(browser, quantity=2)
    page = await browser.get("/cart")
    assert sums(page)[-4:] == [("Goods", "€40.00"), ("Delivery to Germany", "€4.90"), ("Total", "€44.90"), VAT]
    expected = orders.arrival(2, 3)
    told = re.sub("<[^>]+>", "", page.text)
    assert f"Standard delivery, {weekday(expected.first)} – {weekday(expected.last)}." in told
    await browser.post("/checkout", data=CONTACT | {"country": "AT", "postal-code": "1010", "address-level2": "Wien"})
    assert ("Delivery to Austria", "€9.90") in sums(await browser.get("/cart"))


async def test_a_cart_is_kept_for_thirty_days_and_longer(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    [kept] = re.findall(r"Max-Age=([0-9]+)", (await put_in_cart(browser)).headers["set-cookie"])
    assert int(kept) >= 30 * 24 * 3600


async def test_the_field_for_a_code_is_folded_away_until_there_is_one(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    assert '<details class="codes" id="cart-codes">' in (await browser.get("/cart")).text
    refused = await browser.post("/cart/codes", data={"code": "NOPE"})
    assert '<details class="codes" id="cart-codes" open>' in refused.text
    assert title(refused).startswith("Error: ")
    assert '<a href="#cart-code">' in refused.text.split('id="error-summary"')[1].split("</ul>")[0]


@pytest.mark.parametrize(("typed", "status"), [("9", 409), ("abc", 422), ("-1", 422), ("1000", 409)])
async def test_a_refused_change_keeps_what_was_typed_beside_the_reason(
    browser: httpx.AsyncClient, typed: str, status: int
) -> None:
    await on_the_shelf(stock=3)
    await put_in_cart(browser, quantity=2)
    line = await line_id(browser)
    for headers in ({}, HTMX):
        answer = await browser.post(f"/cart/lines/{line}", data={"quantity": typed}, headers=headers)
        assert answer.status_code == status
        assert f'value="{typed}"' in answer.text
        assert f'id="quantity-{line}-error"' in answer.text
    assert await quantities(browser) == [2]


async def test_another_visitors_line_is_not_there(app: Litestar, browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await put_in_cart(browser, quantity=2)
    line = await line_id(browser)
    async with browser_of(app) as stranger:
        await put_in_cart(stranger)
        assert (await stranger.post(f"/cart/lines/{line}", data={"quantity": "1"})).status_code == 404
        assert (await stranger.post(f"/cart/lines/{line}/removal")).status_code == 404
        assert (await stranger.post(f"/cart/lines/{uuid4()}", data={"quantity": "1"})).status_code == 404
    assert await quantities(browser) == [2]


async def test_a_new_price_is_shown_beside_the_old(browser: httpx.AsyncClient) -> None:
    product = await on_the_shelf(price=eur(12_50))
    await put_in_cart(browser)
    await catalog.change_price(product.id, product.variants[0].id, eur(14_00), None)
    page = (await browser.get("/cart")).text
    assert "Was €12.50 when you put it in the cart." in page
    assert "€14.00" in page
    assert "Was €12.50" in (await browser.get("/cart")).text  # looking has not made it forget


async def test_what_is_short_or_gone_must_be_changed_first(browser: httpx.AsyncClient) -> None:
    product = await on_the_shelf(stock=3)
    await put_in_cart(browser, quantity=3)
    await inventory.set_on_hand("MUG", "main", 1, reason="counted", actor="tests")
    page = (await browser.get("/cart")).text
    assert "Only 1 left. Take fewer to go on." in page
    assert "Go to checkout" not in page
    await catalog.set_status(product.id, catalog.ProductStatus.ARCHIVED)
    assert "This is no longer for sale." in (await browser.get("/cart")).text
    assert (await browser.get("/checkout")).headers["location"] == "/cart"


async def test_what_is_sold_in_other_quantities_by_now_must_be_changed_first(browser: httpx.AsyncClient) -> None:
    product = await on_the_shelf()
    await ready_to_pay(browser)
    pairs = catalog.VariantDetails(min_quantity=2, step=2)
    await catalog.edit_variants(product.id, {product.variants[0].id: pairs}, revision=None)
    page = (await browser.get("/cart")).text
    assert "This is sold from 2 pieces on." in page
    assert "Go to checkout" not in page
    assert (await browser.get("/checkout/review")).headers["location"] == "/cart"
    await browser.post(f"/cart/lines/{await line_id(browser)}", data={"quantity": "4"})
    assert (await browser.get("/checkout/review")).status_code == 200


async def test_looking_at_an_empty_cart_makes_no_visitor(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/cart")
    assert "Your cart is empty." in answer.text
    assert "set-cookie" not in answer.headers
