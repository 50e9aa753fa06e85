"""What Barrow asks of Stripe without a browser: one list, run against the sandbox and, with a key, Stripe itself."""

import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import stripe

from tests.sandbox.world import session_params

Scenario = Callable[[stripe.StripeClient], Awaitable[None]]
NO_REDIRECTS = {"enabled": True, "allow_redirects": "never"}


async def intent(client: stripe.StripeClient, **more: Any) -> stripe.PaymentIntent:
    params: dict[str, Any] = {
        "amount": 5000,
        "currency": "eur",
        "confirm": True,
        "payment_method": "pm_card_visa",
        "automatic_payment_methods": NO_REDIRECTS,
    }
    return await client.v1.payment_intents.create_async(params | more)  # type: ignore[arg-type]


async def a_session_is_created_open_and_can_be_read_again(client: stripe.StripeClient) -> None:
    expires_at = int(time.time()) + 1900
    order = str(uuid.uuid4())
    session = await client.v1.checkout.sessions.create_async(
        session_params()  # type: ignore[arg-type]
        | {"expires_at": expires_at, "client_reference_id": order, "metadata": {"order": order}}
    )
    assert (session.status, session.payment_status, session.mode) == ("open", "unpaid", "payment")
    assert (session.amount_subtotal, session.amount_total, session.currency) == (3000, 3000, "eur")
    assert (session.expires_at, session.client_reference_id, session.livemode) == (expires_at, order, False)
    assert session.payment_intent is None
    assert str(session.url).startswith("http")

    again = await client.v1.checkout.sessions.retrieve_async(session.id, {"expand": ["line_items", "payment_intent"]})
    assert again.metadata is not None
    assert again.metadata["order"] == order
    assert again.line_items is not None
    (item,) = again.line_items.data
    assert (item.description, item.quantity, item.amount_total) == ("Mug", 2, 3000)
    listed = await client.v1.checkout.sessions.line_items.list_async(session.id)
    assert [row.id for row in listed.data] == [item.id]


async def an_open_session_can_be_expired_once(client: stripe.StripeClient) -> None:
    session = await client.v1.checkout.sessions.create_async(session_params())  # type: ignore[arg-type]
    expired = await client.v1.checkout.sessions.expire_async(session.id)
    assert (expired.status, expired.url) == ("expired", None)
    with pytest.raises(stripe.InvalidRequestError, match="Only Checkout Sessions with a status in"):
        await client.v1.checkout.sessions.expire_async(session.id)


async def a_session_may_last_from_half_an_hour_to_a_day(client: stripe.StripeClient) -> None:
    for seconds in (600, 25 * 3600):
        params = session_params() | {"expires_at": int(time.time()) + seconds}
        with pytest.raises(stripe.InvalidRequestError) as refused:
            await client.v1.checkout.sessions.create_async(params)  # type: ignore[arg-type]
        assert refused.value.param == "expires_at"


async def a_good_card_succeeds_with_one_charge(client: stripe.StripeClient) -> None:
    paid = await intent(client, metadata={"order": "7"}, expand=["latest_charge"])
    assert (paid.status, paid.amount_received, paid.metadata["order"]) == ("succeeded", 5000, "7")
    charge = paid.latest_charge
    assert isinstance(charge, stripe.Charge)
    assert (charge.paid, charge.captured, charge.amount_captured, charge.refunded) == (True, True, 5000, False)
    assert charge.payment_intent == paid.id
    listed = await client.v1.charges.list_async({"payment_intent": paid.id})
    assert [row.id for row in listed.data] == [charge.id]


async def declined_cards_are_card_errors_and_stay_on_the_intent(client: stripe.StripeClient) -> None:
    for method, code, decline_code in (
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", None),
    ):
        with pytest.raises(stripe.CardError) as declined:
            await intent(client, payment_method=method)
        error: Any = declined.value.error
        assert declined.value.http_status == 402
        assert declined.value.code == code
        if decline_code:
            assert error.decline_code == decline_code
        kept = await client.v1.payment_intents.retrieve_async(error.payment_intent.id)
        assert kept.status == "requires_payment_method"
        assert kept.last_payment_error is not None
        assert kept.last_payment_error.code == code


async def a_declined_intent_can_be_confirmed_with_another_card(client: stripe.StripeClient) -> None:
    waiting = await intent(client, confirm=False, payment_method="pm_card_chargeDeclined")
    assert waiting.status == "requires_confirmation"
    with pytest.raises(stripe.CardError):
        await client.v1.payment_intents.confirm_async(waiting.id)
    paid = await client.v1.payment_intents.confirm_async(waiting.id, {"payment_method": "pm_card_visa"})
    assert (paid.status, paid.last_payment_error) == ("succeeded", None)


