"""Every call the look-alike answers, by the names of the SDK, with the parameters it gives a true meaning."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import stripe.params as sdk
from stripe.params import checkout as sdk_checkout

from . import charges, customers, events, intents, payment_methods, refunds, sessions, setups
from .errors import NotEmulated, UnknownUrl
from .objects import StripeDict
from .site import Call

PAGE = "limit starting_after ending_before"
SHIPPING = "shipping.name shipping.phone shipping.carrier shipping.tracking_number shipping.address"
SHOWN = f"description metadata receipt_email statement_descriptor statement_descriptor_suffix transfer_group {SHIPPING}"
CONFIRMING = f"payment_method return_url off_session receipt_email setup_future_usage {SHIPPING}"
CUSTOMER = f"email name phone description metadata address preferred_locales tax_exempt {SHIPPING}"


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    run: Callable[[Call], StripeDict]
    params: type | None
    emulated: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[A-Za-z0-9_]+)", self.path))

    def refuse_the_rest(self, params: StripeDict) -> None:
        """Refuses what Stripe knows and the look-alike has no true meaning for."""
        allowed = {*self.emulated.split(), "expand"}
        for path in _paths(params):
            if not any(path == name or path.startswith(f"{name}.") for name in allowed):
                raise NotEmulated(f"the parameter {path} of {self.name}", ", ".join(sorted(allowed)), path)


def _paths(params: Any, prefix: str = "") -> list[str]:
    if isinstance(params, dict) and params:
        return [
            path for name, value in params.items() for path in _paths(value, f"{prefix}.{name}" if prefix else name)
        ]
    if isinstance(params, list) and any(isinstance(item, dict) for item in params):
        return [path for item in params for path in _paths(item, prefix)]
    return [prefix] if prefix else []


OPERATIONS = (
    Operation(
        "checkout.sessions.create", "POST", "/checkout/sessions", sessions.create, sdk_checkout.SessionCreateParams,
        "mode ui_mode success_url cancel_url client_reference_id customer customer_email customer_creation metadata "
        "expires_at locale submit_type line_items.quantity line_items.price_data.currency "
        "line_items.price_data.unit_amount line_items.price_data.product_data.name "
        "line_items.price_data.product_data.description line_items.price_data.product_data.images "
        "line_items.price_data.product_data.metadata shipping_options.shipping_rate_data.type "
        "shipping_options.shipping_rate_data.display_name shipping_options.shipping_rate_data.fixed_amount.amount "
        "shipping_options.shipping_rate_data.fixed_amount.currency shipping_options.shipping_rate_data.metadata "
        "payment_method_options.card.capture_method payment_intent_data.capture_method "
        "payment_intent_data.setup_future_usage allowed_payment_method_types payment_method_data.allow_redisplay "
        "saved_payment_method_options.payment_method_save saved_payment_method_options.allow_redisplay_filters "
        + " ".join(f"payment_intent_data.{name}" for name in SHOWN.split()),
    ),
    Operation(
        "checkout.sessions.list", "GET", "/checkout/sessions", sessions.list_, sdk_checkout.SessionListParams,
        f"{PAGE} created payment_intent customer status",
    ),
    Operation(
        "checkout.sessions.retrieve", "GET", "/checkout/sessions/{session}", sessions.retrieve,
        sdk_checkout.SessionRetrieveParams,
    ),
    Operation(
        "checkout.sessions.line_items.list", "GET", "/checkout/sessions/{session}/line_items", sessions.line_items,
        sdk_checkout.SessionLineItemListParams, "limit starting_after",
    ),
    Operation(
        "checkout.sessions.expire", "POST", "/checkout/sessions/{session}/expire", sessions.expire,
        sdk_checkout.SessionExpireParams,
    ),
    Operation(
        "payment_intents.create", "POST", "/payment_intents", intents.create, sdk.PaymentIntentCreateParams,
        f"amount currency customer capture_method confirm automatic_payment_methods {SHOWN} {CONFIRMING}",
    ),
    Operation(
        "payment_intents.list", "GET", "/payment_intents", intents.list_, sdk.PaymentIntentListParams,
        f"{PAGE} created customer",
    ),
    Operation(
        "payment_intents.retrieve", "GET", "/payment_intents/{intent}", intents.retrieve,
        sdk.PaymentIntentRetrieveParams,
    ),
    Operation(
        "payment_intents.update", "POST", "/payment_intents/{intent}", intents.update, sdk.PaymentIntentUpdateParams,
        f"amount setup_future_usage {SHOWN}",
    ),
    Operation(
        "payment_intents.confirm", "POST", "/payment_intents/{intent}/confirm", intents.confirm,
        sdk.PaymentIntentConfirmParams, CONFIRMING,
    ),
    Operation(
        "payment_intents.capture", "POST", "/payment_intents/{intent}/capture", intents.capture,
        sdk.PaymentIntentCaptureParams, "amount_to_capture metadata",
    ),
    Operation(
        "payment_intents.cancel", "POST", "/payment_intents/{intent}/cancel", intents.cancel,
        sdk.PaymentIntentCancelParams, "cancellation_reason",
    ),
    Operation(
        "setup_intents.retrieve", "GET", "/setup_intents/{intent}", setups.retrieve, sdk.SetupIntentRetrieveParams
    ),
    Operation(
        "refunds.create", "POST", "/refunds", refunds.create, sdk.RefundCreateParams,
        "payment_intent charge amount reason metadata",
    ),
    Operation(
        "refunds.list", "GET", "/refunds", refunds.list_, sdk.RefundListParams, f"{PAGE} created payment_intent charge"
    ),
    Operation("refunds.retrieve", "GET", "/refunds/{refund}", refunds.retrieve, sdk.RefundRetrieveParams),
    Operation("refunds.update", "POST", "/refunds/{refund}", refunds.update, sdk.RefundUpdateParams, "metadata"),
    Operation(
        "charges.list", "GET", "/charges", charges.list_, sdk.ChargeListParams,
        f"{PAGE} created payment_intent customer"
    ),
    Operation("charges.retrieve", "GET", "/charges/{charge}", charges.retrieve, sdk.ChargeRetrieveParams),
    Operation(
        "customers.create", "POST", "/customers", customers.create, sdk.CustomerCreateParams,
        f"{CUSTOMER} payment_method"
    ),
    Operation("customers.list", "GET", "/customers", customers.list_, sdk.CustomerListParams, f"{PAGE} created email"),
    Operation("customers.retrieve", "GET", "/customers/{customer}", customers.retrieve, sdk.CustomerRetrieveParams),
    Operation(
        "customers.update", "POST", "/customers/{customer}", customers.update, sdk.CustomerUpdateParams,
        f"{CUSTOMER} invoice_settings.default_payment_method",
    ),
    Operation("customers.delete", "DELETE", "/customers/{customer}", customers.delete, sdk.CustomerDeleteParams),
    Operation(
        "customers.payment_methods.list", "GET", "/customers/{customer}/payment_methods",
        payment_methods.list_of_customer, sdk.CustomerPaymentMethodListParams, f"{PAGE} type",
    ),
    Operation(
        "payment_methods.create", "POST", "/payment_methods", payment_methods.create, sdk.PaymentMethodCreateParams,
        "type card.token billing_details metadata",
    ),
    Operation(
        "payment_methods.retrieve", "GET", "/payment_methods/{payment_method}", payment_methods.retrieve,
        sdk.PaymentMethodRetrieveParams,
    ),
    Operation(
        "payment_methods.attach", "POST", "/payment_methods/{payment_method}/attach", payment_methods.attach,
        sdk.PaymentMethodAttachParams, "customer",
    ),
    Operation(
        "payment_methods.detach", "POST", "/payment_methods/{payment_method}/detach", payment_methods.detach,
        sdk.PaymentMethodDetachParams,
    ),
    Operation("events.list", "GET", "/events", events.list_, sdk.EventListParams, f"{PAGE} created type types"),
    Operation("events.retrieve", "GET", "/events/{event}", events.retrieve, sdk.EventRetrieveParams),
)  # fmt: skip


def find(method: str, path: str) -> tuple[Operation, dict[str, str]]:
    for operation in OPERATIONS:
        match = operation.pattern.fullmatch(path)
        if match and operation.method == method:
            return operation, match.groupdict()
    names = ", ".join(operation.name for operation in OPERATIONS)
    raise UnknownUrl(
        f"Unrecognized request URL ({method}: /v1{path}). Sandbox: only these calls are emulated: {names}."
    )
