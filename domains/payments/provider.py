"""All that is said to Stripe and heard from it. Nothing else speaks to Stripe."""

import asyncio
import logging
from datetime import datetime
from typing import Any, cast

import stripe
from stripe.params import CustomerCreateParams, CustomerUpdateParams, RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from domains.shared.money import Money
from domains.shared.settings import settings

from .amounts import from_stripe, to_stripe
from .connection import LITTLE_PATIENCE, MUCH_PATIENCE, Refused, ask
from .errors import BadSignature
from .news import (
    EventNews,
    IntentNews,
    PaymentMethod,
    RefundNews,
    SessionNews,
    event_news,
    id_of,
    method_news,
    plain,
    refund_news,
    session_news,
)

log = logging.getLogger(__name__)

PAGE = 100
HEARD = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.succeeded",
    "payment_intent.processing",
    "payment_intent.canceled",
    "charge.refunded",
    "refund.created",
    "refund.updated",
    "refund.failed",
)


async def open_session(request: dict[str, Any], key: str) -> SessionNews:
    params = cast(SessionCreateParams, request)
    options: stripe.RequestOptions = {"idempotency_key": key}
    return session_news(await ask(lambda client: client.v1.checkout.sessions.create_async(params, options)))


async def read_session(session_id: str) -> SessionNews | None:
    """None when Stripe has no such session: its data or our key was replaced."""
    expanded = cast(Any, {"expand": ["payment_intent"]})
    try:
        return session_news(await ask(lambda client: client.v1.checkout.sessions.retrieve_async(session_id, expanded)))
    except Refused as refusal:
        if refusal.unknown:
            return None
        raise


async def find_session(attempt_id: str, since: datetime) -> SessionNews | None:
    """The session of an attempt whose answer never reached us."""

    async def search(client: stripe.StripeClient) -> SessionNews | None:
        created = {"gte": int(since.timestamp()) - 60, "lte": int(since.timestamp()) + 3600}
        page = await client.v1.checkout.sessions.list_async(cast(Any, {"created": created, "limit": PAGE}))
        async for session in page.auto_paging_iter():
            if (session.metadata or {}) and plain(session.metadata).get("attempt_id") == attempt_id:
                return session_news(session)
        return None

    return await ask(search)


async def expire_session(session_id: str) -> None:
    """Close the page. Where Stripe will not, it is closed already: by its time or by a payment."""
    try:
        await ask(lambda client: client.v1.checkout.sessions.expire_async(session_id))
    except Refused as refusal:
        log.info("stripe.session_not_expired session=%s why=%s", session_id, refusal)


async def send_refund(payment_intent_id: str, amount: Money, metadata: dict[str, str], key: str) -> RefundNews:
    params: RefundCreateParams = {
        "payment_intent": payment_intent_id,
        "amount": to_stripe(amount.amount, amount.currency),
        "reason": "requested_by_customer",
        "metadata": metadata,
    }
    options: stripe.RequestOptions = {"idempotency_key": key}
    return refund_news(await ask(lambda client: client.v1.refunds.create_async(params, options)))


async def refunds_of(payment_intent_id: str) -> list[RefundNews]:
    async def read(client: stripe.StripeClient) -> list[RefundNews]:
        page = await client.v1.refunds.list_async({"payment_intent": payment_intent_id, "limit": PAGE})
        return [refund_news(refund) async for refund in page.auto_paging_iter()]

    return await ask(read)


async def owner_of(payment_intent_id: str) -> dict[str, str]:
    """The metadata we gave a payment intent: whose it is. Nobody's where Stripe has none such."""
    try:
        intent = await ask(lambda client: client.v1.payment_intents.retrieve_async(payment_intent_id))
    except Refused as refusal:
        if refusal.unknown:
            return {}
        raise
    return plain(intent.metadata)


async def taken_since(since: datetime, shop: str) -> list[IntentNews]:
    """Every payment intent of this shop that took money, with what was given back."""

    async def read(client: stripe.StripeClient) -> list[IntentNews]:
        created = {"gte": int(since.timestamp()) - 60}
        intents = await client.v1.payment_intents.list_async(cast(Any, {"created": created, "limit": PAGE}))
        returned: dict[str, int] = {}
        refunds = await client.v1.refunds.list_async(cast(Any, {"created": created, "limit": PAGE}))
        async for refund in refunds.auto_paging_iter():
            if refund.status == "succeeded" and refund.payment_intent:
                intent_id = id_of(refund.payment_intent)
                returned[intent_id] = returned.get(intent_id, 0) + refund.amount
        return [
            _taken(intent, returned.get(intent.id, 0))
            async for intent in intents.auto_paging_iter()
            if plain(intent.metadata).get("shop") == shop and intent.amount_received
        ]

    return await ask(read, MUCH_PATIENCE)


