"""PaymentIntents: create, retrieve, list, update, confirm, capture, cancel."""

import stripe

from . import amounts, charging, checks, payment_methods
from .changes import changed, merged_metadata
from .errors import InvalidParams, InvalidRequest
from .events import emit
from .lists import page
from .objects import StripeDict, complete, new_id
from .site import Call

COPIED = (
    "description",
    "receipt_email",
    "setup_future_usage",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
)
UNCONFIRMED = ("requires_payment_method", "requires_confirmation", "requires_action")


def create(call: Call) -> StripeDict:
    amounts.check(call.params["amount"], call.params["currency"], "amount")
    checks.addresses(call.params)
    if "customer" in call.params:
        call.objects.get("customer", call.params["customer"], "customer")
    intent = make(call, call.params)
    if not call.params.get("confirm"):
        return _given_method(call, intent)
    if "payment_method" not in call.params:
        raise InvalidParams(
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
            code="payment_intent_unexpected_state",
        )
    return _confirmed(call, intent)


def make(call: Call, params: StripeDict) -> StripeDict:
    """A new intent from checked parameters; also what a checkout session makes when someone pays."""
    intent_id = new_id("pi")
    automatic = {"enabled": True, "allow_redirects": "always"} | params.get("automatic_payment_methods", {})
    known = {
        "id": intent_id,
        "object": "payment_intent",
        "amount": params["amount"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "automatic_payment_methods": automatic if automatic["enabled"] else None,
        "capture_method": params.get("capture_method", "automatic_async"),
        "client_secret": f"{intent_id}_secret_{new_id('s')[2:]}",
        "confirmation_method": "automatic",
        "created": call.now(),
        "currency": params["currency"].lower(),
        "customer": params.get("customer"),
        "livemode": False,
        "metadata": merged_metadata({}, params.get("metadata")),
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "status": "requires_payment_method",
    }
    intent = complete(stripe.PaymentIntent, known | {name: params[name] for name in COPIED if params.get(name)})
    call.objects.put(intent)
    emit(call, "payment_intent.created", intent)
    return intent


def retrieve(call: Call) -> StripeDict:
    return call.objects.get("payment_intent", call.ids["intent"], "intent")


def list_(call: Call) -> StripeDict:
    equal = {"customer": call.params["customer"]} if "customer" in call.params else {}
    return page(call, "payment_intent", "/v1/payment_intents", **equal)


def update(call: Call) -> StripeDict:
    intent = retrieve(call)
    if call.params.keys() - {"metadata", "description", "receipt_email", "expand"}:
        _expect(intent, "update", "requires_payment_method", "requires_confirmation")
    if "amount" in call.params:
        amounts.check(call.params["amount"], intent["currency"], "amount")
    updated, _ = changed(intent, call.params, ("amount", *COPIED))
    return call.objects.put(complete(stripe.PaymentIntent, updated))


def confirm(call: Call) -> StripeDict:
    intent = retrieve(call)
    _refuse_if_hosted(call, intent, "confirm")
    _expect(intent, "confirm", *UNCONFIRMED)
    updated, _ = changed(intent, call.params, ("receipt_email", "setup_future_usage", "shipping"))
    return _confirmed(call, updated)


def capture(call: Call) -> StripeDict:
    intent = retrieve(call)
    _expect(intent, "capture", "requires_capture")
    wanted: StripeDict = {"amount_to_capture": intent["amount_capturable"]} | call.params
    amount = wanted["amount_to_capture"]
    if amount < 1:
        raise InvalidParams("This value must be greater than or equal to 1.", param="amount_to_capture")
    if amount > intent["amount_capturable"]:
        raise InvalidRequest(
            f"The requested capture amount ({amounts.words(amount, intent['currency'])}) is greater than the amount"
            f" you can capture for this charge ({amounts.words(intent['amount_capturable'], intent['currency'])}).",
            code="amount_too_large",
            param="amount_to_capture",
        )
    return charging.capture(call, changed(intent, call.params, ())[0], amount)


def cancel(call: Call) -> StripeDict:
    intent = retrieve(call)
    _refuse_if_hosted(call, intent, "cancel")
    _expect(intent, "cancel", *UNCONFIRMED, "requires_capture")
    return cancelled(call, intent, call.params.get("cancellation_reason"))


def cancelled(call: Call, intent: StripeDict, reason: str | None) -> StripeDict:
    if intent["status"] == "requires_capture":
        charging.release(call, intent)
    ended = {"status": "canceled", "canceled_at": call.now(), "cancellation_reason": reason}
    intent = call.objects.put(intent | ended | {"amount_capturable": 0, "next_action": None})
    emit(call, "payment_intent.canceled", intent)
    return intent


def _given_method(call: Call, intent: StripeDict) -> StripeDict:
    if "payment_method" not in call.params:
        return intent
    method = payment_methods.resolve(call, call.params["payment_method"], "payment_method")
    _belongs(intent, method)
    return call.objects.put(intent | {"payment_method": method["id"], "status": "requires_confirmation"})


def _confirmed(call: Call, intent: StripeDict) -> StripeDict:
    name = call.params.get("payment_method") or intent["payment_method"]
    if name is None:
        raise InvalidRequest(
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the "
            "PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a "
            "payment method or ConfirmationToken.",
            code="payment_intent_unexpected_state",
        )
    method = payment_methods.resolve(call, name, "payment_method")
    _belongs(intent, method)
    methods, return_url = intent["automatic_payment_methods"], call.params.get("return_url")
    if methods and methods["allow_redirects"] == "always" and not return_url:
        raise InvalidParams(
            "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of "
            "these payment methods might redirect your customer off of your page, you must provide a `return_url`. If "
            "you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to "
            "`true` and `automatic_payment_methods[allow_redirects]` to `never` when "
            "creating Setup Intents and Payment Intents."
        )
    return charging.charge(
        call, intent, method, off_session=bool(call.params.get("off_session")), return_url=return_url
    )


def _belongs(intent: StripeDict, method: StripeDict) -> None:
    if method["customer"] and method["customer"] != intent["customer"]:
        raise InvalidRequest(
            f"The provided PaymentMethod ({method['id']}) belongs to a Customer; provide that `customer` to use it.",
            param="payment_method",
        )


def _refuse_if_hosted(call: Call, intent: StripeDict, verb: str) -> None:
    session = call.objects.one("checkout.session", payment_intent=intent["id"])
    if session and session["status"] == "open":
        raise InvalidRequest(
            f"You cannot {verb} this PaymentIntent because it belongs to a Checkout Session ({session['id']}) that is "
            "still open. Expire the Checkout Session instead.",
            code="payment_intent_unexpected_state",
        )


def _expect(intent: StripeDict, verb: str, *statuses: str) -> None:
    if intent["status"] not in statuses:
        raise InvalidRequest(
            f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}. Only a PaymentIntent "
            f"with one of the following statuses may be used: {', '.join(statuses)}.",
            code="payment_intent_unexpected_state",
            payment_intent=intent,
        )
