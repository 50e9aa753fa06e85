"""All that is said to Stripe and heard from it. Nothing else speaks to Stripe, and nobody holds a lock meanwhile."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

import stripe
from stripe.params import RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from domains.shared.breakers import CircuitOpen, circuit
from domains.shared.loops import PerLoop
from domains.shared.settings import settings

from .errors import BadSignature, PaymentUnavailable

T = TypeVar("T")
log = logging.getLogger(__name__)

TIMEOUT = 8.0  # seconds per request; Stripe's own tail is far below
PATIENCE = 12.0  # seconds for a call with its retry: the visitor's request ends at 15
FAILURES, REST = 3, 15.0
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


class Refused(Exception):
    """Stripe understood the request and will not do it."""


class Unclear(PaymentUnavailable):
    """Stripe broke while doing it, and keeps that answer under the idempotency key: only a new key gets further."""


@dataclass(frozen=True)
class SessionNews:
    """A checkout session as Stripe has it now, with what its payment intent says where one exists."""

    id: str
    status: str | None
    url: str | None
    amount: int
    currency: str
    metadata: dict[str, str]
    payment_intent_id: str | None
    payment_status: str | None
    received: int
    failure: str | None


@dataclass(frozen=True)
class RefundNews:
    id: str
    status: str
    amount: int
    metadata: dict[str, str]
    failure: str | None


@dataclass(frozen=True)
class IntentNews:
    """What Stripe took for a payment intent and gave back, in minor units."""

    id: str
    captured: int
    refunded: int
    currency: str
    metadata: dict[str, str]


@dataclass(frozen=True)
class EventNews:
    id: str
    type: str
    object_id: str
    payment_intent_id: str | None
    metadata: dict[str, str]
    happened_at: datetime


async def open_session(request: dict[str, Any], key: str) -> SessionNews:
    params = cast(SessionCreateParams, request)
    options: stripe.RequestOptions = {"idempotency_key": key}
    return _session(await _ask(lambda client: client.v1.checkout.sessions.create_async(params, options)))


async def read_session(session_id: str) -> SessionNews:
    expanded = {"expand": ["payment_intent"]}
    return _session(
        await _ask(lambda client: client.v1.checkout.sessions.retrieve_async(session_id, cast(Any, expanded)))
    )


async def find_session(attempt_id: str, since: datetime) -> SessionNews | None:
    """The session of an attempt whose answer never reached us."""

    async def search(client: stripe.StripeClient) -> SessionNews | None:
        created = {"gte": int(since.timestamp()) - 60, "lte": int(since.timestamp()) + 3600}
        page = await client.v1.checkout.sessions.list_async(cast(Any, {"created": created, "limit": PAGE}))
        async for session in page.auto_paging_iter():
            if (session.metadata or {}) and _plain(session.metadata).get("attempt_id") == attempt_id:
                return _session(session)
        return None

    return await _ask(search)


async def expire_session(session_id: str) -> None:
    """Close the page. Where Stripe will not, it is closed already: by its time or by a payment."""
    try:
        await _ask(lambda client: client.v1.checkout.sessions.expire_async(session_id))
    except Refused as refusal:
        log.info("stripe.session_not_expired session=%s why=%s", session_id, refusal)


async def send_refund(payment_intent_id: str, amount: int, metadata: dict[str, str], key: str) -> RefundNews:
    params: RefundCreateParams = {
        "payment_intent": payment_intent_id,
        "amount": amount,
        "reason": "requested_by_customer",
        "metadata": metadata,
    }
    options: stripe.RequestOptions = {"idempotency_key": key}
    return _refund(await _ask(lambda client: client.v1.refunds.create_async(params, options)))


async def refunds_of(payment_intent_id: str) -> list[RefundNews]:
    async def read(client: stripe.StripeClient) -> list[RefundNews]:
        page = await client.v1.refunds.list_async({"payment_intent": payment_intent_id, "limit": PAGE})
        return [_refund(refund) async for refund in page.auto_paging_iter()]

    return await _ask(read)


async def owner_of(payment_intent_id: str) -> dict[str, str]:
    """The metadata we gave a payment intent: whose it is."""
    intent = await _ask(lambda client: client.v1.payment_intents.retrieve_async(payment_intent_id))
    return _plain(intent.metadata)


async def taken_since(since: datetime, shop: str) -> list[IntentNews]:
    """Every payment intent of this shop that took money, with what was given back."""

    async def read(client: stripe.StripeClient) -> list[IntentNews]:
        created = {"gte": int(since.timestamp()) - 60}
        intents = await client.v1.payment_intents.list_async(cast(Any, {"created": created, "limit": PAGE}))
        returned: dict[str, int] = {}
        refunds = await client.v1.refunds.list_async(cast(Any, {"created": created, "limit": PAGE}))
        async for refund in refunds.auto_paging_iter():
            if refund.status != "failed" and refund.payment_intent:
                intent_id = _id(refund.payment_intent)
                returned[intent_id] = returned.get(intent_id, 0) + refund.amount
        return [
            IntentNews(
                intent.id,
                intent.amount_received,
                returned.get(intent.id, 0),
                intent.currency.upper(),
                _plain(intent.metadata),
            )
            async for intent in intents.auto_paging_iter()
            if _plain(intent.metadata).get("shop") == shop and intent.amount_received
        ]

    return await _ask(read)


async def events_since(since: datetime) -> list[EventNews]:
    async def read(client: stripe.StripeClient) -> list[EventNews]:
        created = {"gte": int(since.timestamp())}
        wanted = {"created": created, "types": list(HEARD), "limit": PAGE}
        page = await client.v1.events.list_async(cast(Any, wanted))
        return [_event(event) async for event in page.auto_paging_iter()]

    return await _ask(read)


async def ping() -> None:
    """Stripe answers, with our key. PaymentUnavailable otherwise."""
    await _ask(lambda client: client.v1.events.list_async({"limit": 1}))


def verify(raw: bytes, signature: str) -> EventNews:
    """STRIPE_WEBHOOK_SECRET may hold two secrets, separated by a comma, while one is being replaced."""
    for secret in settings().stripe_webhook_secret.split(","):
        try:
            return _event(stripe.Webhook.construct_event(raw, signature, secret.strip()))
        except (ValueError, stripe.SignatureVerificationError):
            continue
    raise BadSignature


async def disconnect() -> None:
    client = _transport.pop()
    _client.pop()
    if client is not None:
        await client.close_async()  # type: ignore[no-untyped-call]  # the SDK leaves it so


async def _ask(question: Callable[[stripe.StripeClient], Awaitable[T]]) -> T:
    """One question behind the circuit. What Stripe refuses is an answer and says nothing against Stripe."""
    try:
        async with circuit("stripe", failures=FAILURES, rest=REST), asyncio.timeout(PATIENCE):
            try:
                return await question(_client())
            except (stripe.InvalidRequestError, stripe.CardError, stripe.IdempotencyError) as error:
                refusal = error
    except CircuitOpen as error:
        raise PaymentUnavailable from error
    except (stripe.StripeError, TimeoutError) as error:
        log.warning("stripe.away error=%s", type(error).__name__)
        broke = isinstance(error, stripe.APIError) and (error.http_status or 0) >= 500
        raise (Unclear() if broke else PaymentUnavailable()) from error
    raise Refused(refusal.user_message or str(refusal)) from refusal


_transport: PerLoop[stripe.HTTPXClient] = PerLoop(lambda: stripe.HTTPXClient(timeout=TIMEOUT))


def _connect() -> stripe.StripeClient:
    base = settings().stripe_api_base
    return stripe.StripeClient(
        settings().stripe_secret_key,
        base_addresses={"api": base} if base else {},
        http_client=_transport(),
        max_network_retries=1,
    )


_client: PerLoop[stripe.StripeClient] = PerLoop(_connect)


def _session(session: stripe.checkout.Session) -> SessionNews:
    intent = session.payment_intent
    known = intent if isinstance(intent, stripe.PaymentIntent) else None
    error = known.last_payment_error if known else None
    return SessionNews(
        id=session.id,
        status=session.status,
        url=session.url,
        amount=session.amount_total or 0,
        currency=(session.currency or "").upper(),
        metadata=_plain(session.metadata),
        payment_intent_id=_id(intent) if intent else None,
        payment_status=known.status if known else None,
        received=known.amount_received if known else 0,
        failure=error.message if error else None,
    )


def _refund(refund: stripe.Refund) -> RefundNews:
    # `requires_action` and an absent status wait like a pending one; a cancelled refund never left
    status = {"succeeded": "succeeded", "failed": "failed", "canceled": "failed"}.get(refund.status or "", "pending")
    failure = getattr(refund, "failure_reason", None)
    return RefundNews(refund.id, status, refund.amount, _plain(refund.metadata), failure)


def _event(event: stripe.Event) -> EventNews:
    thing = _plain(event.data.object)
    intent = thing.get("id") if event.type.startswith("payment_intent.") else thing.get("payment_intent")
    return EventNews(
        id=event.id,
        type=event.type,
        object_id=str(thing.get("id") or ""),
        payment_intent_id=_id(intent) if intent else None,
        metadata={str(key): str(value) for key, value in (thing.get("metadata") or {}).items()},
        happened_at=datetime.fromtimestamp(event.created, UTC),
    )


def _plain(thing: Any) -> dict[str, Any]:
    return dict(thing.to_dict()) if isinstance(thing, stripe.StripeObject) else dict(thing or {})


def _id(reference: Any) -> str:
    """Stripe gives an id, or the whole object where it was asked to expand it."""
    return reference if isinstance(reference, str) else str(reference["id"])
