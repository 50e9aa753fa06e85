"""Writes a message down, once per happening; sending it follows as a fact."""

from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from .events import MessageQueued
from .models import Delivery, DeliveryState, delivery_id, documents
from .rendering import render


async def tell(template: str, to: str, *, about: UUID, event_id: UUID | None = None, **context: object) -> UUID:
    """Queue `template` for `to`; `about` names what happened (an order, a fulfilment). Returns the delivery's id."""
    identity = delivery_id(template, about, to)
    written = render(template, context)

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
        )
        await delivery.insert(session=session)
        await documents.record(session, MessageQueued(identity))

    await documents.transaction(queue)
    return identity


async def send_again(identity: UUID) -> None:
    """What was refused for good is queued once more as it was written; in any other state nothing happens."""
    deliveries = Delivery.get_pymongo_collection()

    async def queue(session: AsyncClientSession) -> None:
        failed = {"_id": identity, "state": DeliveryState.FAILED.value}
        again = {"$set": {"state": DeliveryState.QUEUED.value, "error": None, "leased_until": None}}
        if (await deliveries.update_one(failed, again, session=session)).modified_count:
            await documents.record(session, MessageQueued(identity))

    await documents.transaction(queue)
