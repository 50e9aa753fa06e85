"""Saved cards in the account: typed on Stripe's page alone, shown to their owner alone, and nothing without Stripe."""

from datetime import timedelta

import httpx
import pytest
import time_machine
from litestar import Litestar

from domains import orders, payments, users
from domains.shared import breakers, clock
from tests.app.making import browser_of
from tests.support import office
from tests.support.payments import at_stripe, control, customers_of, end_troubles, save_card, sessions_of
from tests.support.payments import pay as pay_there
from tests.support.people import EMAIL, make_person
from tests.support.plainly import asking
from tests.support.visiting import on_the_shelf, ready_to_pay

HERE = "/account/payment-methods"
MASTERCARD = "5555 5555 5555 4444"
pytestmark = pytest.mark.usefixtures("outside")


@pytest.fixture
async def ada(browser: httpx.AsyncClient) -> users.Person:
    person = await make_person()
    await office.signed_in(browser, person)
    return person


async def test_cards_are_added_preferred_and_removed_with_plain_forms(
    browser: httpx.AsyncClient, ada: users.Person
) -> None:
    assert f'href="{HERE}"' in (await browser.get("/account")).text
    empty = await browser.get(HERE)
    assert "No card is saved yet." in empty.text
    to_stripe = (await browser.post(office.form_to(empty, HERE).action)).headers["location"]
    card = {"email": EMAIL, "card_number": MASTERCARD, "card_expiry": "12 / 34", "card_cvc": "123", "card_name": "Ada"}
    async with asking() as elsewhere:
        page = await elsewhere.get(to_stripe)
        back = (await elsewhere.post(to_stripe, data=card)).headers["location"]
    assert ("Save your card" in page.text, f'value="{EMAIL}"' in page.text) == (True, True)
    assert back.endswith(f"{HERE}?done=added")
    month = clock.now()
    await save_card(ada.party_id, expiry=f"{month:%m / %y}")
    saved = await browser.get(back)
    assert office.said(saved) == "Your card is saved. It is offered to you the next time you pay."
    assert ("Mastercard ending in 4444" in saved.text, "Expires 12/2034" in saved.text) == (True, True)
    assert saved.headers["cache-control"] == "no-store"

    [visa, mastercard] = await payments.payment_methods(ada.party_id)
    preferring = office.form_to(saved, f"{mastercard.id}/default")
    chosen = await browser.get((await browser.post(preferring.action)).headers["location"])
    assert chosen.text.count(">Default<") == 1
    with time_machine.travel(month + timedelta(days=40)):
        assert f"Expired It was good until {month:%m/%Y}" in office.read(await browser.get(HERE))
    sure = await browser.get(f"{HERE}/{visa.id}/removal")
    assert "Remove Visa ending in 4242?" in sure.text
    assert len(await payments.payment_methods(ada.party_id)) == 2
    gone = await browser.get((await browser.post(office.form_to(sure, "/removal").action)).headers["location"])
    assert ("Visa" in gone.text, "Mastercard ending in 4444" in gone.text) == (False, True)
    assert (await browser.get(f"{HERE}/{visa.id}/removal")).status_code == 404


async def test_while_stripe_is_away_only_cards_are(browser: httpx.AsyncClient, ada: users.Person) -> None:
    card = await save_card(ada.party_id)
    await control(failures=[{"operation": "*", "how": "drop_before", "times": 1000}])
    answers = [await browser.get(HERE), await browser.post(HERE), await browser.post(f"{HERE}/{card.id}/removal")]
    told = "Stripe, which keeps your cards, does not answer at the moment. Nothing was changed. Please try again soon."
    assert [(each.status_code, each.headers["retry-after"], office.said(each)) for each in answers] == [
        (503, "15", told)
    ] * 3
    assert 'href="/account"' in answers[0].text
    for path in ("/account", "/account/profile", "/account/data", "/cart"):
        assert (await browser.get(path)).status_code == 200
    await end_troubles()
    breakers.forget()
    assert [each.id for each in await payments.payment_methods(ada.party_id)] == [card.id]


async def test_who_pays_with_an_account_finds_their_cards_and_nobody_else_does(
    app: Litestar, browser: httpx.AsyncClient, ada: users.Person
) -> None:
    await on_the_shelf(stock=9)
    await ready_to_pay(browser)
    page = (await browser.post("/checkout/order")).headers["location"]
    order = (await orders.recent(limit=1)).orders[0]
    [attempt] = await payments.attempts(order.customer_id, order.id)
    [session], [customer] = await sessions_of(attempt), await customers_of(ada.party_id)
    assert (session["customer"], attempt.url) == (customer["id"], page)
    link = f"/orders/{order.number}?token={order.token}"
    async with browser_of(app) as friend:
        assert (page in (await browser.get(link)).text, page in (await friend.get(link)).text) == (True, False)
        await ready_to_pay(friend)
        await friend.post("/checkout/order")
    [of_guest, *_] = await at_stripe("/checkout/sessions")
    assert (of_guest["customer"], of_guest["customer_email"]) == (None, "ada@example.com")
    await pay_there(attempt, save="yes")
    assert "Visa ending in 4242" in office.read(await browser.get(HERE))
