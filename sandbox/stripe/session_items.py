"""What a checkout session sells: line items with prices of the moment, and one shipping rate."""

import stripe

from .errors import InvalidParams, NotEmulated
from .objects import StripeDict, complete, new_id
from .params import missing
from .site import Call


def line_item(call: Call, item: StripeDict, place: int) -> StripeDict:
    path = f"line_items[{place}]"
    for name in ("price_data", "quantity"):
        if name not in item:
            raise missing(f"{path}[{name}]")
    data, quantity = item["price_data"], item["quantity"]
    for name in ("product_data", "unit_amount"):
        if name not in data:
            raise missing(f"{path}[price_data][{name}]")
    if data["unit_amount"] < 0 or quantity < 1:
        param = "quantity" if quantity < 1 else "price_data][unit_amount"
        raise InvalidParams("Invalid non-negative integer", code="parameter_invalid_integer", param=f"{path}[{param}]")
    total, currency = data["unit_amount"] * quantity, data["currency"].lower()
    known = {
        "id": new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": currency,
        "description": data["product_data"]["name"],
        "metadata": {},
        "price": _price(call, data, currency),
        "quantity": quantity,
    }
    return complete(stripe.LineItem, known)


def _price(call: Call, data: StripeDict, currency: str) -> StripeDict:
    known = {
        "id": new_id("price"),
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": call.now(),
        "currency": currency,
        "livemode": False,
        "metadata": {},
        "product": new_id("prod", 14),
        "tax_behavior": "unspecified",
        "type": "one_time",
        "unit_amount": data["unit_amount"],
        "unit_amount_decimal": str(data["unit_amount"]),
    }
    return complete(stripe.Price, known)


def shipping_rates(call: Call, currency: str) -> list[StripeDict]:
    """The one rate of the session, kept so that it can be read again. With several, Stripe lets the shopper choose."""
    options = call.params.get("shipping_options", [])
    if len(options) > 1:
        raise NotEmulated("a choice of shipping options", "a single one", "shipping_options")
    for option in options:
        if "shipping_rate_data" not in option or "fixed_amount" not in option["shipping_rate_data"]:
            raise missing("shipping_options[0][shipping_rate_data][fixed_amount]")
    return [_shipping_rate(call, option["shipping_rate_data"], currency) for option in options]


def _shipping_rate(call: Call, data: StripeDict, currency: str) -> StripeDict:
    if data.get("fixed_amount", {}).get("currency", "").lower() != currency:
        raise InvalidParams("The shipping rate must have the session's currency.", param="shipping_options")
    known = {
        "id": new_id("shr"),
        "object": "shipping_rate",
        "active": False,
        "created": call.now(),
        "display_name": data["display_name"],
        "fixed_amount": data["fixed_amount"],
        "livemode": False,
        "metadata": data.get("metadata", {}),
        "tax_behavior": "unspecified",
        "type": "fixed_amount",
    }
    return call.objects.put(complete(stripe.ShippingRate, known))
