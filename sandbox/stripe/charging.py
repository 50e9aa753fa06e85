"""What happens between a card and its bank: authorise, decline, ask for 3-D Secure, capture."""

from typing import Any

import stripe

from . import payment_methods
from .errors import CardError, NotEmulated
from .events import emit
from .objects import StripeDict, complete, new_id
from .site import Call

HOLD_S = 7 * 24 * 3600
UNAUTHENTICATED = "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again."  # noqa: E501 (Stripe's words)
NEEDS_AUTHENTICATION = "Your card was declined. This transaction requires authentication."


def charge(
    call: Call, intent: StripeDict, method: StripeDict, *, off_session: bool, return_url: str | None
) -> StripeDict:
    """Tries the card: the intent becomes succeeded, requires_capture or requires_action; a decline is a CardError."""
    card = payment_methods.card_of(call, method)
    if card.decline:
        raise decline(call, intent, method, *card.decline)
    if card.challenge and off_session:
        refusal = ("authentication_required", "authentication_required", NEEDS_AUTHENTICATION)
        raise decline(call, intent, method, *refusal)
    if card.challenge:
        return _challenge(call, intent, method, return_url)
    return authorise(call, intent, method)


def authorise(call: Call, intent: StripeDict, method: StripeDict) -> StripeDict:
    manual = intent["capture_method"] == "manual"
    taken = _charge_object(call, intent, method, captured=not manual)
    call.objects.put(taken)
    amount = intent["amount"]
    paid = call.objects.put(
        intent
        | {
            "status": "requires_capture" if manual else "succeeded",
            "amount_capturable": amount if manual else 0,
            "amount_received": 0 if manual else amount,
            "latest_charge": taken["id"],
            "payment_method": method["id"],
            "next_action": None,
            "last_payment_error": None,
        }
    )
    if intent["customer"] and intent["setup_future_usage"]:
        payment_methods.keep(call, method, intent["customer"])
    emit(call, "charge.succeeded", taken)
    emit(call, "payment_intent.amount_capturable_updated" if manual else "payment_intent.succeeded", paid)
    return paid


def decline(
    call: Call, intent: StripeDict, method: StripeDict, code: str, decline_code: str | None, message: str
) -> CardError:
    """Keeps the failed charge on the intent and returns the error to raise."""
    failed = _charge_object(call, intent, method, captured=False, failure=(code, decline_code, message))
    call.objects.put(failed)
    reason = {"charge": failed["id"], "code": code, "decline_code": decline_code, "message": message}
    _failed(call, intent, method, {**reason, "type": "card_error"}, failed["id"])
    emit(call, "charge.failed", failed)
    return CardError(**reason, payment_intent=call.objects.get("payment_intent", intent["id"]), payment_method=method)


def fail_authentication(call: Call, intent: StripeDict) -> None:
    method = call.objects.get("payment_method", intent["payment_method"])
    reason = {"code": "payment_intent_authentication_failure", "message": UNAUTHENTICATED}
    _failed(call, intent, method, {**reason, "type": "invalid_request_error"}, intent["latest_charge"])


def capture(call: Call, intent: StripeDict, amount: int) -> StripeDict:
    """Takes `amount` minor units of what is held and lets the bank release the rest."""
    taken = call.objects.get("charge", intent["latest_charge"])
    taken = call.objects.put(taken | {"captured": True, "amount_captured": amount})
    paid = {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
    intent = call.objects.put(intent | paid)
    emit(call, "charge.captured", taken, {"captured": False, "amount_captured": 0})
    emit(call, "payment_intent.succeeded", intent)
    return intent


def release(call: Call, intent: StripeDict) -> None:
    """Gives an uncaptured hold back: Stripe shows it as a refunded charge, though no money ever moved."""
    held = call.objects.get("charge", intent["latest_charge"])
    freed = call.objects.put(held | {"refunded": True, "amount_refunded": held["amount"]})
    emit(call, "charge.refunded", freed, {"refunded": False, "amount_refunded": 0})


def _failed(call: Call, intent: StripeDict, method: StripeDict, reason: StripeDict, charge_id: str | None) -> None:
    error = complete(stripe.PaymentIntent.LastPaymentError, {**reason, "payment_method": method})
    failed = call.objects.put(
        intent
        | {
            "status": "requires_payment_method",
            "last_payment_error": error,
            "latest_charge": charge_id,
            "payment_method": None,
            "next_action": None,
        }
    )
    emit(call, "payment_intent.payment_failed", failed)


def _challenge(call: Call, intent: StripeDict, method: StripeDict, return_url: str | None) -> StripeDict:
    if return_url is None:
        raise NotEmulated("3-D Secure through Stripe.js", "the redirect to a return_url", "return_url")
    redirect = {"url": f"{call.site.public_url}/authenticate/{intent['id']}", "return_url": return_url}
    action = {"type": "redirect_to_url", "redirect_to_url": redirect}
    waiting = call.objects.put(
        intent
        | {
            "status": "requires_action",
            "payment_method": method["id"],
            "next_action": complete(stripe.PaymentIntent.NextAction, action),
            "last_payment_error": None,
        },
        private={"return_url": return_url},
    )
    emit(call, "payment_intent.requires_action", waiting)
    return waiting


def _charge_object(
    call: Call,
    intent: StripeDict,
    method: StripeDict,
    *,
    captured: bool,
    failure: tuple[str, str | None, str] | None = None,
) -> StripeDict:
    copied = ("currency", "customer", "description", "metadata", "receipt_email", "shipping", "transfer_group")
    code, decline_code, message = failure or (None, None, None)
    known: dict[str, Any] = {
        "id": new_id("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if captured else 0,
        "amount_refunded": 0,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": intent["statement_descriptor"],
        "captured": captured,
        "created": call.now(),
        "disputed": False,
        "failure_code": code,
        "failure_message": message,
        "fraud_details": {},
        "livemode": False,
        "outcome": _outcome(decline_code or code),
        "paid": failure is None,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": _details(call, intent, method, held=failure is None and not captured),
        "refunded": False,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": "failed" if failure else "succeeded",
    }
    return complete(stripe.Charge, known | {name: intent[name] for name in copied})


def _outcome(reason: str | None) -> StripeDict:
    if reason is None:
        told = {"network_status": "approved_by_network", "type": "authorized", "seller_message": "Payment complete."}
    else:
        told = {"network_status": "declined_by_network", "type": "issuer_declined", "reason": reason}
    return {"risk_level": "normal", **told}


def _details(call: Call, intent: StripeDict, method: StripeDict, *, held: bool) -> StripeDict:
    shown = {name: method["card"][name] for name in ("brand", "country", "exp_month", "exp_year", "fingerprint")}
    shown |= {"last4": method["card"]["last4"], "funding": "credit", "network": method["card"]["brand"]}
    shown |= {"amount_authorized": intent["amount"], "checks": {"cvc_check": "pass"}}
    shown |= {"capture_before": call.now() + HOLD_S} if held else {}
    return {"type": "card", "card": shown}
