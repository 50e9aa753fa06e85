"""Starting a payment: write down what is wanted, ask Stripe for its page, write down what it answered."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from domains.shared import clock
from domains.shared.errors import Refusal
from domains.shared.ids import new_id
from domains.shared.money import Money, total

from . import payers, provider, rows
from .amounts import to_stripe
from .connection import Refused, Unclear
from .database import database
from .errors import PaymentRefused, PaymentUnavailable
from .models import CLOSED, Attempt, AttemptStatus
from .settling import settle, tell_end

log = logging.getLogger(__name__)

LONGEST_LABEL = 250
OF_PAYER = ("customer", "saved_payment_method_options")
Begun = Callable[[int], Awaitable[object]]  # told the number of an attempt before Stripe is asked; may refuse it


@dataclass(frozen=True)
class PayableItem:
    label: str
    quantity: int
    unit: Money


@dataclass(frozen=True)
class PayableOrder:
    """What is to be paid; the items sum to the amount, to the last minor unit."""

    order_id: UUID
    number: str
    amount: Money
    items: Sequence[PayableItem]
    email: str
    expires_at: datetime


@dataclass(frozen=True)
class ReturnUrls:
    """Where Stripe sends the shopper: after paying, and on giving up."""

    success: str
    cancel: str


async def start(
    customer_id: UUID, order: PayableOrder, urls: ReturnUrls, begun: Begun, account: str | None = None
) -> Attempt:
    """The attempt whose `url` is Stripe's page; the same one however often it is asked for. PaymentUnavailable while
    Stripe is away, PaymentRefused once this order's time is over, or when `begun` or Stripe will not take it.

    `account` is the address of who pays for themselves with an account: their saved cards are on the page."""
    if total((item.unit * item.quantity for item in order.items), order.amount.currency) != order.amount:
        raise ValueError(f"the items of order {order.number} do not sum to its amount")
    payer = await _payer(customer_id, account)
    attempt, fresh = await _written_down(customer_id, order, urls, payer)
    if attempt.status != AttemptStatus.CREATED:
        return await _still_payable(attempt)
    if attempt.expires_at <= clock.now():
        await _give_up(attempt, "its time is over")
        raise PaymentRefused
    await _announce(attempt, begun)
    return await _ask_for_page(attempt, order.email, searched=fresh)


async def _payer(customer_id: UUID, account: str | None) -> str | None:
    """Saved cards are a comfort: where they cannot be had, one pays as guests do."""
    try:
        return await payers.at_stripe(customer_id, account) if account else None
    except PaymentUnavailable as unavailable:
        log.warning("payment.without_saved_cards why=%s", unavailable.cause)
        return None


async def _announce(attempt: Attempt, begun: Begun) -> None:
    """An end of earlier attempts that is still on its way then no longer ends the order."""
    try:
        await begun(attempt.ordinal)
    except Refusal as refusal:
        await _give_up(attempt, str(refusal))
        raise PaymentRefused from refusal


async def _written_down(
    customer_id: UUID, order: PayableOrder, urls: ReturnUrls, payer: str | None
) -> tuple[Attempt, bool]:
    """The live attempt of the order and whether this call made it."""
    async with database.transaction() as session:
        attempt = await rows.live(session, customer_id, order.order_id)
        if attempt is not None:
            return attempt, False
        before = await rows.last(session, customer_id, order.order_id)
        attempt_id = new_id()
        insert = pg.insert(Attempt).values(
            customer_id=customer_id,
            id=attempt_id,
            order_id=order.order_id,
            ordinal=before.ordinal + 1 if before else 1,
            number=order.number,
            amount=order.amount.amount,
            currency=order.amount.currency,
            status=AttemptStatus.CREATED,
            request=_request(customer_id, attempt_id, order, urls, await rows.shop_id(session)) | _who(order, payer),
            idempotency_key=f"attempt-{attempt_id}",
            expires_at=order.expires_at,
        )
        await session.execute(insert.on_conflict_do_nothing())
        attempt = await rows.live(session, customer_id, order.order_id)
    if attempt is None:
        raise PaymentRefused
    return attempt, attempt.id == attempt_id


def _request(customer_id: UUID, attempt_id: UUID, order: PayableOrder, urls: ReturnUrls, shop: str) -> dict[str, Any]:
    """Built once and stored: Stripe refuses a key that comes back with other parameters."""
    metadata = {
        "order_id": str(order.order_id),
        "customer_id": str(customer_id),
        "attempt_id": str(attempt_id),
        "number": order.number,
        "shop": shop,
    }
    return {
        "mode": "payment",
        "client_reference_id": str(order.order_id),
        "line_items": [_line_item(item) for item in order.items],
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata, "description": f"Order {order.number}"},
        "success_url": urls.success,
        "cancel_url": urls.cancel,
        "expires_at": int(order.expires_at.timestamp()),
    }


def _who(order: PayableOrder, payer: str | None) -> dict[str, Any]:
    if payer is None:
        return {"customer_email": order.email}
    return {"customer": payer, "saved_payment_method_options": {"payment_method_save": "enabled"}}


def _line_item(item: PayableItem) -> dict[str, Any]:
    product = {"name": item.label[:LONGEST_LABEL]}
    price = {
        "currency": item.unit.currency.lower(),
        "unit_amount": to_stripe(item.unit.amount, item.unit.currency),
        "product_data": product,
    }
    return {"quantity": item.quantity, "price_data": price}


async def _still_payable(attempt: Attempt) -> Attempt:
    """A page past its end leads nowhere: what became of it is asked for, and the shopper is not sent there."""
    if attempt.waiting and attempt.expires_at <= clock.now():
        attempt = await settle(attempt.customer_id, attempt.id)
        if attempt.status in CLOSED:
            raise PaymentRefused
    return attempt


async def _ask_for_page(attempt: Attempt, email: str, *, searched: bool) -> Attempt:
    """`searched` when nothing can be at Stripe yet; otherwise an earlier answer may have been lost on its way."""
    try:
        found = None if searched else await provider.find_session(str(attempt.id), attempt.created_at)
        news = found or await provider.open_session(attempt.request, _key(attempt))
    except Unclear:
        await _count_try(attempt)
        raise
    except Refused as refusal:
        if refusal.unknown and attempt.shows_cards:
            return await _ask_for_page(await _as_guest(attempt, email), email, searched=True)
        await _give_up(attempt, str(refusal))
        raise PaymentRefused from refusal
    async with database.transaction() as session:
        attempt = await rows.locked(session, attempt.customer_id, attempt.id)
        if attempt.status == AttemptStatus.CREATED:
            attempt.open(news.id, news.url)
            attempt.heard_at = sa.func.now()
    if attempt.status in CLOSED:  # somebody gave the order up meanwhile: nobody may pay on this page
        await provider.expire_session(news.id)
        raise PaymentRefused
    return attempt


async def _as_guest(attempt: Attempt, email: str) -> Attempt:
    """Somebody deleted this payer at Stripe: nobody is kept from paying by that. Another request wants another key."""
    await payers.lose(attempt.customer_id, attempt.request["customer"])
    async with database.transaction() as session:
        row = await rows.locked(session, attempt.customer_id, attempt.id)
        if row.shows_cards:
            rest = {name: value for name, value in row.request.items() if name not in OF_PAYER}
            row.request, row.tries = rest | {"customer_email": email}, row.tries + 1
    return row


def _key(attempt: Attempt) -> str:
    return f"{attempt.idempotency_key}-{attempt.tries}"


async def _count_try(attempt: Attempt) -> None:
    async with database.transaction() as session:
        row = await rows.locked(session, attempt.customer_id, attempt.id)
        if row.tries == attempt.tries:
            row.tries += 1


async def _give_up(attempt: Attempt, why: str) -> None:
    async with database.transaction() as session:
        row = await rows.locked(session, attempt.customer_id, attempt.id)
        if row.status == AttemptStatus.CREATED and row.advance(AttemptStatus.FAILED):
            row.failure = why
            await tell_end(session, row)
