"""Cards as payment methods: made from test tokens or typed on the hosted page, kept for customers."""

import stripe

from . import cards
from .cards import Card
from .errors import CardError, InvalidRequest, NoSuchObject, NotEmulated
from .events import emit
from .lists import page
from .objects import StripeDict, complete, new_id
from .site import Call

NO_ADDRESS = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))


def create(call: Call) -> StripeDict:
    token = call.params.get("card", {}).get("token", "")
    card = cards.BY_TOKEN.get(token.replace("tok_", "pm_card_", 1))
    if call.params.get("type") != "card" or card is None:
        raise NotEmulated("this payment method", "type=card with card[token]=tok_visa and other test tokens")
    return make(call, card, billing=call.params.get("billing_details"), metadata=call.params.get("metadata"))


def retrieve(call: Call) -> StripeDict:
    return resolve(call, call.ids["payment_method"], "payment_method")


def attach(call: Call) -> StripeDict:
    method = resolve(call, call.ids["payment_method"], "payment_method")
    customer = call.objects.get("customer", call.params["customer"], "customer")
    card = card_of(call, method)
    if card.decline and card.declines_when_attached:
        code, decline_code, message = card.decline
        raise CardError(message, code=code, decline_code=decline_code)
    if method["customer"] not in (None, customer["id"]):
        raise InvalidRequest("The payment method you provided has already been attached to a customer.")
    return keep(call, method, customer["id"])


def keep(call: Call, method: StripeDict, customer_id: str) -> StripeDict:
    if method["customer"] == customer_id:
        return method
    kept = call.objects.put(method | {"customer": customer_id})
    emit(call, "payment_method.attached", kept)
    return kept


def detach(call: Call) -> StripeDict:
    method = call.objects.get("payment_method", call.ids["payment_method"], "payment_method")
    if method["customer"] is None:
        raise InvalidRequest(
            "The payment method you provided is not attached to a customer so detachment is impossible."
        )
    detached = call.objects.put(method | {"customer": None})
    _no_default_any_more(call, method)
    emit(call, "payment_method.detached", detached, {"customer": method["customer"]})
    return detached


def _no_default_any_more(call: Call, method: StripeDict) -> None:
    customer = call.objects.get("customer", method["customer"])
    if customer["invoice_settings"]["default_payment_method"] == method["id"]:
        settings = customer["invoice_settings"] | {"default_payment_method": None}
        customer = call.objects.put(customer | {"invoice_settings": settings})
        emit(call, "customer.updated", customer, {"invoice_settings": {"default_payment_method": method["id"]}})


def list_of_customer(call: Call) -> StripeDict:
    customer = call.objects.get("customer", call.ids["customer"], "customer")
    url = f"/v1/customers/{customer['id']}/payment_methods"
    equal = {"type": call.params["type"]} if "type" in call.params else {}
    return page(call, "payment_method", url, customer=customer["id"], **equal)


def resolve(call: Call, name: str, param: str) -> StripeDict:
    """A stored payment method, or a fresh one for a test name such as `pm_card_visa`."""
    if name in cards.BY_TOKEN:
        return make(call, cards.BY_TOKEN[name])
    method = call.objects.find("payment_method", name)
    if method is None:
        raise NoSuchObject("PaymentMethod", name, param)
    return method


def card_of(call: Call, method: StripeDict) -> Card:
    return cards.BY_NUMBER[call.objects.private(method["id"])["number"]]


def make(
    call: Call,
    card: Card,
    *,
    exp_month: int = 12,
    exp_year: int | None = None,
    billing: StripeDict | None = None,
    metadata: StripeDict | None = None,
    allow_redisplay: str = "unspecified",
) -> StripeDict:
    billing = {"address": NO_ADDRESS} | (billing or {})
    return call.objects.put(
        complete(
            stripe.PaymentMethod,
            {
                "id": new_id("pm"),
                "object": "payment_method",
                "billing_details": billing,
                "card": _shown(card, exp_month, exp_year or 2034),
                "created": call.now(),
                "livemode": False,
                "metadata": metadata or {},
                "type": "card",
                "allow_redisplay": allow_redisplay,
            },
        ),
        private={"number": card.number},
    )


def _shown(card: Card, exp_month: int, exp_year: int) -> StripeDict:
    return {
        "brand": card.brand,
        "checks": {"cvc_check": "pass"},
        "country": "US",
        "display_brand": card.brand,
        "exp_month": exp_month,
        "exp_year": exp_year,
        "fingerprint": f"sandbox{card.number[-8:]}",
        "funding": "credit",
        "last4": card.last4,
        "networks": {"available": [card.brand]},
        "three_d_secure_usage": {"supported": True},
    }
