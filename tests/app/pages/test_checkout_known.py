"""Whoever is signed in finds the checkout filled in, chooses among their addresses, and can keep a new one."""

from dataclasses import replace
from uuid import uuid4

import httpx
import pytest

from domains import orders, users
from tests.support.forms import Form, forms
from tests.support.people import EMAIL, make_person, sign_in
from tests.support.visiting import CONTACT, on_the_shelf, put_in_cart

BERLIN = orders.Address("Ada Lovelace", "Torstraße 1", "Berlin", "DE", postal_code="10119", phone="030 123456")
HAMBURG = replace(BERLIN, line1="Jungfernstieg 1", city="Hamburg", postal_code="20095")


@pytest.fixture
async def person(browser: httpx.AsyncClient) -> users.Person:
    person = await make_person()
    await users.save_profile(person.id, "Ada Lovelace", "030 999999", "en", "DE")
    await sign_in(browser)
    await on_the_shelf()
    await put_in_cart(browser)
    return person


async def shown(browser: httpx.AsyncClient, path: str = "/checkout") -> Form:
    page = await browser.get(path)
    [form] = [each for each in forms(page.text, "") if each.action == "/checkout"]
    return form


async def sent_to(person: users.Person) -> orders.Address | None:
    cart = await orders.cart(person.party_id)
    assert cart is not None
    return cart.shipping_address


async def test_name_mail_and_phone_are_filled_in_and_a_new_address_is_kept(
    browser: httpx.AsyncClient, person: users.Person
) -> None:
    form = await shown(browser)
    known = {name: form.fields[name] for name in ("email", "name", "tel", "country")}
    assert known == {"email": EMAIL, "name": "Ada Lovelace", "tel": "+49 30 999999", "country": "DE"}
    unfolded = {"name", "address-line1", "postal-code", "address-level2", "country", "tel"}
    boxes = {name for name in form.choices if name in ("billing-same", "save-address")}
    folded = {"email", "organization", "address-line2"}
    assert {name for name in form.fields if not name.startswith("billing-")} == unfolded | folded
    assert len(unfolded | boxes) == 8
    typed = form.fields | CONTACT | {"tel": "", "save-address": "yes"}
    assert (await browser.post("/checkout", data=typed)).headers["location"] == "/checkout/delivery"
    [kept] = (await users.address_book(person.id)).saved
    assert kept.address == await sent_to(person) == replace(BERLIN, phone="")
    again = await shown(browser)
    assert again.fields["saved"] == str(kept.id)


async def test_one_of_the_saved_addresses_is_chosen(browser: httpx.AsyncClient, person: users.Person) -> None:
    home = await users.save_address(person.id, BERLIN)
    other = await users.save_address(person.id, HAMBURG, for_billing=True)
    form = await shown(browser)
    assert (form.choices["saved"], form.fields["saved"]) == ([str(home.id), str(other.id)], str(home.id))
    assert (form.fields["billing-saved"], "billing-same" in form.fields) == (str(other.id), False)
    chosen = form.fields | {"saved": str(other.id), "billing-same": "yes"}
    assert (await browser.post("/checkout", data=chosen)).headers["location"] == "/checkout/delivery"
    assert await sent_to(person) == HAMBURG
    assert (await shown(browser)).fields["saved"] == str(other.id)
    anew = await shown(browser, "/checkout?address=new")
    assert (anew.fields["address-line1"], anew.fields["name"]) == ("", "Ada Lovelace")
    await browser.post("/checkout", data=anew.fields | CONTACT)
    assert (await shown(browser)).fields["address-line1"] == "Torstraße 1"  # with no telephone it is not the saved one
    assert (await shown(browser, "/checkout?address=saved")).fields["saved"] == str(home.id)
    assert len((await users.address_book(person.id)).saved) == 2


async def test_the_invoice_goes_to_one_of_them_or_to_another(browser: httpx.AsyncClient, person: users.Person) -> None:
    home = await users.save_address(person.id, BERLIN)
    other = await users.save_address(person.id, HAMBURG)

    async def invoiced() -> orders.Address | None:
        cart = await orders.cart(person.party_id)
        assert cart is not None
        return cart.billing_address

    form = await shown(browser)
    assert (form.fields["billing-saved"], form.fields["billing-same"]) == (str(home.id), "yes")
    await browser.post("/checkout", data=form.fields | {"billing-saved": str(other.id)})
    assert await invoiced() is None  # the box is still ticked
    unticked = {name: value for name, value in form.fields.items() if name != "billing-same"}
    await browser.post("/checkout", data=unticked | {"billing-saved": str(other.id)})
    assert (await invoiced(), await sent_to(person)) == (HAMBURG, BERLIN)
    again = await shown(browser)
    assert (again.fields["billing-saved"], "billing-same" in again.fields) == (str(other.id), False)
    anew = await shown(browser, "/checkout?invoice=new")
    assert ("billing-saved" in anew.fields, "billing-same" in anew.fields) == (False, False)
    typed = {f"billing-{name}": value for name, value in CONTACT.items() if name != "email"}
    await browser.post("/checkout", data=anew.fields | typed)
    assert (await invoiced(), await sent_to(person)) == (replace(BERLIN, phone=""), BERLIN)
    assert (await shown(browser)).fields["billing-address-line1"] == "Torstraße 1"
    assert (await shown(browser, "/checkout?invoice=saved")).fields["billing-saved"] == str(home.id)


async def test_nobody_is_sent_to_an_address_of_another(browser: httpx.AsyncClient, person: users.Person) -> None:
    await users.save_address(person.id, BERLIN)
    eve = await make_person("eve@example.com")
    hers = await users.save_address(eve.id, HAMBURG)
    form = await shown(browser)
    for wrong in (str(hers.id), str(uuid4()), "", "' OR 1=1"):
        refused = await browser.post("/checkout", data=form.fields | {"saved": wrong})
        assert refused.status_code == 422
        elsewhere = {name: value for name, value in form.fields.items() if name != "billing-same"}
        told = await browser.post("/checkout", data=elsewhere | {"billing-saved": wrong})
        assert (told.status_code, "For the invoice: please choose one of" in told.text) == (422, True)
        assert "Jungfernstieg" not in told.text
        assert "Please choose one of these addresses, or enter another one." in refused.text
        assert "Jungfernstieg" not in refused.text
    assert await sent_to(person) is None
    browser.cookies.clear()
    await put_in_cart(browser)
    assert (await browser.post("/checkout", data=form.fields | {"saved": str(hers.id)})).status_code == 422


async def test_a_guest_is_offered_nothing_of_all_this(browser: httpx.AsyncClient, shop: None) -> None:
    await on_the_shelf()
    await put_in_cart(browser)
    page = await browser.get("/checkout?address=saved")
    assert ("save-address" in page.text, 'name="saved"' in page.text) == (False, False)
    answer = await browser.post("/checkout", data=CONTACT | {"save-address": "yes"})
    assert answer.headers["location"] == "/checkout/delivery"
