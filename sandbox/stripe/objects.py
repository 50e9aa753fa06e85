"""Stripe's objects as plain dicts, each completed to all the fields its SDK class annotates."""

import secrets
import string
import types
import typing
from typing import Any

import stripe

StripeDict = dict[str, Any]  # JSON as Stripe writes it; its shape is checked by the contract test, not by mypy

_ALPHABET = string.ascii_letters + string.digits

# Fields that Stripe leaves out instead of sending null: given only when expanded or when they apply.
ABSENT_UNLESS_SET = {
    "deleted",
    "PaymentIntent.source",
    "Session.line_items",
    "Session.client_secret",
    "Charge.refunds",
    "Charge.level3",
    "Customer.cash_balance",
    "Customer.sources",
    "Customer.subscriptions",
    "Customer.tax",
    "Customer.tax_ids",
    "Price.currency_options",
    "Price.tiers",
    "LineItem.discounts",
    "LineItem.taxes",
    "Product.default_price",
    "Data.previous_attributes",
}
# Objects with one hash per payment method or kind, of which only the one in use is sent.
ONE_OF_MANY = {"PaymentMethod", "PaymentMethodDetails", "PaymentMethodOptions", "NextAction", "DestinationDetails"}


def new_id(prefix: str, length: int = 24) -> str:
    return f"{prefix}_{''.join(secrets.choice(_ALPHABET) for _ in range(length))}"


def complete(cls: type, known: StripeDict) -> StripeDict:
    """`known` with the nullable fields of `cls` that are missing as null; one that may not be null must be there."""
    fields = {name: note for name, note in cls.__annotations__.items() if name != "OBJECT_NAME"}
    unknown = known.keys() - fields.keys()
    if unknown:
        raise TypeError(f"{cls.__qualname__} has no {', '.join(sorted(unknown))}")
    done: StripeDict = {}
    for name, note in fields.items():
        if name in known:
            done[name] = _completed(note, known[name])
        elif not is_nullable(note):
            raise TypeError(f"{cls.__qualname__}.{name} is required")
        elif not left_out(cls, name, note):
            done[name] = None
    return done


def left_out(cls: type, name: str, note: Any) -> bool:
    """Whether Stripe omits this field rather than sending null."""
    if name in ABSENT_UNLESS_SET or f"{cls.__name__}.{name}" in ABSENT_UNLESS_SET:
        return True
    return cls.__name__ in ONE_OF_MANY and nested_class(note) is not None


def is_nullable(note: Any) -> bool:
    return type(None) in typing.get_args(note)


def nested_class(note: Any) -> type | None:
    """The SDK's class of a nested hash, or None for plain values, other API objects and free-form maps."""
    for option in typing.get_args(note) if _is_union(note) else (note,):
        plain = isinstance(option, type) and issubclass(option, stripe.StripeObject)
        if plain and typing.get_origin(option) is None and not hasattr(option, "OBJECT_NAME"):
            return typing.cast(type, option)
    return None


def _completed(note: Any, value: Any) -> Any:
    nested = nested_class(note)
    return complete(nested, value) if nested and isinstance(value, dict) else value


def _is_union(note: Any) -> bool:
    return typing.get_origin(note) in (typing.Union, types.UnionType)
