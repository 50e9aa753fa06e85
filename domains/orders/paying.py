"""Money arrives for an order, in time, late or not as agreed, and goes back. Each payment is looked at once."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import inbox, outbox, texts
from domains.shared.money import Money

from . import carts, deadlines
from .crediting.giving import credit_afterwards, credit_of
from .database import database
from .errors import IllegalMove
from .events import OrderCancelled, OrderLetGo, OrderPaid, OrderRefunded, PaymentArrivedLate, PaymentUnwanted
from .lifecycle import let_go
from .loading import locked, locked_with_cart
from .models import Cart, EventKind, Order, OrderPayment, OrderStatus, Receipt, RefundStatus
from .models.order import OPEN

SYSTEM = "system"  # nobody in particular: the rules of the shop


async def mark_paid(
    customer_id: UUID,
    order_id: UUID,
    attempt_id: UUID | None,
    amount: int,
    currency: str,
    event_id: UUID | None = None,
) -> Order:
    """`amount` in minor units. Without an attempt only where there is nothing to pay.

    A payment for an order that has ended unpaid is noted as late (PaymentArrivedLate); one that no order can take,
    or of another amount or currency, is to be given back (PaymentUnwanted). Told twice, it counts once.
    """
    money = Money(amount, currency)
    async with database.transaction() as session:
        first = await inbox.first_time(session, "orders.mark_paid", event_id)
        cart, order = await locked_with_cart(session, customer_id, order_id)
        if not first or _known(order, attempt_id):
            return order
        if attempt_id is None:
            await _place_free(session, cart, order, money)
        elif money != order.total or not _takes_money(order):
            _refuse(session, order, attempt_id, money)
        elif order.status == OrderStatus.PENDING_PAYMENT:
            order.receive(attempt_id, money, Receipt.ACCEPTED)
            await _pay(session, cart, order, attempt_id)
        elif await _has_successor(session, order):
            _refuse(session, order, attempt_id, money)
        else:
            order.receive(attempt_id, money, Receipt.LATE)
            order.note(EventKind.PAYMENT_LATE, "Your payment arrived after the order had ended.", public=True)
            outbox.record(session, PaymentArrivedLate.of(order, attempt_id))
        return order


async def reopen(customer_id: UUID, order_id: UUID, event_id: UUID | None = None) -> Order:
    """Its stock is reserved again, so the late payment counts; unless another order took its place meanwhile."""
    async with database.transaction() as session:
        first = await inbox.first_time(session, "orders.reopen", event_id)
        cart, order = await locked_with_cart(session, customer_id, order_id)
        late = order.late_payment
        if not first or late is None:
            return order
        if not order.can_be_reopened or await _has_successor(session, order):
            _return(session, order, late)
            outbox.record(session, OrderLetGo.of(order))  # of the stock that was just reserved again
            return order
        late.receipt = Receipt.ACCEPTED
        await _pay(session, cart, order, late.attempt_id)
        return order


async def refuse_payment(customer_id: UUID, order_id: UUID, event_id: UUID | None = None) -> Order:
    """Its stock is gone: a late payment is to be given back, an order placed meanwhile is cancelled. Of one that staff
    have begun to send, a note for staff says so: they know what is in the parcel."""
    async with database.transaction() as session:
        first = await inbox.first_time(session, "orders.refuse_payment", event_id)
        order = await locked(session, customer_id, order_id)
        late = order.late_payment
        if first and late is not None:
            _return(session, order, late)
        elif first and order.status == OrderStatus.PLACED:
            order.cancel("what was ordered is no longer in stock", SYSTEM)
            outbox.record(session, OrderCancelled.of(order))
        elif first and not order.status.closed:
            order.note(EventKind.NOTE, "Stock missing: none could be taken for this order.", public=False)
        return order


async def note_refund(
    customer_id: UUID,
    order_id: UUID,
    refund_id: UUID,
    amount: int,
    currency: str,
    reason: str = "",
    event_id: UUID | None = None,
) -> Order:
    """`amount` in minor units has reached the shopper again; OrderRefunded. A refund told twice counts once."""
    async with database.transaction() as session:
        first = await inbox.first_time(session, "orders.note_refund", event_id)
        order = await locked(session, customer_id, order_id)
        money = Money(amount, currency)
        before = order.refunded_amount
        if first and order.hear_of_refund(refund_id, money, RefundStatus.SUCCEEDED, event_id):
            order.note(EventKind.REFUNDED, f"{texts.money(money)} is on its way back to you.", public=True)
            credit = credit_of(order, refund_id)
            if credit is None:
                credit = credit_afterwards(order, refund_id, order.refunded_amount - before, reason)
            outbox.record(session, OrderRefunded.of(order, refund_id, money, reason, credit.id if credit else None))
        return order


async def note_refund_failed(
    customer_id: UUID,
    order_id: UUID,
    refund_id: UUID,
    amount: int,
    currency: str,
    reason: str,
    event_id: UUID | None = None,
) -> Order:
    """For staff to see; the money is still ours, or is again, and has to be given back another way."""
    async with database.transaction() as session:
        first = await inbox.first_time(session, "orders.note_refund_failed", event_id)
        order = await locked(session, customer_id, order_id)
        money = Money(amount, currency)
        if first and order.hear_of_refund(refund_id, money, RefundStatus.FAILED, event_id):
            order.note(EventKind.REFUND_FAILED, f"Refund {refund_id} failed: {reason}.", public=False)
        return order


async def _place_free(session: AsyncSession, cart: Cart, order: Order, money: Money) -> None:
    if not order.total and order.paid_at is not None and not order.status.closed:
        return  # pressed twice
    if money != order.total or order.status != OrderStatus.PENDING_PAYMENT:
        raise IllegalMove(order.status, order.possible)
    await _pay(session, cart, order, None)


async def _pay(session: AsyncSession, cart: Cart, order: Order, attempt_id: UUID | None) -> None:
    order.pay(attempt_id)
    await carts.convert(session, cart, order)
    await deadlines.stop(session, order)
    outbox.record(session, OrderPaid.of(order))


def _known(order: Order, attempt_id: UUID | None) -> bool:
    return attempt_id is not None and any(payment.attempt_id == attempt_id for payment in order.payments)


def _takes_money(order: Order) -> bool:
    """A second late payment is not wanted while the first is still being decided on."""
    return order.status == OrderStatus.PENDING_PAYMENT or (order.can_be_reopened and order.late_payment is None)


def _refuse(session: AsyncSession, order: Order, attempt_id: UUID, money: Money) -> None:
    order.receive(attempt_id, money, Receipt.UNWANTED)
    _return(session, order, order.payments[-1])
    let_go(session, order)


def _return(session: AsyncSession, order: Order, payment: OrderPayment) -> None:
    payment.receipt = Receipt.UNWANTED
    order.derive()
    message = f"A payment of {texts.money(payment.money)} could not be taken and is returned to you."
    order.note(EventKind.PAYMENT_UNWANTED, message, public=True)
    outbox.record(session, PaymentUnwanted.of(order, payment.attempt_id))


async def _has_successor(session: AsyncSession, order: Order) -> bool:
    """Whether its cart has become another order since, which waits or is paid."""
    other = sa.select(Order.id).where(
        Order.customer_id == order.customer_id,
        Order.cart_id == order.cart_id,
        Order.id != order.id,
        sa.text(f"orders.{OPEN}"),
    )
    return (await session.execute(other)).first() is not None
