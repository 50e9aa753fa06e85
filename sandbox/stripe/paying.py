"""What a visitor does on the hosted pages: pay with a card, pass or fail 3-D Secure."""

import stripe

from . import charging, customers, intents, payment_methods
from .cards import TypedCard
from .events import emit
from .objects import StripeDict, complete
from .sessions import current
from .site import Call

DONE = ("succeeded", "requires_capture")


def pay(call: Call, session: StripeDict, typed: TypedCard, email: str, name: str) -> StripeDict:
    """Charges the card for an open session; a decline is a CardError and leaves the session open."""
    intent = _intent(call, session)
    billing = {"email": email, "name": name}
    method = payment_methods.make(call, typed.card, exp_month=typed.exp_month, exp_year=typed.exp_year, billing=billing)
    session = call.objects.put(session | {"payment_intent": intent["id"], "customer_details": _details(email, name)})
    intent = charging.charge(call, intent, method, off_session=False, return_url=session["url"])
    return _finished(call, session, intent)


def authenticate(call: Call, intent: StripeDict, *, passed: bool) -> None:
    """The bank's verdict on a waiting payment; of one that no longer waits, nothing changes."""
    session = call.objects.one("checkout.session", payment_intent=intent["id"])
    if session and current(call, session["id"])["status"] != "open":
        return
    if intent["status"] != "requires_action":
        return
    if not passed:
        charging.fail_authentication(call, intent)
        return
    method = call.objects.get("payment_method", intent["payment_method"])
    intent = charging.authorise(call, intent, method)
    if session:
        _finished(call, session, intent)


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
    session = call.objects.put(session | {"status": "complete", "payment_status": paid, "url": None})
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
