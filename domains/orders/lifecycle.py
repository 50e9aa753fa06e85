"""How an order ends without being sent: given up, out of time, cancelled; and how it waits a little longer."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import inbox, outbox
from domains.shared.errors import Invalid
from domains.shared.settings import settings

from . import deadlines
from .database import database
from .errors import IllegalMove, PaymentBegun
from .events import OrderAbandoned, OrderCancelled, OrderExpired, OrderHeldLonger, OrderLetGo, items
from .loading import locked
from .models import EventKind, Order, OrderStatus


async def abandon(customer_id: UUID, order_id: UUID, reason: str, *, ordinal: int | None = None) -> Order:
    """Given up before it was paid. One that has ended already stays as it is; one that is paid is refused.

    `ordinal` says up to which attempt nobody can pay any more: PaymentBegun where a later one has begun since."""
    async with database.transaction() as session:
        order = await locked(session, customer_id, order_id)
        if order.status.closed:
            return order
        if order.status != OrderStatus.PENDING_PAYMENT:
            raise IllegalMove(order.status, order.possible)
        if ordinal is not None and ordinal < order.attempts_begun:
            raise PaymentBegun
        order.abandon(reason)
        await deadlines.stop(session, order)
        outbox.record(session, OrderAbandoned.of(order))
        return order


async def begin_payment(customer_id: UUID, order_id: UUID, ordinal: int) -> Order:
    """Attempt number `ordinal` is about to ask for money. IllegalMove for an order that waits for none."""
    async with database.transaction() as session:
        order = await locked(session, customer_id, order_id)
        if order.status != OrderStatus.PENDING_PAYMENT:
            raise IllegalMove(order.status, order.possible)
        order.attempts_begun = max(order.attempts_begun, ordinal)
        return order


async def expire(customer_id: UUID, order_id: UUID, *, ordinal: int, event_id: UUID | None = None) -> Order:
    """No payment can arrive any more through attempts up to number `ordinal`: an order that still waits for one ends,
    one given up lets go of its stock. Unless a later attempt has begun: its own end will be told."""
    async with database.transaction() as session:
        first = await inbox.first_time(session, "orders.expire", event_id)
        order = await locked(session, customer_id, order_id)
        if ordinal < order.attempts_begun:
            return order
        if first and order.status == OrderStatus.PENDING_PAYMENT:
            order.expire()
            await deadlines.stop(session, order)
            outbox.record(session, OrderExpired.of(order))
        elif first:
            let_go(session, order)
        return order


def let_go(session: AsyncSession, order: Order) -> None:
    """Told again it frees nothing more; not while a late payment may still open the order."""
    if order.status == OrderStatus.CANCELLED and order.paid_by is None and order.late_payment is None:
        outbox.record(session, OrderLetGo.of(order))


async def cancel(customer_id: UUID, order_id: UUID, reason: str, actor: str) -> Order:
    """By staff, before anything was sent: stock and money go back. Cancelled twice is cancelled once."""
    reason = reason.strip().removesuffix(".")  # it stands within a sentence
    if not reason:
        raise Invalid("Please say why.", {"reason": "Please say why."})
    async with database.transaction() as session:
        order = await locked(session, customer_id, order_id)
        if order.status == OrderStatus.CANCELLED and order.cancelled_by is not None:
            return order
        was_placed = order.status != OrderStatus.PENDING_PAYMENT
        order.cancel(reason, actor)
        await deadlines.stop(session, order)
        outbox.record(session, OrderCancelled.of(order) if was_placed else OrderAbandoned.of(order))
        return order


async def note_processing(customer_id: UUID, order_id: UUID, until: datetime, event_id: UUID | None = None) -> Order:
    """Stripe says the payment is under way and may take until then: time to pay and stock are held for as long."""
    async with database.transaction() as session:
        first = await inbox.first_time(session, "orders.note_processing", event_id)
        order = await locked(session, customer_id, order_id)
        if first and order.status == OrderStatus.PENDING_PAYMENT and until > order.pay_until:
            order.pay_until = until
            order.note(EventKind.PAYMENT_PROCESSING, "Your bank is working on your payment.", public=True)
            held_until = until + timedelta(seconds=settings().hold_grace_seconds)
            await deadlines.move(session, order, held_until)
            outbox.record(session, OrderHeldLonger(customer_id, order_id, items(order), held_until))
        return order
