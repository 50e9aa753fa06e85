"""The pages of a profile: everything by plain forms, nothing that was typed is lost, guests are asked to sign in."""

import html

import httpx
import pytest

from domains import catalog, users
from tests.support import office
from tests.support.orders import make_order, pay, send
from tests.support.people import make_person, sign_in
from tests.support.visiting import CONTACT, HTMX, heading, on_the_shelf, title

PLACE = {name: value for name, value in CONTACT.items() if name != "email"}


@pytest.fixture
async def person(browser: httpx.AsyncClient) -> users.Person:
    person = await make_person()
    await sign_in(browser)
    return person


async def test_what_is_typed_is_kept_and_what_is_wrong_is_shown_again(
    browser: httpx.AsyncClient, person: users.Person
) -> None:
    assert 'href="/account/profile"' in (await browser.get("/account")).text
    typed = {"name": "Ada King", "phone": "(030) 12 34 56", "language": "en", "email": "eve@example.com", "id": "1"}
    saved = await browser.post("/account/profile", data=typed)
    page = await browser.get(saved.headers["location"])
    assert office.said(page) == "What you told us is saved."
    assert 'value="+49 30 123456"' in page.text
    wrong = await browser.post("/account/profile", data=typed | {"name": "<b>Ada", "phone": "ring me"})
    assert (wrong.status_code, title(wrong)[:7]) == (422, "Error: ")
    assert office.summary(wrong) == [
        "Enter a phone number without an extension, such as +49 30 123456, or leave this empty."
    ]
    assert 'value="&lt;b&gt;Ada"' in wrong.text
    assert 'value="ring me"' in wrong.text
    assert wrong.headers["cache-control"] == "no-store"


async def test_consent_says_when_it_was_given_and_by_which_words(
    browser: httpx.AsyncClient, person: users.Person
) -> None:
    words = users.wording()
    given = await browser.post("/account/consent", data={"marketing": "yes", "wording": words.mark})
    page = await browser.get(given.headers["location"])
    assert office.said(page) == "Thank you. We write to you when there is something new."
    assert html.unescape(page.text).count(words.text) == 2  # beside its box, and in the history
    other = await browser.post("/account/consent", data={"marketing": "yes", "wording": "another"})
    assert (other.status_code, "Please read it once more." in other.text) == (422, True)
    ended = await browser.post("/account/consent", data={"wording": words.mark})
    assert ended.headers["location"] == "/account/profile?done=withdrawn"
    assert [each.given for each in await users.consents(person.id)] == [False, True]


async def test_an_address_is_added_changed_and_removed(browser: httpx.AsyncClient, person: users.Person) -> None:
    wrong = await browser.post("/account/addresses", data=PLACE | {"postal-code": "1", "name": "Ada <K>"})
    assert (wrong.status_code, heading(wrong)) == (422, "A new address")
    assert 'value="Ada &lt;K&gt;"' in wrong.text
    added = await browser.post("/account/addresses", data=PLACE)
    assert office.said(await browser.get(added.headers["location"])) == "The address is in your book."
    [saved] = (await users.address_book(person.id)).saved
    there = f"/account/addresses/{saved.id}"
    assert 'value="Torstraße 1"' in (await browser.get(there)).text
    paris = {"address-line1": "1 rue de Rivoli", "address-level2": "Paris", "country": "FR", "postal-code": "75001"}
    assert (await browser.post(there, data=PLACE | paris)).headers["location"] == "/account/addresses?done=changed"
    page = await browser.get("/account/addresses")
    assert ("75001 Paris" in page.text, "Torstraße" in page.text) == (True, False)
    assert (await browser.post(f"{there}/removal")).headers["location"] == "/account/addresses?done=removed"
    assert (await browser.get(there)).status_code == 404


async def test_another_country_asks_for_its_own_fields(browser: httpx.AsyncClient, person: users.Person) -> None:
    part = await browser.post("/account/addresses", data=PLACE | {"country": "US"}, headers=HTMX)
    assert part.text.lstrip().startswith('<div class="checkout-form__address" id="checkout-address">')
    assert ("ZIP code" in part.text, 'name="address-level1"' in part.text) == (True, True)
    plain = await browser.post("/account/addresses", data=PLACE | {"country": "US"})
    assert (plain.status_code, "ZIP code" in plain.text) == (422, True)
    assert (await users.address_book(person.id)).saved == []


async def test_reviews_stand_beside_orders_and_lists(browser: httpx.AsyncClient, person: users.Person) -> None:
    product = await on_the_shelf(slug="mug")
    order = await pay(await make_order(person.party_id))
    assert "Reviews" not in (await browser.get("/account")).text
    await send(order)
    bought = [catalog.Bought(sku=order.lines[0].sku)]
    words = catalog.Words(rating=4, title="Sturdy", text="It holds tea.", name="Ada")
    await catalog.write_review(catalog.Purchase(order.id, order.number, product.id, bought), words)
    account = await browser.get("/account")
    assert f'href="/orders/{order.number}/reviews/{product.id}?token={order.token}"' in account.text
    assert "We are reading it" in account.text


@pytest.mark.parametrize("path", ["/account/profile", "/account/addresses", "/account/addresses/new"])
async def test_guests_are_asked_to_sign_in_first(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/login")
