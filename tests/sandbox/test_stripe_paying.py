"""The hosted page, as a visitor without JavaScript uses it."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import stripe

from tests.sandbox.world import World, outside_world, until


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    home: Path = tmp_path_factory.mktemp("outside")
    async with outside_world(home) as running:
        yield running


async def retrieved(world: World, session: stripe.checkout.Session) -> stripe.checkout.Session:
    expand = {"expand": ["payment_intent.latest_charge", "line_items"]}
    return await world.stripe.v1.checkout.sessions.retrieve_async(session.id, expand)  # type: ignore[arg-type]


async def test_the_page_shows_what_is_paid_for_with_standard_fields(world: World) -> None:
    session = await world.session()
    page = (await world.http.get(str(session.url))).text

    assert "Mug" in page
    assert "2 × €15.00" in page
    assert "€30.00" in page
    assert 'href="http://shop.example/cart"' in page
    assert "This is a sandbox" in page
    assert re.findall(r'autocomplete="([^"]+)"', page) == ["email", "cc-number", "cc-exp", "cc-csc", "cc-name"]
    assert "<script" not in page


async def test_a_good_card_pays_and_returns_to_the_shop(world: World) -> None:
    session = await world.session(client_reference_id="order-1", payment_intent_data={"metadata": {"order": "1"}})
    answer = await world.pay(session)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"http://shop.example/checkout/return?session_id={session.id}"
    paid = await retrieved(world, session)
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert paid.client_reference_id == "order-1"
    assert paid.customer_details is not None
    assert paid.customer_details.email == "ada@example.org"
    intent = paid.payment_intent
    assert isinstance(intent, stripe.PaymentIntent)
    assert (intent.status, intent.amount_received, intent.metadata["order"]) == ("succeeded", 3000, "1")
    assert isinstance(intent.latest_charge, stripe.Charge)
    assert (intent.latest_charge.amount_captured, intent.latest_charge.currency) == (3000, "eur")


@pytest.mark.parametrize(
    ("number", "message", "decline_code"),
    [
        ("4000000000000002", "Your card was declined.", "generic_decline"),
        ("4000000000009995", "Your card has insufficient funds.", "insufficient_funds"),
    ],
)
async def test_a_declined_card_stays_on_the_page_and_another_may_be_tried(
    world: World, number: str, message: str, decline_code: str
) -> None:
    session = await world.session()
    answer = await world.pay(session, card_number=number)

    assert answer.status_code == 402
    assert f'id="card_number-error" role="alert">{message}<' in answer.text
    still = await retrieved(world, session)
    assert (still.status, still.payment_status) == ("open", "unpaid")
    intent = still.payment_intent
    assert isinstance(intent, stripe.PaymentIntent)
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error is not None
    assert (intent.last_payment_error.code, intent.last_payment_error.decline_code) == ("card_declined", decline_code)
    await until(lambda: intent.id in [e.data.object["id"] for e in of(world, "payment_intent.payment_failed")])

    assert (await world.pay(session)).status_code == 303
    paid = await retrieved(world, session)
    assert isinstance(paid.payment_intent, stripe.PaymentIntent)
    assert (paid.payment_intent.id, paid.payment_intent.status) == (intent.id, "succeeded")


def of(world: World, kind: str) -> list[stripe.Event]:
    return [event for event in world.shop.events if event.type == kind]


async def test_three_d_secure_completed_pays(world: World) -> None:
    session = await world.session()
    answer = await world.pay(session, card_number="4000 0025 0000 3155")
    bank = answer.headers["location"]
    assert bank.startswith(f"{world.base}/stripe/authenticate/pi_")
    page = (await world.http.get(bank)).text
    assert "Complete authentication" in page
    assert "Fail authentication" in page
    assert (await retrieved(world, session)).status == "open"

    answer = await world.http.post(bank, data={"outcome": "complete"})

    assert answer.headers["location"] == f"http://shop.example/checkout/return?session_id={session.id}"
    assert (await retrieved(world, session)).payment_status == "paid"
    again = await world.http.post(bank, data={"outcome": "complete"})
    assert again.headers["location"] == answer.headers["location"]
    assert len((await charges(world, session)).data) == 1


async def test_three_d_secure_failed_returns_to_the_page(world: World) -> None:
    session = await world.session()
    bank = (await world.pay(session, card_number="4000002500003155")).headers["location"]
    answer = await world.http.post(bank, data={"outcome": "fail"})

    assert answer.headers["location"] == session.url
    assert "We are unable to authenticate your payment method." in (await world.http.get(str(session.url))).text
    still = await retrieved(world, session)
    assert still.status == "open"
    assert isinstance(still.payment_intent, stripe.PaymentIntent)
    assert still.payment_intent.status == "requires_payment_method"
    assert still.payment_intent.last_payment_error is not None
    assert still.payment_intent.last_payment_error.code == "payment_intent_authentication_failure"


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"card_number": "4242424242424241"}, "card_number", "Your card number is invalid."),
        ({"card_number": ""}, "card_number", "Your card number is invalid."),
        ({"card_number": "4111111111111111"}, "card_number", "Only the test cards listed on this page work here."),
        ({"card_expiry": "13/34"}, "card_expiry", "Your card&#39;s expiration date is incomplete."),
        ({"card_expiry": "01/20"}, "card_expiry", "Your card&#39;s expiration year is in the past."),
        ({"card_cvc": "12"}, "card_cvc", "Your card&#39;s security code is incomplete."),
        ({"card_name": ""}, "card_name", "Enter the name on the card."),
        ({"email": "ada"}, "email", "Your email is invalid."),
    ],
)
async def test_a_mistyped_field_is_named_and_nothing_is_charged(
    world: World, typed: dict[str, str], field: str, message: str
) -> None:
    session = await world.session()
    answer = await world.pay(session, **typed)

    assert answer.status_code == 422
    assert f'id="{field}-error" role="alert">{message}<' in answer.text
    assert (await retrieved(world, session)).payment_intent is None


@pytest.mark.parametrize("expiry", ["12/34", "12 / 34", "1234", "12/2034", "12-34", "2034-12", "1/34"])
async def test_an_expiry_date_may_be_typed_in_many_ways(world: World, expiry: str) -> None:
    session = await world.session()
    assert (await world.pay(session, card_expiry=expiry)).status_code == 303


async def test_a_double_submit_charges_once(world: World) -> None:
    session = await world.session()
    first, second = await asyncio.gather(world.pay(session), world.pay(session))

    assert first.headers["location"] == second.headers["location"]
    assert len((await charges(world, session)).data) == 1


async def charges(world: World, session: stripe.checkout.Session) -> stripe.ListObject[stripe.Charge]:
    intent = (await retrieved(world, session)).payment_intent
    assert isinstance(intent, stripe.PaymentIntent)
    return await world.stripe.v1.charges.list_async({"payment_intent": intent.id})


async def test_a_completed_session_says_so(world: World) -> None:
    session = await world.session()
    await world.pay(session)
    page = await world.http.get(str(session.url))

    assert page.status_code == 200
    assert "already completed this payment" in page.text
    assert "card_number" not in page.text


async def test_an_expired_session_says_so_and_takes_no_money(world: World) -> None:
    session = await world.session()
    await world.stripe.v1.checkout.sessions.expire_async(session.id)

    assert "This payment has expired" in (await world.http.get(str(session.url))).text
    assert "This payment has expired" in (await world.pay(session)).text
    assert (await retrieved(world, session)).payment_intent is None


async def test_a_session_runs_out_by_itself_and_cancels_its_intent(world: World) -> None:
    session = await world.session(expires_at=int(time.time()) + 1800)
    await world.pay(session, card_number="4000000000000002")
    try:
        await world.control(clock_ahead_s=1801)
        await until(lambda: session.id in [event.data.object["id"] for event in of(world, "checkout.session.expired")])
        gone = await retrieved(world, session)
    finally:
        await world.control(clock_ahead_s=0)

    assert (gone.status, gone.url) == ("expired", None)
    assert isinstance(gone.payment_intent, stripe.PaymentIntent)
    assert gone.payment_intent.status == "canceled"
    assert (await world.pay(session)).status_code == 200
    assert (await retrieved(world, session)).payment_status == "unpaid"


async def test_an_authorised_session_is_complete_but_unpaid_until_captured(world: World) -> None:
    intent = await world.bought(payment_intent_data={"capture_method": "manual"})
    assert (intent.status, intent.amount_capturable, intent.amount_received) == ("requires_capture", 3000, 0)

    captured = await world.stripe.v1.payment_intents.capture_async(intent.id, {"amount_to_capture": 2500})

    assert (captured.status, captured.amount_received) == ("succeeded", 2500)


async def test_shipping_is_shown_and_charged(world: World) -> None:
    rate = {
        "type": "fixed_amount",
        "display_name": "Parcel post",
        "fixed_amount": {"amount": 490, "currency": "eur"},
    }
    session = await world.session(shipping_options=[{"shipping_rate_data": rate}])

    assert (session.amount_subtotal, session.amount_total) == (3000, 3490)
    assert session.total_details is not None
    assert session.total_details.amount_shipping == 490
    page = (await world.http.get(str(session.url))).text
    assert "Parcel post" in page
    assert "Pay €34.90" in page


async def test_the_email_of_the_session_cannot_be_changed_by_the_payer(world: World) -> None:
    session = await world.session(customer_email="known@example.org")
    await world.pay(session, email="else@example.org")

    details = (await retrieved(world, session)).customer_details
    assert details is not None
    assert details.email == "known@example.org"


async def test_an_unknown_payment_page_is_not_found(world: World) -> None:
    for path in ("pay/cs_test_nothing", "authenticate/pi_nothing"):
        assert (await world.http.get(f"{world.base}/stripe/{path}")).status_code == 404


async def test_the_api_is_reached_below_the_root_as_well(world: World) -> None:
    headers = {"Authorization": "Bearer sk_test_x"}
    answer = await world.http.get(f"{world.base}/v1/checkout/sessions", headers=headers)
    assert answer.status_code == 200
    assert answer.json()["url"] == "/v1/checkout/sessions"
