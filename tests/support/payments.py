"""Paying at the sandbox's Stripe as a shopper would, and telling the shop about it as Stripe would."""

import hashlib
import hmac
import json
import os
import time
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import httpx
import sqlalchemy as sa

from domains import payments
from domains.payments import Attempt, PayableItem, PayableOrder, PaymentMethod, ReturnUrls
from domains.shared import clock, facts
from domains.shared.ids import new_id
from domains.shared.money import Money
from tests.support.plainly import asking

Fact = TypeVar("Fact")

URLS = ReturnUrls("http://shop.example/checkout/return", "http://shop.example/checkout/cancelled")
CARD = {"email": "ada@example.org", "card_expiry": "12 / 34", "card_cvc": "123", "card_name": "Ada Lovelace"}
GOOD, DECLINED, ASKS_BANK = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0025 0000 3155"


def make_order(amount: int = 3500, *, expires_at: datetime | None = None, order_id: UUID | None = None) -> PayableOrder:
    """Two mugs and what is left to `amount` as shipping."""
    items = [PayableItem("Mug", 2, Money(1500, "EUR")), PayableItem("Shipping", 1, Money(amount - 3000, "EUR"))]
    expires_at = expires_at or clock.now() + timedelta(minutes=31)
    return PayableOrder(order_id or new_id(), "B-1001", Money(amount, "EUR"), items, "ada@example.org", expires_at)


async def start(
    order: PayableOrder | None = None, customer_id: UUID | None = None, account: str | None = None
) -> Attempt:
    return await payments.start(customer_id or new_id(), order or make_order(), URLS, anybody, account)


async def anybody(ordinal: int) -> None:
    """No order is asked whether it still wants to be paid."""


async def make_paid(order: PayableOrder | None = None) -> Attempt:
    attempt = await start(order)
    await pay(attempt)
    return await payments.settle(attempt.customer_id, attempt.id)


async def pay(attempt: Attempt, card: str = GOOD, **more: str) -> httpx.Response:
    """Fill in Stripe's page. 303 leads on, 402 is a declined card."""
    async with asking() as browser:
        return await browser.post(str(attempt.url), data={**CARD, "card_number": card, **more})


async def save_card(
    customer_id: UUID, card: str = GOOD, expiry: str = CARD["card_expiry"], *, email: str = CARD["email"]
) -> PaymentMethod:
    """On Stripe's page, as somebody does who wants to keep it."""
    page = await payments.saving_page(customer_id, email, URLS)
    async with asking() as browser:
        saved = await browser.post(page, data={**CARD, "card_number": card, "card_expiry": expiry})
    assert saved.headers["location"] == URLS.success
    return (await payments.payment_methods(customer_id))[0]


async def customers_of(customer_id: UUID) -> list[dict[str, Any]]:
    """Whom Stripe knows for this person: one, or nobody."""
    known = await at_stripe("/customers")
    return [each for each in known if each["metadata"].get("customer_id") == str(customer_id)]


async def answer_bank(paying: httpx.Response, outcome: str) -> None:
    async with asking() as browser:
        await browser.post(paying.headers["location"], data={"outcome": outcome})


async def control(**order: Any) -> None:
    """Order troubles at the sandbox's Stripe."""
    async with asking() as client:
        (await client.post(f"{os.environ['STRIPE_API_BASE']}/_control", json=order)).raise_for_status()


async def end_troubles() -> None:
    async with asking() as client:
        (await client.delete(f"{os.environ['STRIPE_API_BASE']}/_control")).raise_for_status()


async def at_stripe(path: str, **params: str | int) -> list[dict[str, Any]]:
    """What Stripe lists, newest first."""
    async with _stripe() as client:
        rows: list[dict[str, Any]] = (await client.get(path, params={"limit": 100, **params})).json()["data"]
        return rows


async def sessions_of(attempt: Attempt) -> list[dict[str, Any]]:
    return [
        row for row in await at_stripe("/checkout/sessions") if row["metadata"].get("attempt_id") == str(attempt.id)
    ]


async def delete_in_dashboard(customer: dict[str, Any]) -> None:
    async with _stripe() as client:
        (await client.delete(f"/customers/{customer['id']}")).raise_for_status()


async def refund_in_dashboard(payment_intent_id: str | None, amount: int) -> None:
    async with _stripe() as client:
        answer = await client.post("/refunds", data={"payment_intent": str(payment_intent_id), "amount": str(amount)})
        answer.raise_for_status()


async def events_of(attempt: Attempt) -> list[dict[str, Any]]:
    """What Stripe has to tell about a payment, oldest first."""
    mine = []
    for event in reversed(await at_stripe("/events")):
        thing = event["data"]["object"]
        about = thing.get("payment_intent") or thing["id"]
        if thing["metadata"].get("attempt_id") == str(attempt.id) or about == attempt.payment_intent_id:
            mine.append(event)
    return mine


async def deliver(event: dict[str, Any]) -> None:
    """As the webhook would, signed, and looked into at once."""
    raw = json.dumps(event).encode()
    await payments.receive(raw, signature(raw))
    await payments.handle_event(event["id"])


def signature(raw: bytes, *, secret: str | None = None, at: int | None = None) -> str:
    at = at or int(time.time())
    key = (secret or os.environ["STRIPE_WEBHOOK_SECRET"]).encode()
    return f"t={at},v1={hmac.new(key, f'{at}.'.encode() + raw, hashlib.sha256).hexdigest()}"


async def told(fact: type[Fact]) -> list[Fact]:
    """The facts of one kind that payments has recorded, in order."""
    box = payments.database.outbox.table
    question = sa.select(box.c.payload).where(box.c.kind == facts.kind(fact)).order_by(box.c.id)
    async with payments.database.reading() as session:
        return [facts.decode(payload, fact) for payload in await session.scalars(question)]


async def make_quiet(minutes: int = 10) -> None:
    """As if nothing had been heard of anything for a while."""
    async with payments.database.transaction() as session:
        for table, column in (("attempts", "heard_at"), ("refunds", "heard_at"), ("marks", "at")):
            past = sa.text(f"UPDATE {table} SET {column} = now() - make_interval(mins => :minutes)")  # noqa: S608
            await session.execute(past, {"minutes": minutes})
        await session.execute(sa.text("UPDATE stripe_events SET received_at = now() - interval '10 minutes'"))


def _stripe() -> httpx.AsyncClient:
    base = f"{os.environ['STRIPE_API_BASE']}/v1"
    return asking(base_url=base, headers={"Authorization": f"Bearer {os.environ['STRIPE_SECRET_KEY']}"})
