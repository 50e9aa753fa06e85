"""What is told to people, once per happening."""

from uuid import UUID

from domains import notifications, orders

from .consumer import consumer


@consumer(queue="messages")
async def deliver(fact: notifications.MessageQueued, event_id: UUID) -> None:
    await notifications.deliver(fact.delivery_id)


@consumer(queue="messages")
async def order_confirmed(fact: orders.OrderPaid, event_id: UUID) -> None:
    await notifications.tell(
        "order_confirmed", fact.summary.email, about=fact.order_id, order=fact.summary, event_id=event_id
    )


@consumer(queue="messages")
async def order_shipped(fact: orders.OrderShipped, event_id: UUID) -> None:
    await notifications.tell(
        "order_shipped",
        fact.summary.email,
        about=fact.fulfilment_id,
        order=fact.summary,
        parcel=fact,
        event_id=event_id,
    )


@consumer(queue="messages")
async def order_cancelled(fact: orders.OrderCancelled, event_id: UUID) -> None:
    await notifications.tell(
        "order_cancelled", fact.summary.email, about=fact.order_id, order=fact.summary, event_id=event_id
    )


@consumer(queue="messages")
async def refund_made(fact: orders.OrderRefunded, event_id: UUID) -> None:
    await notifications.tell(
        "refund_made", fact.summary.email, about=fact.refund_id, order=fact.summary, refund=fact, event_id=event_id
    )


@consumer(queue="messages")
async def payment_returned(fact: orders.PaymentUnwanted, event_id: UUID) -> None:
    await notifications.tell(
        "payment_returned", fact.summary.email, about=fact.order_id, order=fact.summary, event_id=event_id
    )
