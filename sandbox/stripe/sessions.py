"""Checkout Sessions, to pay or to save a card: create, retrieve, list, line items, expire."""

import stripe

from . import amounts, checks, intents, session_items, setups
from .changes import merged_metadata
from .errors import InvalidParams, InvalidRequest, NoSuchObject, NotEmulated
from .events import emit
from .lists import first, listing, page
from .objects import StripeDict, complete, new_id
from .params import missing
from .site import Call

SHORTEST_S, LONGEST_S = 30 * 60, 24 * 3600
EMULATED = {
    "mode": ("payment", "setup"),
    "ui_mode": ("hosted_page",),
    "locale": ("auto", "en", "en-GB"),
    "submit_type": ("auto", "pay"),
}
NEEDED = {
    "payment": ("line_items", "success_url"),
    "setup": ("customer", "allowed_payment_method_types", "success_url"),
}
OF_PAYMENTS = ("line_items", "payment_intent_data", "saved_payment_method_options", "shipping_options", "submit_type")
SAME = (  # as in the request
    "allowed_payment_method_types",
    "cancel_url",
    "client_reference_id",
    "customer_email",
    "locale",
    "submit_type",
    "success_url",
)
MOST_ITEMS = 100
CLOCKS_DIFFER_S = 5  # the shop counts its half hour from its own clock, a moment before the request arrives


def create(call: Call) -> StripeDict:
    params = call.params
    _check(params)
    customer = call.objects.get("customer", params["customer"], "customer") if "customer" in params else None
    expires_at = _expiry(call)
    session = _session(call, customer, expires_at)
    return _to_save(call, session) if params["mode"] == "setup" else _to_pay(call, session)


def _check(params: StripeDict) -> None:
    if "mode" not in params:
        raise missing("mode")
    for name, values in EMULATED.items():
        if params.get(name, values[0]) not in values:
            raise NotEmulated(f"{name}={params[name]}", " or ".join(values), name)
    mode = params["mode"]
    for name in NEEDED[mode]:
        if not params.get(name):
            raise missing(name)
    if params.get("allowed_payment_method_types", ["card"]) != ["card"]:
        raise NotEmulated("this choice of allowed_payment_method_types", "card", "allowed_payment_method_types")
    for name in OF_PAYMENTS if mode == "setup" else ():
        if name in params:
            raise InvalidParams(f"`{name}` can not be used in `setup` mode.", param=name)
    checks.addresses(params)
    if len(params.get("line_items", ())) > MOST_ITEMS:
        raise InvalidParams(f"You can specify at most {MOST_ITEMS} line items.", param="line_items")
    if "customer" in params and "customer_email" in params:
        raise InvalidParams("You may only specify one of these parameters: customer, customer_email.")


def _to_pay(call: Call, session: StripeDict) -> StripeDict:
    params = call.params
    items = [session_items.line_item(call, item, place) for place, item in enumerate(params["line_items"])]
    if len({item["currency"] for item in items}) > 1:
        raise InvalidParams("All prices on a Checkout session must have the same currency.", param="line_items")
    rates = session_items.shipping_rates(call, items[0]["currency"])
    session |= _sums(items, rates)
    amounts.check(session["amount_total"], session["currency"], "line_items")
    images = [item["price_data"]["product_data"].get("images", []) for item in params["line_items"]]
    private = {"line_items": items, "images": images, "payment_intent_data": _intent_data(params)}
    return call.objects.put(complete(stripe.checkout.Session, session), private=private)


def _to_save(call: Call, session: StripeDict) -> StripeDict:
    intent = setups.make(call)
    session |= {"payment_status": "no_payment_required", "setup_intent": intent["id"]}
    redisplay = call.params.get("payment_method_data", {}).get("allow_redisplay", "always")
    return call.objects.put(complete(stripe.checkout.Session, session), private={"allow_redisplay": redisplay})


def retrieve(call: Call) -> StripeDict:
    return current(call, call.ids["session"])


def list_(call: Call) -> StripeDict:
    expire_due(call)
    equal = {name: call.params[name] for name in ("payment_intent", "customer", "status") if name in call.params}
    return page(call, "checkout.session", "/v1/checkout/sessions", **equal)


def line_items(call: Call) -> StripeDict:
    session = retrieve(call)
    items = items_of(call, session["id"])
    ids = [item["id"] for item in items]
    if (after := call.params.get("starting_after")) is not None:
        if after not in ids:
            raise NoSuchObject("line item", after, "starting_after")
        items = items[ids.index(after) + 1 :]
    return first(call, iter(items), f"/v1/checkout/sessions/{session['id']}/line_items")


