"""What is told to people, once per happening."""

from uuid import UUID

from domains import catalog, inventory, notifications, orders
from domains.shared.settings import settings

from .consumer import consumer


@consumer(queue="messages")
async def deliver(fact: notifications.MessageQueued, event_id: UUID) -> None:
    await notifications.deliver(fact.delivery_id)


@consumer(queue="messages")
async def order_confirmed(fact: orders.OrderPaid, event_id: UUID) -> None:
    await notifications.tell(
        "order_confirmed",
        fact.summary.email,
        about=fact.order_id,
        of=(fact.customer_id, fact.order_id),
        order=fact.summary,
        event_id=event_id,
    )


@consumer(queue="messages")
async def order_shipped(fact: orders.OrderShipped, event_id: UUID) -> None:
    await notifications.tell(
        "order_shipped",
        fact.summary.email,
        about=fact.fulfilment_id,
        of=(fact.customer_id, fact.order_id),
        order=fact.summary,
        parcel=fact,
        event_id=event_id,
    )


@consumer(queue="messages")
async def order_cancelled(fact: orders.OrderCancelled, event_id: UUID) -> None:
    await notifications.tell(
        "order_cancelled",
        fact.summary.email,
        about=fact.order_id,
        of=(fact.customer_id, fact.order_id),
        order=fact.summary,
        event_id=event_id,
    )


@consumer(queue="messages")
async def refund_made(fact: orders.OrderRefunded, event_id: UUID) -> None:
    await notifications.tell(
        "refund_made",
        fact.summary.email,
        about=fact.refund_id,
        of=(fact.customer_id, fact.order_id),
        order=fact.summary,
        refund=fact,
        event_id=event_id,
    )


@consumer(queue="messages")
async def payment_returned(fact: orders.PaymentUnwanted, event_id: UUID) -> None:
    await notifications.tell(
        "payment_returned",
        fact.summary.email,
        about=fact.order_id,
        of=(fact.customer_id, fact.order_id),
        order=fact.summary,
        event_id=event_id,
    )


@consumer(queue="messages")
async def return_answered(fact: orders.ReturnAnswered, event_id: UUID) -> None:
    await notifications.tell(
        "return_answered",
        fact.summary.email,
        about=fact.return_id,
        of=(fact.customer_id, fact.order_id),
        order=fact.summary,
        agreed=fact.agreed,
        answer=fact.answer,
        event_id=event_id,
    )


@consumer(queue="messages")
async def order_link(fact: orders.OrderLinkAsked, event_id: UUID) -> None:
    """To the address of the order itself, and only where it was named."""
    summary = await orders.lost_link(fact.number, fact.email)
    if summary:
        await notifications.tell("order_link", summary.email, about=fact.letter_id, order=summary, event_id=event_id)


@consumer(queue="messages")
async def reviews_came(fact: catalog.ReviewsCame, event_id: UUID) -> None:
    await notifications.tell(
        "reviews_came", settings().shop_email, about=fact.letter_id, count=fact.count, event_id=event_id
    )


@consumer(queue="messages")
async def alert_confirmation(fact: catalog.AlertAsked, event_id: UUID) -> None:
    letter = await catalog.letter_to_confirm(fact.alert_id, fact.letter_id)
    await _about_alert("alert_confirmation", letter, fact.letter_id, event_id)


@consumer(queue="messages")
async def back_in_stock(fact: catalog.BackInStock, event_id: UUID) -> None:
    there = await inventory.available(fact.sku) > 0
    letter = await catalog.letter_of_return(fact.alert_id, fact.letter_id, there=there)
    await _about_alert("back_in_stock", letter, fact.letter_id, event_id)


async def _about_alert(template: str, letter: catalog.AlertLetter | None, about: UUID, event_id: UUID) -> None:
    """None: there is no need of a letter any more."""
    if letter:
        ending = f"/alerts/endings/{letter.ending}"
        await notifications.tell(template, letter.to, about=about, alert=letter, unsubscribe=ending, event_id=event_id)
