"""Writes a message down, once per happening; sending it follows as a fact."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from .events import MessageQueued
from .models import Delivery, DeliveryState, delivery_id, documents
from .rendering import render


async def tell(
    template: str,
    to: str,
    *,
    about: UUID,
    event_id: UUID | None = None,
    unsubscribe: str = "",
    of: tuple[UUID, UUID] | None = None,
    **context: object,
) -> UUID:
    """Queue `template` for `to`; `about` names what happened (an order, a fulfilment), `of` the order that it happened
    to, after its customer, `unsubscribe` is the path that ends such messages. Returns the delivery's id."""
    customer_id, order_id = of or (None, None)
    identity = delivery_id(template, about, to)
    written = render(template, {"unsubscribe": unsubscribe, **context})

    async def queue(session: AsyncClientSession) -> None:
        if not await documents.first_time(session, f"notifications.{template}", event_id):
            return
        if await Delivery.get(identity, session=session):
            return
        delivery = Delivery(
            id=identity,
            template=template,
            about=about,
            to=to,
            subject=written.subject,
            text=written.text,
            html=written.html,
            unsubscribe=unsubscribe,
            customer_id=customer_id,
            order_id=order_id,
        )
        await delivery.insert(session=session)
        await documents.record(session, MessageQueued(identity))

    await documents.transaction(queue)
    return identity


async def forget(templates: Sequence[str], before: datetime) -> int:
    """What was written by these templates before then, with the addresses it went to; how many there were."""
    gone = 0
    for template in templates:
        old = {"template": template, "queued_at": {"$lt": before}}
        gone += (await Delivery.get_pymongo_collection().delete_many(old)).deleted_count
    return gone


async def send_again(identity: UUID, to: str | None = None) -> None:
    """What was refused for good is queued once more as it was written, to another address where one is given; in any
    other state nothing happens."""

    async def queue(session: AsyncClientSession) -> None:
        failed = await _failed(identity, session)
        if failed is None:
            return
        failed.state, failed.error, failed.leased_until = DeliveryState.QUEUED, None, None
        if to and to != failed.to:
            failed.refused_at, failed.to = (*failed.refused_at, failed.to), to
        await failed.save(session=session)
        await documents.record(session, MessageQueued(identity))

    await documents.transaction(queue)


async def told_another_way(identity: UUID, by: str) -> None:
    """What was refused for good need not be sent any more: `by` has seen to it. In any other state nothing happens."""

    async def suppress(session: AsyncClientSession) -> None:
        failed = await _failed(identity, session)
        if failed is not None:
            failed.state, failed.told_by = DeliveryState.SUPPRESSED, by
            await failed.save(session=session)

    await documents.transaction(suppress)


async def _failed(identity: UUID, session: AsyncClientSession) -> Delivery | None:
    found = await Delivery.get(identity, session=session)
    return found if found is not None and found.state is DeliveryState.FAILED else None
