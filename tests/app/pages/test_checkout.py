"""The way from the cart to Stripe's page and back, form by form."""

import asyncio
import re

import httpx
import pytest
from litestar import Litestar

from domains import catalog, inventory, orders, payments
from domains.shared import breakers
from tests.app.making import browser_of
from tests.support.catalog import eur
from tests.support.draining import drain
from tests.support.office import sums
from tests.support.payments import control, end_troubles, pay
from tests.support.plainly import asking
from tests.support.visiting import CONTACT, HTMX, heading, on_the_shelf, put_in_cart, ready_to_pay, title

STEPS = ("/checkout", "/checkout/delivery", "/checkout/review")


async def order_from(browser: httpx.AsyncClient) -> str:
    """Press "Pay" and hand back the address of Stripe's page."""
    answer = await browser.post("/checkout/order")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def cancel_address(paying: str) -> str:
    async with asking() as outside:
        page = (await outside.get(paying)).text
    [found] = set(re.findall(r'/checkout/cancelled\?[^"]+', page))
    return str(found).replace("&amp;", "&")


@pytest.mark.parametrize("step", STEPS)
async def test_without_a_cart_every_step_leads_to_the_cart(browser: httpx.AsyncClient, step: str) -> None:
    answer = await browser.get(step)
    assert (answer.status_code, answer.headers["location"]) == (303, "/cart")


async def test_a_cart_emptied_in_another_tab_takes_the_whole_page_to_the_cart_not_a_part_of_it(
    browser: httpx.AsyncClient,
) -> None:
    for swap in ("/checkout/delivery?shipping=express", "/checkout/delivery"):
        answer = await browser.get(swap, headers=HTMX)
        assert (answer.status_code, answer.headers["hx-redirect"], answer.text) == (200, "/cart", "")
    country = await browser.post("/checkout", data=CONTACT, headers=HTMX)  # asks for no cart: what is typed stays
    assert (country.status_code, "<html" in country.text) == (200, False)
    assert 'id="checkout-address"' in country.text


