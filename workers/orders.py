"""What orders do when money or stock has moved."""

from uuid import UUID

from domains import inventory, notifications, orders, payments

from .consumer import consumer

TURNS = {
    inventory.Turn.ALLOCATED: "Kept for this order",
    inventory.Turn.RELEASED: "No longer kept for it",
    inventory.Turn.RETURNED: "Came back",
}


@consumer()
async def mark_paid(fact: payments.PaymentSucceeded, event_id: UUID) -> None:
    await orders.mark_paid(
        fact.customer_id, fact.order_id, fact.attempt_id, fact.amount, fact.currency, event_id=event_id
    )


@consumer()
async def note_processing(fact: payments.PaymentProcessing, event_id: UUID) -> None:
    await orders.note_processing(fact.customer_id, fact.order_id, fact.until, event_id=event_id)


@consumer()
async def expire(fact: payments.AttemptClosed, event_id: UUID) -> None:
    await orders.expire(fact.customer_id, fact.order_id, ordinal=fact.ordinal, event_id=event_id)


@consumer()
async def reopen(fact: inventory.StockReservedAgain, event_id: UUID) -> None:
    await orders.reopen(fact.customer_id, fact.order_id, event_id=event_id)


@consumer()
async def refuse_payment(fact: inventory.StockRefused, event_id: UUID) -> None:
    await orders.refuse_payment(fact.customer_id, fact.order_id, event_id=event_id)


@consumer()
async def note_refund(fact: payments.RefundSucceeded, event_id: UUID) -> None:
    await orders.note_refund(
        fact.customer_id, fact.order_id, fact.refund_id, fact.amount, fact.currency, fact.reason, event_id=event_id
    )


@consumer()
async def note_refund_failed(fact: payments.RefundFailed, event_id: UUID) -> None:
    await orders.note_refund_failed(
        fact.customer_id, fact.order_id, fact.refund_id, fact.amount, fact.currency, fact.reason, event_id=event_id
    )


@consumer()
async def note_stock(fact: inventory.OrderGoodsMoved, event_id: UUID) -> None:
    goods = [(each.sku, each.quantity, each.place) for each in fact.goods]
    await orders.note_stock(fact.customer_id, fact.order_id, TURNS[fact.turn], goods, event_id=event_id)


@consumer()
async def note_message(fact: notifications.OrderMessageEnded, event_id: UUID) -> None:
    await orders.note_message(fact.customer_id, fact.order_id, fact.subject, sent=fact.sent, event_id=event_id)


@consumer()
async def write_invoice(fact: orders.OrderPaid, event_id: UUID) -> None:
    await orders.write_invoice(fact.customer_id, fact.order_id, event_id=event_id)


@consumer()
async def write_credit_note(fact: orders.OrderRefunded, event_id: UUID) -> None:
    """Money that the order never took has no credit, and no credit note."""
    if fact.credit_id:
        await orders.write_credit_note(fact.customer_id, fact.order_id, fact.credit_id, event_id=event_id)
