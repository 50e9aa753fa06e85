"""Charges, as far as a payment intent's `latest_charge` needs them."""

from .lists import page
from .objects import StripeDict
from .site import Call


def retrieve(call: Call) -> StripeDict:
    return call.objects.get("charge", call.ids["charge"])


def list_(call: Call) -> StripeDict:
    equal = {name: call.params[name] for name in ("payment_intent", "customer") if name in call.params}
    return page(call, "charge", "/v1/charges", **equal)
