"""What a hosted page shows of its session: goods, sums, saved cards, and what went wrong last."""

from . import paying, sessions
from .amounts import shown
from .objects import StripeDict
from .site import Call

CARDS_TO_TRY = (
    ("4242 4242 4242 4242", "succeeds"),
    ("4000 0025 0000 3155", "asks for 3-D Secure"),
    ("4000 0000 0000 0002", "is declined"),
    ("4000 0000 0000 9995", "has insufficient funds"),
)
NOT_AUTHENTICATED = "We are unable to authenticate your payment method. Please choose a different one and try again."


def page(call: Call, session: StripeDict) -> StripeDict:
    known = {
        "shop": call.site.shop_name,
        "session": session,
        "fixed_email": fixed_email(call, session),
        "cards": CARDS_TO_TRY,
    }
    return known if session["mode"] == "setup" else known | _purchase(call, session)


def fixed_email(call: Call, session: StripeDict) -> str | None:
    """The address that the shop or its customer gave: nobody types another."""
    customer = call.objects.find("customer", session["customer"]) if session["customer"] else None
    email: str | None = session["customer_email"] or (customer or {}).get("email")
    return email


def last_failure(call: Call, session: StripeDict) -> str | None:
    if session["setup_intent"]:
        error = call.objects.get("setup_intent", session["setup_intent"])["last_setup_error"]
    elif session["payment_intent"]:
        error = call.objects.get("payment_intent", session["payment_intent"])["last_payment_error"]
    else:
        return None
    if error and (error["code"] or "").endswith("_intent_authentication_failure"):
        return NOT_AUTHENTICATED
    return error["message"] if error else None


def _purchase(call: Call, session: StripeDict) -> StripeDict:
    return {
        "items": _items(call, session),
        "shipping": _shipping(call, session),
        "total": shown(session["amount_total"], session["currency"]),
        "saved": paying.offered(call, session),
        "may_save": paying.may_save(session),
    }


def _items(call: Call, session: StripeDict) -> list[StripeDict]:
    images = call.objects.private(session["id"])["images"]
    return [
        {
            "name": item["description"],
            "quantity": item["quantity"],
            "each": shown(item["price"]["unit_amount"], item["currency"]),
            "total": shown(item["amount_total"], item["currency"]),
            "image": next(iter(pictures), None),
        }
        for item, pictures in zip(sessions.items_of(call, session["id"]), images, strict=True)
    ]


def _shipping(call: Call, session: StripeDict) -> StripeDict | None:
    cost = session["shipping_cost"]
    if cost is None:
        return None
    rate = call.objects.get("shipping_rate", cost["shipping_rate"])
    return {"name": rate["display_name"], "total": shown(cost["amount_total"], session["currency"])}
