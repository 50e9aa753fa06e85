"""What a visitor does on the hosted pages: pay with a card, have it saved, pass or fail 3-D Secure."""

from dataclasses import dataclass

import stripe

from . import charging, customers, intents, payment_methods, setups
from .cards import TypedCard
from .events import emit
from .objects import StripeDict, complete
from .sessions import current
from .site import Call

DONE = ("succeeded", "requires_capture")


@dataclass(frozen=True)
class Chosen:
    """A card that was typed, or the id of one that Stripe keeps; `save` is the tick beside it."""

    card: TypedCard | str
    email: str
    name: str
    save: bool = False


def offered(call: Call, session: StripeDict) -> list[StripeDict]:
    """The saved cards among which the customer of a session may choose, newest first."""
    saving = session["saved_payment_method_options"]
    if saving is None:
        return []
    kept = call.objects.newest_first("payment_method", customer=session["customer"])
    return [method for method in kept if method["allow_redisplay"] in saving["allow_redisplay_filters"]]


def may_save(session: StripeDict) -> bool:
    return (session["saved_payment_method_options"] or {}).get("payment_method_save") == "enabled"


def pay(call: Call, session: StripeDict, chosen: Chosen) -> StripeDict:
    """Charges the card for an open session; a decline is a CardError and leaves the session open."""
    wanted = call.objects.private(session["id"])["payment_intent_data"].get("setup_future_usage")
    saved = chosen.save and may_save(session)
    usage = "on_session" if saved else wanted
    intent = call.objects.put(_intent(call, session) | {"setup_future_usage": usage})
    method = _method(call, chosen, "always" if saved else "limited" if wanted else "unspecified")
    details = _details(chosen.email, chosen.name)
    session = call.objects.put(session | {"payment_intent": intent["id"], "customer_details": details})
    intent = charging.charge(call, intent, method, off_session=False, return_url=session["url"])
    return _finished(call, session, intent)


def save(call: Call, session: StripeDict, chosen: Chosen) -> StripeDict:
    """Keeps the card for the customer of an open session; a decline is a CardError and leaves the session open."""
    intent = call.objects.get("setup_intent", session["setup_intent"])
    method = _method(call, chosen, call.objects.private(session["id"])["allow_redisplay"])
    session = call.objects.put(session | {"customer_details": _details(chosen.email, chosen.name)})
    return _saved(call, session, setups.confirm(call, intent, method))


def authenticate(call: Call, intent: StripeDict, *, passed: bool) -> None:
    """The bank's verdict on what waits for it; of what no longer waits, nothing changes."""
    session = session_of(call, intent)
    if session and current(call, session["id"])["status"] != "open":
        return
    if intent["status"] != "requires_action":
        return
    of_setup = intent["object"] == "setup_intent"
    if not passed:
        (setups if of_setup else charging).fail_authentication(call, intent)
        return
    method = call.objects.get("payment_method", intent["payment_method"])
    intent = setups.succeed(call, intent, method) if of_setup else charging.authorise(call, intent, method)
    if session:
        (_saved if of_setup else _finished)(call, session, intent)


def session_of(call: Call, intent: StripeDict) -> StripeDict | None:
    return call.objects.one("checkout.session", **{intent["object"]: intent["id"]})


def _method(call: Call, chosen: Chosen, allow_redisplay: str) -> StripeDict:
    if isinstance(chosen.card, str):
        return call.objects.get("payment_method", chosen.card)
    return payment_methods.make(
        call,
        chosen.card.card,
        exp_month=chosen.card.exp_month,
        exp_year=chosen.card.exp_year,
        billing={"email": chosen.email, "name": chosen.name},
        allow_redisplay=allow_redisplay,
    )


def _intent(call: Call, session: StripeDict) -> StripeDict:
    if session["payment_intent"]:
        return call.objects.get("payment_intent", session["payment_intent"])
    data = call.objects.private(session["id"])["payment_intent_data"]
    owed = {"amount": session["amount_total"], "currency": session["currency"], "customer": session["customer"]}
    return intents.make(call, data | owed)


def _finished(call: Call, session: StripeDict, intent: StripeDict) -> StripeDict:
    if intent["status"] not in DONE:
        return session
    if session["customer"] is None and session["customer_creation"] == "always":
        session = _with_customer(call, session, intent)
    paid = "paid" if intent["status"] == "succeeded" else "unpaid"  # an authorisation alone has paid nothing yet
    return _complete(call, session | {"payment_status": paid})


def _saved(call: Call, session: StripeDict, intent: StripeDict) -> StripeDict:
    return _complete(call, session) if intent["status"] == "succeeded" else session


def _complete(call: Call, session: StripeDict) -> StripeDict:
    session = call.objects.put(session | {"status": "complete", "url": None})
    emit(call, "checkout.session.completed", session)
    return session


def _with_customer(call: Call, session: StripeDict, intent: StripeDict) -> StripeDict:
    details = {name: session["customer_details"][name] for name in ("email", "name")}
    customer = customers.create(Call(call.site, details))
    call.objects.put(intent | {"customer": customer["id"]})
    return session | {"customer": customer["id"]}


def _details(email: str, name: str) -> StripeDict:
    address = {"address": payment_methods.NO_ADDRESS, "email": email, "name": name, "tax_exempt": "none", "tax_ids": []}
    return complete(stripe.checkout.Session.CustomerDetails, address)
