"""Around a payment: customers and cards that are kept, banks that ask, sessions that end meanwhile."""

import time
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import pytest
import stripe

from tests.sandbox.world import World, outside_world


@pytest.fixture
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with outside_world(tmp_path_factory.mktemp("outside")) as running:
        yield running


async def waiting_intent(world: World) -> tuple[str, str]:
    """An intent of its own that its bank asks about, and where."""
    intent = await world.stripe.v1.payment_intents.create_async(
        {
            "amount": 5000,
            "currency": "eur",
            "confirm": True,
            "payment_method": "pm_card_authenticationRequired",
            "automatic_payment_methods": {"enabled": True},
            "return_url": "https://shop.example/back?order=1",
        }
    )
    assert intent.next_action is not None
    assert intent.next_action.redirect_to_url is not None
    return intent.id, str(intent.next_action.redirect_to_url.url)


@pytest.mark.parametrize(
    ("outcome", "told", "status"),
    [("complete", "succeeded", "succeeded"), ("fail", "failed", "requires_payment_method")],
)
async def test_the_bank_sends_the_payer_of_an_intent_back_to_its_shop(
    world: World, outcome: str, told: str, status: str
) -> None:
    intent_id, bank = await waiting_intent(world)
    answer = await world.http.post(bank, data={"outcome": outcome})

    back = urlsplit(answer.headers["location"])
    assert (back.netloc, back.path) == ("shop.example", "/back")
    query = parse_qs(back.query)
    assert (query["order"], query["payment_intent"], query["redirect_status"]) == (["1"], [intent_id], [told])
    assert (await world.stripe.v1.payment_intents.retrieve_async(intent_id)).status == status


async def test_without_the_payer_a_card_that_needs_them_is_declined(world: World) -> None:
    with pytest.raises(stripe.CardError) as declined:
        await world.stripe.v1.payment_intents.create_async(
            {
                "amount": 5000,
                "currency": "eur",
                "confirm": True,
                "off_session": True,
                "payment_method": "pm_card_authenticationRequired",
                "return_url": "https://shop.example/back",
            }
        )
    assert declined.value.code == "authentication_required"


async def test_a_bank_that_says_yes_too_late_moves_no_money(world: World) -> None:
    session = await world.session()
    bank = (await world.pay(session, card_number="4000002500003155")).headers["location"]
    await world.stripe.v1.checkout.sessions.expire_async(session.id)

    answer = await world.http.post(bank, data={"outcome": "complete"})

    assert answer.headers["location"] == f"{world.base}/stripe/pay/{session.id}"
    assert "This payment has expired" in (await world.http.get(answer.headers["location"])).text
    (intent,) = (await world.stripe.v1.payment_intents.list_async()).data
    assert (intent.status, intent.cancellation_reason, intent.amount_received) == ("canceled", "expired", 0)


async def test_a_session_past_its_time_is_expired_when_it_is_looked_at(world: World) -> None:
    session = await world.session(expires_at=int(time.time()) + 1800)
    await world.control(clock_ahead_s=1801)

    answer = await world.pay(session)

    assert "This payment has expired" in answer.text
    assert (await world.stripe.v1.payment_intents.list_async()).data == []


async def test_an_open_sessions_intent_is_not_confirmed_or_cancelled_past_it(world: World) -> None:
    session = await world.session()
    await world.pay(session, card_number="4000000000000002")
    (intent,) = (await world.stripe.v1.payment_intents.list_async()).data

    with pytest.raises(stripe.InvalidRequestError, match="Expire the Checkout Session instead"):
        await world.stripe.v1.payment_intents.cancel_async(intent.id)


async def test_a_session_can_make_a_customer_of_its_payer(world: World) -> None:
    session = await world.session(customer_creation="always")
    await world.pay(session)
    expand = {"expand": ["customer"]}
    paid = await world.stripe.v1.checkout.sessions.retrieve_async(session.id, expand)  # type: ignore[arg-type]

    assert isinstance(paid.customer, stripe.Customer)
    assert (paid.customer.email, paid.customer.name) == ("ada@example.org", "Ada Lovelace")


async def test_a_card_is_kept_for_a_customer_who_lets_it_be(world: World) -> None:
    customer = await world.stripe.v1.customers.create_async({"email": "ada@example.org"})
    await world.bought(customer=customer.id)
    assert (await world.stripe.v1.customers.payment_methods.list_async(customer.id)).data == []

    await world.bought(customer=customer.id, payment_intent_data={"setup_future_usage": "on_session"})

    (kept,) = (await world.stripe.v1.customers.payment_methods.list_async(customer.id)).data
    assert kept.card is not None
    assert (kept.card.last4, kept.card.exp_month, kept.card.exp_year) == ("4242", 12, 2034)


async def test_a_released_hold_shows_as_a_refunded_charge_and_no_refund(world: World) -> None:
    held = await world.bought(payment_intent_data={"capture_method": "manual"})
    await world.stripe.v1.payment_intents.cancel_async(held.id)

    charge = await world.stripe.v1.charges.retrieve_async(stripe_id(held.latest_charge))
    assert (charge.captured, charge.refunded, charge.amount_captured) == (False, True, 0)
    assert (await world.stripe.v1.refunds.list_async({"payment_intent": held.id})).data == []
    with pytest.raises(stripe.InvalidRequestError, match="does not have a successful charge"):
        await world.stripe.v1.refunds.create_async({"payment_intent": held.id})


def stripe_id(thing: str | stripe.Charge | None) -> str:
    assert isinstance(thing, str)
    return thing
