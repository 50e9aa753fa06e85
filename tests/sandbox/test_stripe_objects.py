"""The contract: every object has the fields that the SDK's class annotates, and no others."""

import typing
from collections.abc import AsyncIterator
from typing import Any

import pytest
import stripe

from sandbox.stripe.operations import OPERATIONS
from tests.sandbox.world import World, outside_world, session_params

# What Stripe itself leaves out unless it is expanded or applies.
NOT_SENT: dict[type, set[str]] = {
    stripe.checkout.Session: {"line_items", "client_secret"},
    stripe.PaymentIntent: {"source"},
    stripe.Charge: {"refunds", "level3"},
    stripe.Customer: {"cash_balance", "deleted", "sources", "subscriptions", "tax", "tax_ids"},
    stripe.Price: {"currency_options", "deleted", "tiers"},
    stripe.LineItem: {"discounts", "taxes"},
    stripe.Event.Data: {"previous_attributes"},
}
# One hash per payment method, of which only the card's is sent.
CARD_ONLY = {
    stripe.PaymentMethod: {"card", "billing_details"},
    stripe.Charge.PaymentMethodDetails: {"card"},
    stripe.PaymentIntent.PaymentMethodOptions: {"card"},
    stripe.checkout.Session.PaymentMethodOptions: set[str](),
    stripe.PaymentIntent.NextAction: {"redirect_to_url"},
    stripe.SetupIntent.PaymentMethodOptions: {"card"},
    stripe.Refund.DestinationDetails: {"card"},
}


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with outside_world(tmp_path_factory.mktemp("outside")) as running:
        yield running


@pytest.fixture(scope="module")
async def answers(world: World) -> dict[str, Any]:
    """One object of each kind, as JSON, after a purchase, a decline, a challenge and a refund."""
    api = world.stripe.v1
    customer = await api.customers.create_async({"email": "ada@example.org", "address": {"country": "SE"}})
    session = await world.session(customer=customer.id)
    await world.pay(session, card_number="4000000000000002")
    declined = await api.checkout.sessions.retrieve_async(session.id, {"expand": ["payment_intent.latest_charge"]})
    await world.pay(session, card_number="4000002500003155")
    challenged = await api.checkout.sessions.retrieve_async(session.id, {"expand": ["payment_intent"]})
    await world.pay(session)
    paid = await api.checkout.sessions.retrieve_async(
        session.id,
        {"expand": ["payment_intent.latest_charge", "payment_intent.payment_method", "customer", "line_items"]},
    )
    assert isinstance(paid.payment_intent, stripe.PaymentIntent)
    refund = await api.refunds.create_async({"payment_intent": paid.payment_intent.id})
    events = await api.events.list_async({"limit": 1})
    unsaved, saved = await saving(world, customer.id)
    things: tuple[stripe.StripeObject, ...] = (declined, challenged, paid, refund, events.data[0], unsaved, saved)
    names = ("declined", "challenged", "paid", "refund", "event", "unsaved", "saved")
    return dict(zip(names, map(to_json, things), strict=True))


async def saving(world: World, customer_id: str) -> tuple[stripe.checkout.Session, stripe.checkout.Session]:
    """A session whose card was declined, and the same once a bank has agreed to another card."""
    params: Any = {"mode": "setup", "customer": customer_id, "allowed_payment_method_types": ["card"]}
    sessions = world.stripe.v1.checkout.sessions
    session = await sessions.create_async(params | {"success_url": "https://shop.example/saved"})
    assert (await world.pay(session, card_number="4000000000000002")).status_code == 402
    unsaved = await sessions.retrieve_async(session.id, {"expand": ["setup_intent"]})
    bank = (await world.pay(session, card_number="4000002500003155")).headers["location"]
    assert "your card is saved with" in (await world.http.get(bank)).text
    again = (await world.http.post(bank, data={"outcome": "fail"})).headers["location"]
    assert "unable to authenticate" in (await world.http.get(again)).text
    await world.pay(session, card_number="4000002500003155")
    done = await world.http.post(bank, data={"outcome": "complete"})
    assert done.headers["location"] == "https://shop.example/saved"
    return unsaved, await sessions.retrieve_async(session.id, {"expand": ["setup_intent.payment_method"]})


def to_json(thing: stripe.StripeObject) -> Any:
    return thing.to_dict()


