"""The line to Stripe: one client per event loop, behind a circuit. Nobody holds a lock while speaking on it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import stripe

from domains.shared.away import words
from domains.shared.breakers import CircuitOpen, circuit
from domains.shared.loops import PerLoop
from domains.shared.settings import settings

from .errors import PaymentUnavailable

T = TypeVar("T")
log = logging.getLogger(__name__)

TIMEOUT = 8.0  # seconds per request; Stripe's own tail is far below
PATIENCE = 12.0  # seconds for a call with its retry: the visitor's request ends at 15
LITTLE_PATIENCE = 3.0  # for what comes before that call, and can be done without
MUCH_PATIENCE = 300.0  # for long lists, which no visitor waits for
FAILURES, REST = 3, 15.0


class Refused(Exception):
    """Stripe understood the request and will not do it; `code` is Stripe's word for why."""

    def __init__(self, message: str, code: str | None) -> None:
        super().__init__(message)
        self.code = code

    @property
    def unknown(self) -> bool:
        """Stripe has no such thing."""
        return self.code == "resource_missing"


class Unclear(PaymentUnavailable):
    """Stripe broke while doing it, and keeps that answer under the idempotency key: only a new key gets further."""


async def ask(question: Callable[[stripe.StripeClient], Awaitable[T]], patience: float = PATIENCE) -> T:
    """One question behind the circuit. What Stripe refuses is an answer and says nothing against Stripe."""
    try:
        async with circuit("stripe", failures=FAILURES, rest=REST), asyncio.timeout(patience):
            try:
                return await question(_client())
            except (stripe.InvalidRequestError, stripe.CardError, stripe.IdempotencyError) as error:
                refusal = error
    except CircuitOpen as error:
        raise PaymentUnavailable("Stripe did not answer of late, and is asked again in some seconds") from error
    except (stripe.StripeError, TimeoutError) as error:
        log.warning("stripe.away error=%s", type(error).__name__)
        broke = isinstance(error, stripe.APIError) and (error.http_status or 0) >= 500
        raise (Unclear if broke else PaymentUnavailable)(_cause(error)) from error
    raise Refused(refusal.user_message or str(refusal), refusal.code) from refusal


def _cause(error: Exception) -> str:
    said = words(error.__cause__ if isinstance(error, stripe.APIConnectionError) and error.__cause__ else error)
    return f"Stripe at {settings().stripe_api_base or 'https://api.stripe.com'} does not serve us: {said}"


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


async def disconnect() -> None:
    client = _transport.pop()
    _client.pop()
    if client is not None:
        await client.close_async()  # type: ignore[no-untyped-call]  # the SDK leaves it so
