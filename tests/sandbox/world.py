"""A running outside world for tests: the sandbox on a free port, a shop that takes webhooks, the real Stripe SDK."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import stripe
import uvicorn
from litestar import Litestar, Request, Response, post
from stripe import PaymentIntent
from stripe.checkout import Session

from sandbox.outside import Settings, create_app
from tests.support.plainly import asking
from tests.support.ports import free_port

SECRET = "whsec_of_the_sandbox_tests"
CARD = {
    "email": "ada@example.org",
    "card_number": "4242 4242 4242 4242",
    "card_expiry": "12 / 34",
    "card_cvc": "123",
    "card_name": "Ada Lovelace",
}


@dataclass
class Shop:
    """Takes webhooks as the real shop does: verified by the SDK. `answers` are given first, then 200."""

    events: list[stripe.Event] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def app(self) -> Litestar:
        @post("/webhooks/stripe")
        async def take(request: Request[Any, Any, Any]) -> Response[None]:
            signature = request.headers["stripe-signature"]
            self.events.append(stripe.Webhook.construct_event(await request.body(), signature, SECRET))
            return Response(None, status_code=self.answers.pop(0) if self.answers else 200)

        return Litestar([take], openapi_config=None)

    def types(self) -> list[str]:
        return [event.type for event in self.events]


@dataclass
class World:
    base: str
    smtp_port: int
    shop: Shop
    stripe: stripe.StripeClient
    http: httpx.AsyncClient

    async def session(self, **more: Any) -> Session:
        return await self.stripe.v1.checkout.sessions.create_async(session_params() | more)  # type: ignore[arg-type]

    async def pay(self, session: Session, **typed: str) -> httpx.Response:
        assert session.url is not None
        return await self.http.post(session.url, data=CARD | typed)

    async def bought(self, **more: Any) -> PaymentIntent:
        """A purchase on the hosted page, to its end."""
        session = await self.session(**more)
        assert (await self.pay(session)).status_code == 303
        expand = {"expand": ["payment_intent"]}
        session = await self.stripe.v1.checkout.sessions.retrieve_async(session.id, expand)  # type: ignore[arg-type]
        assert isinstance(session.payment_intent, PaymentIntent)
        return session.payment_intent

    async def control(self, **order: Any) -> Any:
        answer = await self.http.post(f"{self.base}/stripe/_control", json=order)
        assert answer.status_code == 200, answer.text
        return answer.json()


def session_params() -> dict[str, Any]:
    return {
        "mode": "payment",
        "success_url": "http://shop.example/checkout/return?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.example/cart",
        "line_items": [
            {
                "quantity": 2,
                "price_data": {"currency": "eur", "unit_amount": 1500, "product_data": {"name": "Mug"}},
            }
        ],
    }


def sdk(base: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        "sk_test_of_the_tests", base_addresses={"api": base}, http_client=stripe.HTTPXClient(), max_network_retries=0
    )


@asynccontextmanager
async def outside_world(home: Path, shop: Shop | None = None) -> AsyncIterator[World]:
    shop = shop or Shop()
    async with AsyncExitStack() as stack:
        shop_url = await stack.enter_async_context(served(lambda _: shop.app()))
        smtp_port = free_port()

        def app(address: str) -> Litestar:
            return create_app(Settings(0, smtp_port, shop_url, home, SECRET, address))

        base = await stack.enter_async_context(served(app))
        http = await stack.enter_async_context(asking())
        client = sdk(f"{base}/stripe")
        stack.push_async_callback(client._requestor._client.close_async)  # type: ignore[union-attr]
        yield World(base, smtp_port, shop, client, http)


@asynccontextmanager
async def served(make_app: Callable[[str], Litestar]) -> AsyncIterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            make_app(address), log_level="critical", timeout_graceful_shutdown=1, timeout_keep_alive=75
        )
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        await until(lambda: server.started or running.done())
        try:
            yield address
        finally:
            server.should_exit = True
            await running


async def until(true: Callable[[], bool | Awaitable[bool]], seconds: float = 10) -> None:
    """Waits for something another task does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        said = true()
        if said if isinstance(said, bool) else await said:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"not so within {seconds} s")