async def test_a_step_too_far_leads_back_to_the_one_that_is_missing(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    assert (await browser.get("/checkout/review")).headers["location"] == "/checkout"
    await browser.post("/checkout", data=CONTACT)
    assert (await browser.get("/checkout/review")).headers["location"] == "/checkout/delivery"
    assert (await browser.post("/checkout/order")).headers["location"] == "/checkout/delivery"


async def test_what_is_wrong_is_listed_in_the_forms_order_and_what_was_typed_is_kept(
    browser: httpx.AsyncClient,
) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    answer = await browser.post("/checkout", data={"email": "ada at home", "name": "Ada <b>", "country": "DE"})
    assert answer.status_code == 422
    assert title(answer).startswith("Error: ")
    assert 'value="ada at home"' in answer.text
    assert 'value="Ada &lt;b&gt;"' in answer.text
    summary = answer.text.split('id="error-summary"')[1].split("</ul>")[0]
    assert re.findall(r'href="#([a-z0-9-]+)"', summary) == ["email", "address-line1", "postal-code", "address-level2"]


@pytest.mark.parametrize("country", ["", "XX", "ZZ", "de\x00", "🏴", "A" * 3000])
async def test_a_country_that_is_none_is_refused(browser: httpx.AsyncClient, country: str) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    answer = await browser.post("/checkout", data=CONTACT | {"country": country})
    assert answer.status_code in ((303,) if country.startswith("de") else (422,))


async def test_another_country_asks_for_its_own_fields(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    swapped = await browser.post("/checkout", data=CONTACT | {"country": "US"}, headers=HTMX)
    assert swapped.status_code == 200
    assert 'id="address-level1"' in swapped.text
    assert "ZIP code" in swapped.text
    assert 'value="Torstraße 1"' in swapped.text
    plain = await browser.post("/checkout", data=CONTACT | {"country": "US"})
    assert plain.status_code == 422
    assert 'id="address-level1"' in plain.text


async def test_at_most_eight_fields_are_in_sight(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    form = (await browser.get("/checkout")).text.split('id="checkout-contact"')[1].split("</form>")[0]
    folded = r"<details.*?</details>|<fieldset class=\"checkout-form__billing\">.*?</fieldset>"
    in_sight = re.findall(r'<(?:input|select) [^>]*name="([^"]+)"', re.sub(folded, "", form, flags=re.S))
    assert in_sight == [
        "email", "name", "address-line1", "postal-code", "address-level2", "country", "tel", "billing-same",
    ]  # fmt: skip
    for token in ("email", "name", "address-line1", "postal-code", "address-level2", "country", "tel"):
        assert f'autocomplete="{token}"' in form
    assert 'autocomplete="billing name"' in form
    assert re.search(r'<input [^>]*name="billing-same"[^>]* checked', form)


async def test_the_review_shows_everything_with_tax_and_the_amount_on_the_button(browser: httpx.AsyncClient) -> None:
    await on_the_shelf("Harbour Mug", price=eur(11_90))
    await ready_to_pay(browser, quantity=2)
    page = await browser.get("/checkout/review")
    assert heading(page) == "Check and pay"
    for said in ("ada@example.com", "Torstraße 1", "10119 Berlin", "2 × Harbour Mug", "including VAT 19 %"):
        assert said in page.text
    [amount] = re.findall(r"Pay (€[0-9.]+)", page.text)
    assert f"<dd>{amount}</dd>" in page.text.split("sums__row--total")[1]


async def test_trying_a_delivery_shows_what_the_order_costs_with_it_and_chooses_nothing(
    browser: httpx.AsyncClient,
) -> None:
    await on_the_shelf(price=eur(10_00))
    await put_in_cart(browser)
    await browser.post("/checkout", data=CONTACT)
    tried = await browser.get("/checkout/delivery?shipping=express", headers=HTMX)
    assert tried.text.lstrip().startswith('<aside class="summary" id="checkout-summary"')
    assert [sums(tried)[place] for place in (1, 2)] == [("Express delivery", "€9.90"), ("Total", "€19.90")]
    unknown = await browser.get("/checkout/delivery?shipping=pigeon", headers=HTMX)
    assert [sums(unknown)[place] for place in (1, 2)] == [("Standard delivery", "€4.90"), ("Total", "€14.90")]
    plain = await browser.get("/checkout/delivery?shipping=express")
    [chosen] = re.findall(r'<input[^>]*value="express"[^>]*>', plain.text)
    assert " checked" in chosen
    assert (await browser.get("/checkout/review")).headers["location"] == "/checkout/delivery"


async def test_a_delivery_nobody_offers_is_refused(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    await browser.post("/checkout", data=CONTACT)
    for code in ("", "nope", "\x00"):
        answer = await browser.post("/checkout/delivery", data={"shipping": code})
        assert answer.status_code == 422
        assert title(answer).startswith("Error: ")
    assert (await browser.get("/checkout/review")).headers["location"] == "/checkout/delivery"


async def test_pressing_pay_twice_at_once_is_one_order_and_one_page(browser: httpx.AsyncClient, outside: str) -> None:
    await on_the_shelf()
    await ready_to_pay(browser)
    answers = await asyncio.gather(order_from(browser), order_from(browser))
    assert answers[0] == answers[1]
    assert answers[0].startswith(outside)
    assert await inventory.available("MUG") == 4


async def test_pressing_pay_again_after_paying_leads_to_the_order(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await ready_to_pay(browser)
    await order_from(browser)
    [order] = (await orders.recent()).orders
    [attempt] = await payments.attempts(order.customer_id, order.id)
    await pay(attempt)
    await payments.settle(order.customer_id, attempt.id)  # and the order has not heard of it yet
    again = await order_from(browser)
    assert order.number in again
    assert (await browser.get(again)).status_code in (200, 303)


async def test_totals_in_the_form_are_not_read(browser: httpx.AsyncClient, outside: str) -> None:
    await on_the_shelf(price=eur(40_00))
    await ready_to_pay(browser)
    answer = await browser.post("/checkout/order", data={"total": "1", "amount": "0", "price": "0"})
    async with asking() as client:
        page = (await client.get(answer.headers["location"])).text
    assert "40" in page
    assert outside in answer.headers["location"]


async def test_a_price_that_moved_is_shown_before_it_is_paid(browser: httpx.AsyncClient, outside: str) -> None:
    product = await on_the_shelf(price=eur(12_50))
    await ready_to_pay(browser)
    await catalog.change_price(product.id, product.variants[0].id, eur(20_00), None)
    told = await browser.post("/checkout/order")
    assert told.status_code == 409
    assert "A price has changed in the meantime." in told.text
    assert "€20.00" in told.text
    assert await inventory.available("MUG") == 5
    assert (await order_from(browser)).startswith(outside)


async def test_what_sold_out_meanwhile_is_named_in_the_cart_and_nothing_is_held(browser: httpx.AsyncClient) -> None:
    await on_the_shelf("Mug", sku="MUG", stock=3)
    await on_the_shelf("Bowl", sku="BOWL", stock=3)
    await put_in_cart(browser, "BOWL", 2)
    await ready_to_pay(browser, "MUG", 2)
    await inventory.set_on_hand("BOWL", "main", 1, reason="broken", actor="tests")
    answer = await browser.post("/checkout/order")
    assert answer.headers["location"] == "/cart"
    assert "Only 1 left." in (await browser.get("/cart")).text
    assert await inventory.availability(["MUG", "BOWL"]) == {"MUG": 3, "BOWL": 1}


async def test_coming_back_unpaid_frees_the_goods_and_keeps_the_cart(browser: httpx.AsyncClient, outside: str) -> None:
    await on_the_shelf(stock=2)
    await ready_to_pay(browser, quantity=2)
    leave = await cancel_address(await order_from(browser))
    assert await inventory.available("MUG") == 0
    answer = await browser.get(leave)
    assert (answer.status_code, answer.headers["location"]) == (303, "/checkout/review?notice=given-up")
    review = await browser.get(answer.headers["location"])
    assert heading(review) == "Check and pay"
    for kept in ("Nothing was charged", "ada@example.com", "Torstraße 1", "Standard delivery", "Pay €"):
        assert kept in review.text
    assert await inventory.available("MUG") == 2
    assert (await browser.get(leave)).headers["location"] == "/checkout/review?notice=given-up"
    await drain()
    assert await inventory.available("MUG") == 2
    assert (await order_from(browser)).startswith(outside)


async def test_editing_the_cart_gives_the_waiting_order_up_first(browser: httpx.AsyncClient, outside: str) -> None:
    await on_the_shelf(stock=2)
    await ready_to_pay(browser, quantity=2)
    first = await order_from(browser)
    line = re.findall(r'id="cart-line-([0-9a-f-]{36})"', (await browser.get("/cart")).text)[0]
    assert (await browser.post(f"/cart/lines/{line}", data={"quantity": "1"})).status_code == 303
    assert await inventory.available("MUG") == 2
    second = await order_from(browser)
    assert second != first
    assert second.startswith(outside)
    assert await inventory.available("MUG") == 1


async def test_while_stripe_is_away_nothing_is_charged_and_trying_again_is_the_same_order(
    browser: httpx.AsyncClient, outside: str
) -> None:
    await on_the_shelf()
    await ready_to_pay(browser)
    await control(failures=[{"operation": "*", "how": "drop_before", "times": 100}])
    try:
        answer = await browser.post("/checkout/order")
    finally:
        await end_troubles()
        breakers.forget()
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "15"
    assert "Nothing was charged." in answer.text
    assert (await order_from(browser)).startswith(outside)
    assert await inventory.available("MUG") == 4


@pytest.mark.parametrize("path", ["/checkout/return", "/checkout/cancelled"])
@pytest.mark.parametrize("query", ["", "?order=AAAA-BBBB&token=x", "?order=%00&token=%00"])
async def test_a_way_back_without_its_token_leads_nowhere(browser: httpx.AsyncClient, path: str, query: str) -> None:
    assert (await browser.get(path + query)).status_code == 404


async def test_a_strangers_visit_cannot_order_somebody_elses_cart(app: Litestar, browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await ready_to_pay(browser)
    async with browser_of(app) as stranger:
        assert (await stranger.post("/checkout/order")).headers["location"] == "/cart"
        assert "Ada Lovelace" not in (await stranger.get("/cart")).text