def compare(cls: type, thing: dict[str, Any], path: str) -> None:
    notes = {name: note for name, note in cls.__annotations__.items() if name != "OBJECT_NAME"}
    assert thing.keys() - notes.keys() - {"line_items"} == set(), path
    missing = notes.keys() - thing.keys()
    if cls in CARD_ONLY:
        assert missing <= {name for name in notes if nested(notes[name])} - CARD_ONLY[cls], path
    else:
        assert missing <= NOT_SENT.get(cls, set()), path
    for name, value in thing.items():
        inner = nested(notes[name])
        if value is None:
            assert type(None) in typing.get_args(notes[name]), f"{path}.{name} may not be null"
        elif inner and isinstance(value, dict):
            compare(inner, value, f"{path}.{name}")


def nested(note: Any) -> type | None:
    options = (note, *typing.get_args(note))
    plain = [option for option in options if isinstance(option, type) and typing.get_origin(option) is None]
    found = [
        option for option in plain if issubclass(option, stripe.StripeObject) and option is not stripe.StripeObject
    ]
    return found[0] if found else None


def test_objects_have_the_fields_the_sdk_annotates(answers: dict[str, Any]) -> None:
    for name in ("declined", "challenged", "paid"):
        session = answers[name]
        compare(stripe.checkout.Session, session, name)
        compare(stripe.PaymentIntent, session["payment_intent"], f"{name} intent")
    compare(stripe.Charge, answers["declined"]["payment_intent"]["latest_charge"], "failed charge")
    error = answers["declined"]["payment_intent"]["last_payment_error"]
    compare(stripe.PaymentMethod, error["payment_method"], "declined method")
    for name in ("unsaved", "saved"):
        compare(stripe.checkout.Session, answers[name], name)
        compare(stripe.SetupIntent, answers[name]["setup_intent"], f"{name} intent")
    compare(stripe.PaymentMethod, answers["saved"]["setup_intent"]["payment_method"], "saved method")
    paid = answers["paid"]
    compare(stripe.Charge, paid["payment_intent"]["latest_charge"], "charge")
    compare(stripe.PaymentMethod, paid["payment_intent"]["payment_method"], "method")
    compare(stripe.Customer, paid["customer"], "customer")
    compare(stripe.LineItem, paid["line_items"]["data"][0], "item")
    compare(stripe.Price, paid["line_items"]["data"][0]["price"], "price")
    compare(stripe.Refund, answers["refund"], "refund")
    compare(stripe.Event, answers["event"], "event")


def test_nothing_is_in_live_mode(answers: dict[str, Any]) -> None:
    def modes(thing: Any) -> list[bool]:
        if isinstance(thing, list):
            return [mode for item in thing for mode in modes(item)]
        if not isinstance(thing, dict):
            return []
        return [thing[name] for name in thing if name == "livemode"] + modes(list(thing.values()))

    assert set(modes(answers)) == {False}


async def test_what_is_not_emulated_is_refused_by_name(world: World) -> None:
    params: Any = session_params()
    for change, param in (
        ({"automatic_tax": {"enabled": True}}, "automatic_tax.enabled"),
        ({"discounts": [{"coupon": "TEN"}]}, "discounts.coupon"),
        ({"mode": "subscription"}, "mode"),
        ({"locale": "sv"}, "locale"),
    ):
        with pytest.raises(stripe.InvalidRequestError, match="not emulated; only") as refused:
            await world.stripe.v1.checkout.sessions.create_async(params | change)
        assert (refused.value.code, refused.value.param) == ("sandbox_not_emulated", param)
    with pytest.raises(stripe.InvalidRequestError, match="only these calls are emulated") as unknown:
        await world.stripe.v1.coupons.create_async({"percent_off": 10, "duration": "once"})
    assert unknown.value.http_status == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer sk_live_x"}, 401),
        ({"Authorization": "Basic !"}, 401),
        ({"Authorization": "Basic a"}, 401),
        ({"Authorization": "Basic c2tfdGVzdF94Og=="}, 200),
        ({"Authorization": "Bearer sk_test_x"}, 200),
        ({"Authorization": "Bearer sk_test_x", "Stripe-Version": "2020-08-27"}, 400),
        ({"Authorization": "Bearer sk_test_x", "Stripe-Account": "acct_1"}, 400),
    ],
)
async def test_only_a_test_key_and_the_sdks_version_are_answered(
    world: World, headers: dict[str, str], status: int
) -> None:
    answer = await world.http.get(f"{world.base}/stripe/v1/events", headers=headers)
    assert answer.status_code == status
    assert answer.headers["request-id"].startswith("req_")


def test_every_operation_names_only_parameters_the_sdk_knows() -> None:
    from sandbox.stripe.params import fields

    for operation in OPERATIONS:
        known = fields(operation.params) if operation.params else {}
        unknown = {path.split(".")[0] for path in operation.emulated.split()} - known.keys()
        assert unknown == set(), operation.name