def _taken(intent: stripe.PaymentIntent, returned: int) -> IntentNews:
    currency = intent.currency.upper()
    captured, refunded = from_stripe(intent.amount_received, currency), from_stripe(returned, currency)
    return IntentNews(intent.id, captured, refunded, currency, plain(intent.metadata))


async def events_since(since: datetime) -> list[EventNews]:
    async def read(client: stripe.StripeClient) -> list[EventNews]:
        created = {"gte": int(since.timestamp())}
        wanted = {"created": created, "types": list(HEARD), "limit": PAGE}
        page = await client.v1.events.list_async(cast(Any, wanted))
        return [event_news(event) async for event in page.auto_paging_iter()]

    return await ask(read, MUCH_PATIENCE)


async def create_customer(email: str, metadata: dict[str, str], key: str) -> str:
    """Its id at Stripe."""
    options: stripe.RequestOptions = {"idempotency_key": key}
    params: CustomerCreateParams = {"email": email, "metadata": metadata}
    return (await ask(lambda client: client.v1.customers.create_async(params, options), LITTLE_PATIENCE)).id


async def find_customers(email: str, customer_id: str) -> list[str]:
    """Those made for this person whose ids may never have reached us."""

    async def search(client: stripe.StripeClient) -> list[str]:
        page = await client.v1.customers.list_async({"email": email, "limit": PAGE})
        found = [each async for each in page.auto_paging_iter()]
        return [each.id for each in found if plain(each.metadata).get("customer_id") == customer_id]

    return await ask(search, LITTLE_PATIENCE)


async def rename_customer(stripe_id: str, email: str) -> None:
    """Where Stripe will not, they are not there any more."""
    try:
        await ask(lambda client: client.v1.customers.update_async(stripe_id, {"email": email}))
    except Refused as refusal:
        log.info("stripe.customer_not_renamed customer=%s why=%s", stripe_id, refusal)


async def delete_customer(stripe_id: str) -> None:
    """With every card that Stripe keeps for them. Who is deleted already is deleted."""
    try:
        await ask(lambda client: client.v1.customers.delete_async(stripe_id))
    except Refused as refusal:
        if not refusal.unknown:
            raise


async def saving_page(request: dict[str, Any]) -> str:
    """The address of Stripe's page on which a card is saved."""
    params = cast(SessionCreateParams, request)
    return str((await ask(lambda client: client.v1.checkout.sessions.create_async(params))).url)


async def methods_of(stripe_id: str) -> list[PaymentMethod] | None:
    """Newest first. None when Stripe has no such customer any more."""

    async def read(client: stripe.StripeClient) -> list[PaymentMethod] | None:
        customer, page = await asyncio.gather(
            client.v1.customers.retrieve_async(stripe_id),
            client.v1.customers.payment_methods.list_async(stripe_id, {"limit": PAGE}),
        )
        if getattr(customer, "deleted", False):
            return None
        default = customer.invoice_settings.default_payment_method if customer.invoice_settings else None
        return [method_news(each, id_of(default) if default else "") async for each in page.auto_paging_iter()]

    try:
        return await ask(read)
    except Refused as refusal:
        if refusal.unknown:
            return None
        raise


async def set_default(stripe_id: str, method_id: str) -> None:
    chosen: CustomerUpdateParams = {"invoice_settings": {"default_payment_method": method_id}}
    await ask(lambda client: client.v1.customers.update_async(stripe_id, chosen))


async def detach(method_id: str) -> None:
    """What is detached already is detached."""
    try:
        await ask(lambda client: client.v1.payment_methods.detach_async(method_id))
    except Refused as refusal:
        log.info("stripe.method_not_detached method=%s why=%s", method_id, refusal)


async def ping() -> None:
    """Stripe answers, with our key. PaymentUnavailable otherwise."""
    await ask(lambda client: client.v1.events.list_async({"limit": 1}))


def verify(raw: bytes, signature: str) -> EventNews:
    """STRIPE_WEBHOOK_SECRET may hold two secrets, separated by a comma, while one is being replaced."""
    for secret in settings().stripe_webhook_secret.split(","):
        try:
            return event_news(stripe.Webhook.construct_event(raw, signature, secret.strip()))
        except (ValueError, stripe.SignatureVerificationError):
            continue
    raise BadSignature
