"""Cards that people keep at Stripe: one customer there for each person, shown to nobody else, gone when they are."""

import asyncio
from datetime import date
from uuid import UUID

import pytest
import stripe

from domains import payments
from domains.payments import CardsUnavailable, PaymentMethod
from domains.payments.news import method_news
from domains.shared import breakers
from domains.shared.errors import NotFound
from domains.shared.ids import new_id
from tests.support.payments import (
    URLS,
    at_stripe,
    control,
    customers_of,
    delete_in_dashboard,
    deliver,
    end_troubles,
    pay,
    save_card,
    sessions_of,
    start,
)

EMAIL, MASTERCARD = "ada@example.org", "5555 5555 5555 4444"


async def shown(customer_id: UUID) -> list[tuple[str, str, bool]]:
    return [(each.name, each.last4, each.default) for each in await payments.payment_methods(customer_id)]


async def test_cards_are_saved_preferred_and_removed_and_another_finds_none_of_them() -> None:
    ada, eve = new_id(), new_id()
    assert await payments.payment_methods(ada) == []
    first, second = await save_card(ada), await save_card(ada, MASTERCARD, "02 / 36")
    await save_card(eve, email="eve@example.org")
    assert (second.name, second.last4, second.expires) == ("Mastercard", "4444", date(2036, 2, 29))
    await payments.prefer_method(ada, first.id)
    mine = [("Mastercard", "4444", False), ("Visa", "4242", True)]
    assert await shown(ada) == mine
    [customer] = await customers_of(ada)
    assert (customer["email"], customer["name"], customer["metadata"].keys()) == (EMAIL, None, {"customer_id", "shop"})
    for deed in (payments.payment_method, payments.prefer_method, payments.remove_method):
        for wanted in (first.id, "pm_nobody", customer["id"], f"../customers/{customer['id']}"):
            with pytest.raises(NotFound):
                await deed(eve, wanted)
    assert await shown(ada) == mine
    await asyncio.gather(*(payments.remove_method(ada, first.id) for _ in range(2)), return_exceptions=True)
    assert await shown(ada) == [("Mastercard", "4444", False)]
    await payments.readdress(ada, "countess@example.org")
    assert [each["email"] for each in await customers_of(ada)] == ["countess@example.org"]


@pytest.mark.parametrize("how", [None, "error", "error_after", "drop", "drop_before"])
async def test_whatever_goes_wrong_stripe_knows_a_person_once(how: str | None) -> None:
    ada = new_id()
    if how:
        await control(failures=[{"operation": "customers.create", "how": how, "times": 2}])
    await asyncio.gather(*(payments.saving_page(ada, EMAIL, URLS) for _ in range(4)), return_exceptions=True)
    await end_troubles()
    breakers.forget()
    await save_card(ada)
    assert len(await customers_of(ada)) == 1


async def test_an_account_pays_with_a_card_that_it_saved_while_paying() -> None:
    ada = new_id()
    attempt = await start(customer_id=ada, account=EMAIL)
    [customer], [session] = await customers_of(ada), await sessions_of(attempt)
    assert (session["customer"], session["customer_email"]) == (customer["id"], None)
    assert session["saved_payment_method_options"]["payment_method_save"] == "enabled"
    assert (await pay(attempt, save="yes")).status_code == 303
    [card] = await payments.payment_methods(ada)

    again = await start(customer_id=ada, account=EMAIL)
    assert (await pay(again, "", payment_method=card.id, card_expiry="")).status_code == 303
    paid = await payments.settle(ada, again.id)
    assert (paid.succeeded, paid.captured, len(await customers_of(ada))) == (True, 3500, 1)
    guest = await start()
    [of_guest] = await sessions_of(guest)
    assert (of_guest["customer"], of_guest["customer_email"]) == (None, "ada@example.org")


async def test_nobody_is_kept_from_paying_by_their_cards() -> None:
    ada = new_id()
    await control(failures=[{"operation": "customers.create", "how": "drop_before", "times": 2}])
    assert (await start(customer_id=ada, account=EMAIL)).status == "open"
    await save_card(ada)
    [customer] = await customers_of(ada)
    await delete_in_dashboard(customer)
    attempt = await start(customer_id=ada, account=EMAIL)
    [session] = await sessions_of(attempt)
    assert (attempt.status, session["customer"], session["customer_email"]) == ("open", None, EMAIL)
    assert await payments.payment_methods(ada) == []
    await save_card(ada)
    [anew] = await customers_of(ada)
    await delete_in_dashboard(anew)
    for event in (await at_stripe("/events"))[:8]:  # of their end, among others
        await deliver(event)
    assert await payments.payment_methods(ada) == []
    await save_card(ada)
    assert await shown(ada) == [("Visa", "4242", False)]


@pytest.mark.parametrize("lost", [False, True])
async def test_who_is_gone_is_gone_at_stripe_as_soon_as_it_answers(lost: bool) -> None:
    ada = new_id()
    if lost:  # made there, and never heard of here
        await control(failures=[{"operation": "customers.create", "how": "error_after", "times": 2}])
        with pytest.raises(CardsUnavailable):
            await payments.saving_page(ada, EMAIL, URLS)
    else:
        await save_card(ada)
    assert len(await customers_of(ada)) == 1
    await control(failures=[{"operation": "customers.delete", "how": "error", "times": 2}])
    with pytest.raises(payments.PaymentUnavailable):
        await payments.forget_cards(ada, EMAIL)
    await payments.forget_cards(ada, EMAIL)
    await payments.forget_cards(ada, EMAIL)
    assert (await customers_of(ada), await payments.payment_methods(ada)) == ([], [])
    with pytest.raises(CardsUnavailable):
        await payments.saving_page(ada, EMAIL, URLS)
    assert await customers_of(ada) == []


def test_other_ways_to_pay_are_named_too() -> None:
    debit = {"id": "pm_1", "object": "payment_method", "type": "sepa_debit", "sepa_debit": {"last4": "3000"}}
    wallet = {"id": "pm_2", "object": "payment_method", "type": "link", "link": {"email": EMAIL}}
    found = [method_news(stripe.PaymentMethod.construct_from(each, None), "pm_2") for each in (debit, wallet)]
    assert found == [
        PaymentMethod("pm_1", "Sepa debit", "3000", None, default=False),
        PaymentMethod("pm_2", "Link", "", None, default=True),
    ]