def listed_items(call: Call, session_id: str) -> StripeDict:
    """The first ten, as `expand=line_items` gives them."""
    items = items_of(call, session_id)
    return listing(items[:10], f"/v1/checkout/sessions/{session_id}/line_items", len(items) > 10)


def items_of(call: Call, session_id: str) -> list[StripeDict]:
    items: list[StripeDict] = call.objects.private(session_id)["line_items"]
    return items


def expire(call: Call) -> StripeDict:
    session = retrieve(call)
    if session["status"] != "open":
        raise InvalidRequest(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of '
            f"{session['status']}."
        )
    return _expired(call, session)


def current(call: Call, session_id: str) -> StripeDict:
    """The session, expired first if its time has come."""
    session = call.objects.get("checkout.session", session_id, "session")
    if session["status"] == "open" and session["expires_at"] <= call.now():
        return _expired(call, session)
    return session


def expire_due(call: Call) -> None:
    for session in call.objects.overdue("checkout.session", call.now()):
        _expired(call, session)


def _expired(call: Call, session: StripeDict) -> StripeDict:
    if session["payment_intent"]:
        intent = call.objects.get("payment_intent", session["payment_intent"])
        intents.cancelled(call, intent, "expired")
    if session["setup_intent"]:
        setups.cancelled(call, session["setup_intent"])
    session = call.objects.put(session | {"status": "expired", "url": None})
    emit(call, "checkout.session.expired", session)
    return session


def _expiry(call: Call) -> int:
    expires_at: int = call.params.get("expires_at", call.now() + LONGEST_S)
    if expires_at < call.now() + SHORTEST_S - CLOCKS_DIFFER_S:
        raise InvalidParams(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", param="expires_at"
        )
    if expires_at > call.now() + LONGEST_S + CLOCKS_DIFFER_S:
        raise InvalidParams(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", param="expires_at"
        )
    return expires_at


def _intent_data(params: StripeDict) -> StripeDict:
    """What the payment intent will be made with; the capture method may be set for cards alone."""
    data: StripeDict = params.get("payment_intent_data", {})
    card = params.get("payment_method_options", {}).get("card", {})
    return data | {name: card[name] for name in ("capture_method",) if name in card}


def _session(call: Call, customer: StripeDict | None, expires_at: int) -> StripeDict:
    params, session_id = call.params, new_id("cs_test", 58)
    known = {
        "id": session_id,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "automatic_tax": {"enabled": False},
        "created": call.now(),
        "custom_fields": [],
        "custom_text": {},
        "customer": customer["id"] if customer else None,
        "customer_creation": None if customer else params.get("customer_creation", "if_required"),
        "customer_details": _details(params.get("customer_email") or (customer or {}).get("email")),
        "expires_at": expires_at,
        "invoice_creation": {"enabled": False, "invoice_data": {}},
        "livemode": False,
        "metadata": merged_metadata({}, params.get("metadata")),
        "mode": params["mode"],
        "payment_method_collection": "if_required",
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "saved_payment_method_options": _saving(params) if customer and params["mode"] == "payment" else None,
        "shipping_options": [],
        "status": "open",
        "ui_mode": "hosted_page",
        "url": f"{call.site.public_url}/pay/{session_id}",
    }
    return known | {name: params[name] for name in SAME if name in params}


def _sums(items: list[StripeDict], rates: list[StripeDict]) -> StripeDict:
    subtotal = sum(item["amount_total"] for item in items)
    shipping = sum(rate["fixed_amount"]["amount"] for rate in rates)
    return {
        "amount_subtotal": subtotal,
        "amount_total": subtotal + shipping,
        "currency": items[0]["currency"],
        "shipping_cost": _shipping_cost(rates[0]) if rates else None,
        "shipping_options": [_shipping_option(rate) for rate in rates],
        "total_details": {"amount_discount": 0, "amount_shipping": shipping, "amount_tax": 0},
    }


def _saving(params: StripeDict) -> StripeDict:
    wanted: StripeDict = params.get("saved_payment_method_options", {})
    return {"allow_redisplay_filters": ["always"], "payment_method_remove": "disabled"} | wanted


def _details(email: str | None) -> StripeDict | None:
    return {"email": email, "tax_exempt": "none"} if email else None


def _shipping_cost(rate: StripeDict) -> StripeDict:
    amount = rate["fixed_amount"]["amount"]
    return {"amount_subtotal": amount, "amount_tax": 0, "amount_total": amount, "shipping_rate": rate["id"]}


def _shipping_option(rate: StripeDict) -> StripeDict:
    return {"shipping_amount": rate["fixed_amount"]["amount"], "shipping_rate": rate["id"]}