async def three_d_secure_redirects_the_payer(client: stripe.StripeClient) -> None:
    waiting = await intent(
        client,
        payment_method="pm_card_threeDSecure2Required",
        automatic_payment_methods={"enabled": True},
        return_url="https://shop.example/back",
    )
    assert waiting.status == "requires_action"
    assert waiting.next_action is not None
    assert waiting.next_action.type == "redirect_to_url"
    assert waiting.next_action.redirect_to_url is not None
    assert waiting.next_action.redirect_to_url.return_url == "https://shop.example/back"


async def redirecting_methods_need_a_return_url(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="you must provide a `return_url`"):
        await intent(client, automatic_payment_methods={"enabled": True})


async def a_hold_is_captured_in_part_and_only_once(client: stripe.StripeClient) -> None:
    held = await intent(client, capture_method="manual")
    assert (held.status, held.amount_capturable, held.amount_received) == ("requires_capture", 5000, 0)
    with pytest.raises(stripe.InvalidRequestError):
        await client.v1.payment_intents.capture_async(held.id, {"amount_to_capture": 5001})
    taken = await client.v1.payment_intents.capture_async(held.id, {"amount_to_capture": 3000})
    assert (taken.status, taken.amount_received, taken.amount_capturable) == ("succeeded", 3000, 0)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.payment_intents.capture_async(held.id)
    assert refused.value.code == "payment_intent_unexpected_state"


async def a_hold_can_be_given_back(client: stripe.StripeClient) -> None:
    held = await intent(client, capture_method="manual")
    ended = await client.v1.payment_intents.cancel_async(held.id, {"cancellation_reason": "requested_by_customer"})
    assert (ended.status, ended.cancellation_reason) == ("canceled", "requested_by_customer")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.payment_intents.confirm_async(held.id)
    assert refused.value.code == "payment_intent_unexpected_state"


async def refunds_never_exceed_what_was_paid(client: stripe.StripeClient) -> None:
    paid = await intent(client)
    some = await client.v1.refunds.create_async(
        {"payment_intent": paid.id, "amount": 2000, "reason": "requested_by_customer", "metadata": {"refund": "1"}}
    )
    assert (some.amount, some.status, some.reason, some.payment_intent) == (
        2000,
        "succeeded",
        "requested_by_customer",
        paid.id,
    )
    with pytest.raises(stripe.InvalidRequestError, match="Refund amount"):
        await client.v1.refunds.create_async({"payment_intent": paid.id, "amount": 3001})
    rest = await client.v1.refunds.create_async({"payment_intent": paid.id})
    assert rest.amount == 3000
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.refunds.create_async({"payment_intent": paid.id, "amount": 1})
    assert refused.value.code == "charge_already_refunded"
    charge = await client.v1.charges.retrieve_async(str(paid.latest_charge), {"expand": ["refunds"]})
    assert (charge.refunded, charge.amount_refunded) == (True, 5000)
    assert charge.refunds is not None
    assert [refund.id for refund in charge.refunds.data] == [rest.id, some.id]
    listed = await client.v1.refunds.list_async({"payment_intent": paid.id})
    assert [refund.id for refund in listed.data] == [rest.id, some.id]


async def customers_keep_their_cards(client: stripe.StripeClient) -> None:
    email = f"{uuid.uuid4().hex}@example.org"
    customer = await client.v1.customers.create_async({"email": email, "name": "Ada", "metadata": {"a": "1", "b": "2"}})
    method = await client.v1.payment_methods.attach_async("pm_card_visa", {"customer": customer.id})
    assert (method.customer, method.card and method.card.last4) == (customer.id, "4242")
    kept = await client.v1.customers.payment_methods.list_async(customer.id)
    assert [row.id for row in kept.data] == [method.id]
    paid = await intent(client, customer=customer.id, payment_method=method.id)
    assert (paid.status, paid.customer, paid.payment_method) == ("succeeded", customer.id, method.id)

    changed = await client.v1.customers.update_async(customer.id, {"name": "Ada L", "metadata": {"a": "", "c": "3"}})
    assert changed.name == "Ada L"
    assert changed.metadata is not None
    assert changed.metadata.to_dict() == {"b": "2", "c": "3"}
    preferred = await client.v1.customers.update_async(
        customer.id, {"invoice_settings": {"default_payment_method": method.id}}
    )
    assert preferred.invoice_settings is not None
    assert preferred.invoice_settings.default_payment_method == method.id
    assert (await client.v1.payment_methods.detach_async(method.id)).customer is None
    assert (await client.v1.customers.payment_methods.list_async(customer.id)).data == []
    left = (await client.v1.customers.retrieve_async(customer.id)).invoice_settings
    assert left is not None
    assert left.default_payment_method is None
    assert (await client.v1.customers.delete_async(customer.id)).deleted is True
    assert (await client.v1.customers.retrieve_async(customer.id)).deleted is True
    with pytest.raises(stripe.InvalidRequestError) as gone:
        await client.v1.customers.payment_methods.list_async(customer.id)
    assert gone.value.code == "resource_missing"


