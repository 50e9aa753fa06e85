"""Refunds: never more than was captured, each told to the shop."""

import stripe

from . import amounts
from .changes import changed, merged_metadata
from .errors import InvalidParams, InvalidRequest
from .events import emit
from .lists import page
from .objects import StripeDict, complete, new_id
from .params import missing
from .site import Call


def create(call: Call) -> StripeDict:
    charge = _charge(call)
    left = charge["amount_captured"] - charge["amount_refunded"]
    if left == 0:
        raise InvalidRequest(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = call.params.get("amount", left)
    if amount < 1:
        raise InvalidParams("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount > left:
        asked, kept = amounts.words(amount, charge["currency"]), amounts.words(left, charge["currency"])
        raise InvalidRequest(
            f"Refund amount ({asked}) is greater than unrefunded amount on charge ({kept})", param="amount"
        )
    refund = call.objects.put(_refund(call, charge, amount))
    refunded = charge["amount_refunded"] + amount
    before = {name: charge[name] for name in ("amount_refunded", "refunded")}
    whole = refunded == charge["amount_captured"]
    charge = call.objects.put(charge | {"amount_refunded": refunded, "refunded": whole})
    emit(call, "refund.created", refund)
    emit(call, "charge.refunded", charge, before)
    return refund


def retrieve(call: Call) -> StripeDict:
    return call.objects.get("refund", call.ids["refund"])


def update(call: Call) -> StripeDict:
    refund, previous = changed(retrieve(call), call.params, ())
    call.objects.put(refund)
    emit(call, "refund.updated", refund, previous)
    return refund


def list_(call: Call) -> StripeDict:
    equal = {name: call.params[name] for name in ("payment_intent", "charge") if name in call.params}
    return page(call, "refund", "/v1/refunds", **equal)


def _charge(call: Call) -> StripeDict:
    if ("charge" in call.params) == ("payment_intent" in call.params):
        if "charge" in call.params:
            raise InvalidParams("You may only specify one of these parameters: charge, payment_intent.")
        raise missing("payment_intent")
    if "charge" in call.params:
        charge = call.objects.get("charge", call.params["charge"], "charge")
    else:
        intent = call.objects.get("payment_intent", call.params["payment_intent"], "payment_intent")
        if intent["status"] != "succeeded":
            raise InvalidRequest(
                f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
                param="payment_intent",
            )
        charge = call.objects.get("charge", intent["latest_charge"])
    if not charge["captured"]:
        raise InvalidRequest(
            f"Charge {charge['id']} was not captured; cancel its PaymentIntent instead.", param="charge"
        )
    return charge


def _refund(call: Call, charge: StripeDict, amount: int) -> StripeDict:
    destination = {
        "type": "card",
        "card": {"type": "refund", "reference_status": "pending", "reference_type": "acquirer_reference_number"},
    }
    return complete(
        stripe.Refund,
        {
            "id": new_id("re"),
            "object": "refund",
            "amount": amount,
            "charge": charge["id"],
            "created": call.now(),
            "currency": charge["currency"],
            "customer": charge["customer"],
            "destination_details": destination,
            "metadata": merged_metadata({}, call.params.get("metadata")),
            "payment_intent": charge["payment_intent"],
            "payment_method": charge["payment_method"],
            "reason": call.params.get("reason"),
            "status": "succeeded",
        },
    )
