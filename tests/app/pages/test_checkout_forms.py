"""What people type on the way to paying: kept, forgiven where it can be, and never lost."""

import html
import re

import httpx
import pytest

from domains import orders
from tests.support.forms import forms
from tests.support.visiting import CONTACT, heading, on_the_shelf, put_in_cart, ready_to_pay, title

BILLING = {f"billing-{name}": value for name, value in CONTACT.items() if name != "email"} | {
    "billing-name": "Engines Ltd",
    "billing-address-line1": "Rechnungsweg 2",
}


async def test_a_guest_is_at_the_payment_after_three_steps_and_ten_interactions(
    browser: httpx.AsyncClient, outside: str
) -> None:
    await on_the_shelf()
    page = await put_in_cart(browser)
    steps, interactions, there = [], 2, "/checkout"  # "Add to cart" and "Go to checkout" are behind us
    while not there.startswith(outside):
        page = await browser.get(there)
        steps += re.findall(r'aria-current="step">\s*(.*?)\s*</li>', page.text, re.S)
        [form] = [each for each in forms(page.text, str(page.url)) if "/checkout" in each.action]
        asked = re.findall(r'<input[^>]* name="([^"]+)"[^>]* value=""\s+required', page.text)
        typed = {name: CONTACT[name] for name in asked if name in CONTACT}
        interactions += len(typed) + 1
        there = (await browser.post(form.action, data=form.fields | typed)).headers["location"]
    assert steps == ["Address", "Delivery", "Check and pay"]
    assert interactions == 10  # the card itself is typed at Stripe


@pytest.mark.parametrize(
    ("name", "country", "postcode", "kept", "phone"),
    [
        ("Ö", "DE", "d-10119", "10119", "0049 (0)30 / 12 34-56"),
        ("x" * 80, "GB", "sw1a1aa", "SW1A 1AA", "+44-20-7946-0958"),
        ("Seán O’Brien-d'Arcy", "SE", "114 55", "11455", "(08) 123 456 78"),
        ("山田太郎", "NL", "1234ab", "1234 AB", "020.123.4567"),
    ],
)
async def test_names_postcodes_and_phones_are_taken_as_people_write_them(
    browser: httpx.AsyncClient, name: str, country: str, postcode: str, kept: str, phone: str
) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    typed = {"name": name, "country": country, "postal-code": postcode, "tel": phone}
    assert (await browser.post("/checkout", data=CONTACT | typed)).headers["location"] == "/checkout/delivery"
    await browser.post("/checkout/delivery", data={"shipping": "standard"})
    review = html.unescape((await browser.get("/checkout/review")).text)
    for shown in (name, kept, phone):
        assert shown in review


async def test_going_back_shows_what_was_typed(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await ready_to_pay(browser)
    form = html.unescape((await browser.get("/checkout")).text)
    for name, value in CONTACT.items():
        assert f'name="{name}"' in form
        assert f'value="{value}"' in form
    delivery = (await browser.get("/checkout/delivery")).text
    assert re.search(r'value="standard" required\s+checked', delivery)


async def test_with_its_cookies_gone_the_form_keeps_what_was_typed_and_can_be_sent_again(
    browser: httpx.AsyncClient,
) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    browser.cookies.clear()
    typed = CONTACT | {"name": "Seán O'Hara", "then": "review"}
    lost = await browser.post("/checkout", data=typed)
    assert (lost.status_code, heading(lost)) == (409, "Where should it go?")
    assert title(lost).startswith("Error: ")
    assert "This browser has no cart any more" in lost.text
    for value in typed.values():
        assert f'value="{value}"' in html.unescape(lost.text)
    assert "set-cookie" not in lost.headers
    await put_in_cart(browser)
    assert (await browser.post("/checkout", data=typed)).headers["location"] == "/checkout/review"


async def test_with_the_cart_emptied_or_sold_out_meanwhile_what_was_typed_is_kept_for_later(
    browser: httpx.AsyncClient,
) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    [line] = re.findall(r'id="cart-line-([0-9a-f-]{36})"', (await browser.get("/cart")).text)
    await browser.post(f"/cart/lines/{line}/removal")
    sent = await browser.post("/checkout", data=CONTACT, follow_redirects=True)
    assert heading(sent) == "Your cart"
    await put_in_cart(browser)
    assert f'value="{CONTACT["address-line1"]}"' in (await browser.get("/checkout")).text


async def test_a_change_leads_back_to_the_review_while_all_is_known(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await ready_to_pay(browser)
    review = await browser.get("/checkout/review")
    changes = re.findall(r'class="answers__change"><a href="([^"]+)"', review.text)
    assert changes == [
        "/checkout?then=review#email",
        "/checkout?then=review#name",
        "/checkout?then=review#billing-same",
        "/checkout/delivery?then=review",
    ]
    page = await browser.get("/checkout?then=review")
    [form] = [each for each in forms(page.text, str(page.url)) if each.action.endswith("/checkout")]
    back = await browser.post("/checkout", data=form.fields | {"email": "grace@example.com"})
    assert back.headers["location"] == "/checkout/review"
    assert "grace@example.com" in (await browser.get("/checkout/review")).text


async def test_an_invoice_may_go_elsewhere(browser: httpx.AsyncClient, outside: str) -> None:
    await on_the_shelf()
    await ready_to_pay(browser)
    assert "to the same address" in (await browser.get("/checkout/review")).text
    await browser.post("/checkout", data=CONTACT | BILLING | {"billing-same": "yes"})
    assert "Engines Ltd" not in (await browser.get("/checkout/review")).text  # ticked: what is below does not count
    await browser.post("/checkout", data=CONTACT | BILLING)
    assert "Rechnungsweg 2" in (await browser.get("/checkout/review")).text
    form = (await browser.get("/checkout")).text
    assert 'value="Engines Ltd"' in form
    assert not re.search(r'name="billing-same"[^>]* checked', form)
    await browser.post("/checkout/order")
    [order] = (await orders.recent()).orders
    assert order.billing_address is not None
    assert (order.billing_address.name, order.shipping_address.name) == ("Engines Ltd", "Ada Lovelace")
    shown = await browser.get(f"/orders/{order.number}?token={order.token}")
    assert "Rechnungsweg 2" in shown.text


async def test_what_is_wrong_with_the_invoices_address_is_said_at_its_own_fields(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    wrong = {"billing-name": "", "billing-postal-code": "ABC", "tel": "call me"}
    answer = await browser.post("/checkout", data=CONTACT | BILLING | wrong)
    assert answer.status_code == 422
    summary = answer.text.split('id="error-summary"')[1].split("</ul>")[0]
    assert re.findall(r'href="#([a-z0-9-]+)"', summary) == ["tel", "billing-name", "billing-postal-code"]
    assert answer.text.count("For the invoice: please enter the name of whoever receives it.") == 2  # above and beside
    assert 'value="ABC"' in answer.text
    assert 'value="call me"' in answer.text
    swapped = await browser.post(
        "/checkout?part=billing", data=CONTACT | BILLING | {"billing-country": "US"}, headers={"HX-Request": "true"}
    )
    assert 'id="billing-address"' in swapped.text
    assert 'id="billing-address-level1"' in swapped.text
    assert 'value="Rechnungsweg 2"' in swapped.text