async def a_session_to_save_a_card_is_of_its_customer(client: stripe.StripeClient) -> None:
    customer = await client.v1.customers.create_async({"email": f"{uuid.uuid4().hex}@example.org"})
    params: Any = {
        "mode": "setup",
        "customer": customer.id,
        "allowed_payment_method_types": ["card"],
        "payment_method_data": {"allow_redisplay": "always"},
        "success_url": "https://shop.example/saved",
        "expand": ["setup_intent"],
    }
    session = await client.v1.checkout.sessions.create_async(params)
    assert (session.status, session.payment_status, session.mode) == ("open", "no_payment_required", "setup")
    assert (session.customer, session.payment_intent, session.amount_total) == (customer.id, None, None)
    assert isinstance(session.setup_intent, stripe.SetupIntent)
    assert (session.setup_intent.status, session.setup_intent.customer) == ("requires_payment_method", customer.id)
    await client.v1.customers.delete_async(customer.id)
    with pytest.raises(stripe.InvalidRequestError) as gone:
        await client.v1.checkout.sessions.create_async(params)
    assert (gone.value.code, gone.value.param) == ("resource_missing", "customer")


async def an_idempotency_key_replays_its_first_answer(client: stripe.StripeClient) -> None:
    key = str(uuid.uuid4())
    params: Any = session_params() | {"expires_at": int(time.time()) + 2000}
    first = await client.v1.checkout.sessions.create_async(params, {"idempotency_key": key})
    again = await client.v1.checkout.sessions.create_async(params, {"idempotency_key": key})
    assert again.id == first.id
    with pytest.raises(stripe.IdempotencyError) as refused:
        await client.v1.checkout.sessions.create_async(
            params | {"client_reference_id": "other"}, {"idempotency_key": key}
        )
    assert refused.value.http_status == 400


async def what_is_wrong_with_parameters_is_named(client: stripe.StripeClient) -> None:
    price = {"currency": "eur", "unit_amount": 1500, "product_data": {"name": "Mug", "colour": "red"}}
    for change, code, param in (
        ({"colour": "red"}, "parameter_unknown", "colour"),
        (
            {"line_items": [{"quantity": 1, "price_data": price}]},
            "parameter_unknown",
            "line_items[0][price_data][product_data][colour]",
        ),
        ({"mode": "barter"}, None, "mode"),
        ({"expires_at": "soon"}, "parameter_invalid_integer", "expires_at"),
    ):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            await client.v1.checkout.sessions.create_async(session_params() | change)  # type: ignore[arg-type]
        assert refused.value.http_status == 400
        assert refused.value.param == param
        if code:
            assert refused.value.code == code
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.payment_intents.create_async({"currency": "eur"})  # type: ignore[typeddict-item]
    assert (refused.value.code, refused.value.param) == ("parameter_missing", "amount")


async def an_amount_below_the_minimum_is_refused(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await intent(client, amount=10)
    assert refused.value.code == "amount_too_small"


async def what_does_not_exist_is_missing(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.payment_intents.retrieve_async("pi_nothing")
    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")


async def intents_are_listed_newest_first_in_pages(client: stripe.StripeClient) -> None:
    customer = await client.v1.customers.create_async({"name": "Pages"})
    made = [(await intent(client, confirm=False, customer=customer.id)).id for _ in range(3)]
    first = await client.v1.payment_intents.list_async({"customer": customer.id, "limit": 2})
    assert [row.id for row in first.data] == made[:0:-1]
    assert first.has_more is True
    assert [row.id async for row in first.auto_paging_iter()] == made[::-1]


SCENARIOS: tuple[Scenario, ...] = (
    a_session_is_created_open_and_can_be_read_again,
    an_open_session_can_be_expired_once,
    a_session_may_last_from_half_an_hour_to_a_day,
    a_good_card_succeeds_with_one_charge,
    declined_cards_are_card_errors_and_stay_on_the_intent,
    a_declined_intent_can_be_confirmed_with_another_card,
    three_d_secure_redirects_the_payer,
    redirecting_methods_need_a_return_url,
    a_hold_is_captured_in_part_and_only_once,
    a_hold_can_be_given_back,
    refunds_never_exceed_what_was_paid,
    customers_keep_their_cards,
    a_session_to_save_a_card_is_of_its_customer,
    an_idempotency_key_replays_its_first_answer,
    what_is_wrong_with_parameters_is_named,
    an_amount_below_the_minimum_is_refused,
    what_does_not_exist_is_missing,
    intents_are_listed_newest_first_in_pages,
)
