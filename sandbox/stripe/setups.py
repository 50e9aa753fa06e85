"""SetupIntents: a card that is saved for its owner without a payment."""

import stripe

from . import charging, payment_methods
from .errors import CardError
from .events import emit
from .objects import StripeDict, complete, new_id
from .site import Call


def make(call: Call) -> StripeDict:
    """Of a checkout session in setup mode; its customer keeps the card."""
    intent_id = new_id("seti")
    known = {
        "id": intent_id,
        "object": "setup_intent",
        "client_secret": f"{intent_id}_secret_{new_id('s')[2:]}",
        "created": call.now(),
        "customer": call.params["customer"],
        "livemode": False,
        "metadata": {},
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "status": "requires_payment_method",
        "usage": "off_session",
    }
    intent = call.objects.put(complete(stripe.SetupIntent, known))
    emit(call, "setup_intent.created", intent)
    return intent


def retrieve(call: Call) -> StripeDict:
    return call.objects.get("setup_intent", call.ids["intent"], "intent")


def confirm(call: Call, intent: StripeDict, method: StripeDict) -> StripeDict:
    """The intent becomes succeeded or requires_action; a decline is a CardError."""
    card = payment_methods.card_of(call, method)
    if card.decline and card.declines_when_attached:
        code, decline_code, message = card.decline
        reason = {"code": code, "decline_code": decline_code, "message": message}
        intent = _failed(call, intent, method, reason | {"type": "card_error"})
        raise CardError(message, code=code, decline_code=decline_code, setup_intent=intent, payment_method=method)
    if not card.challenge:
        return succeed(call, intent, method)
    redirect = {"url": f"{call.site.public_url}/authenticate/{intent['id']}", "return_url": None}
    action = complete(stripe.SetupIntent.NextAction, {"type": "redirect_to_url", "redirect_to_url": redirect})
    waiting = {"status": "requires_action", "payment_method": method["id"], "next_action": action}
    intent = call.objects.put(intent | waiting | {"last_setup_error": None})
    emit(call, "setup_intent.requires_action", intent)
    return intent


def succeed(call: Call, intent: StripeDict, method: StripeDict) -> StripeDict:
    payment_methods.keep(call, method, intent["customer"])
    done = {"status": "succeeded", "payment_method": method["id"], "next_action": None, "last_setup_error": None}
    intent = call.objects.put(intent | done)
    emit(call, "setup_intent.succeeded", intent)
    return intent


def fail_authentication(call: Call, intent: StripeDict) -> None:
    method = call.objects.get("payment_method", intent["payment_method"])
    reason = {"code": "setup_intent_authentication_failure", "message": charging.UNAUTHENTICATED}
    _failed(call, intent, method, reason | {"type": "invalid_request_error"})


def cancelled(call: Call, intent_id: str) -> None:
    intent = call.objects.get("setup_intent", intent_id)
    intent = call.objects.put(intent | {"status": "canceled", "next_action": None})
    emit(call, "setup_intent.canceled", intent)


def _failed(call: Call, intent: StripeDict, method: StripeDict, reason: StripeDict) -> StripeDict:
    error = complete(stripe.SetupIntent.LastSetupError, reason | {"payment_method": method})
    failed = {"status": "requires_payment_method", "payment_method": None, "next_action": None}
    intent = call.objects.put(intent | failed | {"last_setup_error": error})
    emit(call, "setup_intent.setup_failed", intent)
    return intent
