"""Customers: create, retrieve, update, list, delete."""

import stripe

from . import checks, payment_methods
from .changes import changed
from .errors import NoSuchObject
from .events import emit
from .lists import page
from .objects import StripeDict, complete, new_id
from .site import Call

PLAIN = ("email", "name", "phone", "description", "preferred_locales", "tax_exempt")


def create(call: Call) -> StripeDict:
    checks.addresses(call.params)
    known = {
        "id": new_id("cus", 14),
        "object": "customer",
        "balance": 0,
        "created": call.now(),
        "delinquent": False,
        "invoice_prefix": new_id("X", 7)[2:].upper(),
        "invoice_settings": {},
        "livemode": False,
        "metadata": {},
        "next_invoice_sequence": 1,
        "preferred_locales": [],
        "tax_exempt": "none",
    }
    customer = _with(complete(stripe.Customer, known), call.params)[0]
    call.objects.put(customer)
    if method_id := call.params.get("payment_method"):
        payment_methods.keep(call, payment_methods.resolve(call, method_id, "payment_method"), customer["id"])
    emit(call, "customer.created", customer)
    return customer


def retrieve(call: Call) -> StripeDict:
    deleted = call.objects.find("deleted_customer", call.ids["customer"])
    return deleted | {"object": "customer"} if deleted else call.objects.get("customer", call.ids["customer"])


def update(call: Call) -> StripeDict:
    checks.addresses(call.params)
    customer = call.objects.get("customer", call.ids["customer"])
    default = call.params.get("invoice_settings", {}).get("default_payment_method")
    if default:
        method = call.objects.get("payment_method", default, "invoice_settings[default_payment_method]")
        if method["customer"] != customer["id"]:
            raise NoSuchObject("PaymentMethod", default, "invoice_settings[default_payment_method]")
    updated, previous = _with(customer, call.params)
    call.objects.put(updated)
    if previous:
        emit(call, "customer.updated", updated, previous)
    return updated


def list_(call: Call) -> StripeDict:
    equal = {"email": call.params["email"]} if "email" in call.params else {}
    return page(call, "customer", "/v1/customers", **equal)


def delete(call: Call) -> StripeDict:
    customer = call.objects.get("customer", call.ids["customer"])
    for method in list(call.objects.newest_first("payment_method", customer=customer["id"])):
        call.objects.put(method | {"customer": None})
    gone = {"id": customer["id"], "deleted": True}
    call.objects.put(gone | {"object": "deleted_customer"})
    emit(call, "customer.deleted", customer)
    return gone | {"object": "customer"}


def _with(customer: StripeDict, params: StripeDict) -> tuple[StripeDict, StripeDict]:
    after, previous = changed(customer, params, PLAIN)
    for name in ("address", "shipping", "invoice_settings"):
        if name in params:
            previous[name] = customer[name]
            after[name] = None if params[name] == "" else {**(customer[name] or {}), **params[name]}
    return complete(stripe.Customer, after), previous
