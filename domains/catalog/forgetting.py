"""Somebody is gone: their lists and their alerts go, what they said of products stays without their name."""

from collections.abc import Collection
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from .alerts import queues
from .database import documents
from .models import AlertState, Review, StockAlert, WishHolder, WishlistShare
from .reviews.changing import changed


async def forget_shopper(party_id: UUID, addresses: Collection[str], order_ids: Collection[UUID]) -> None:
    """Done twice it is done once."""
    await _forget_lists(party_id)
    waiting = {"email": {"$in": sorted({each for address in addresses for each in (address, address.lower())} - {""})}}
    for alert in await StockAlert.find(waiting).to_list():
        await _end(alert.id)
    for review in await reviews_by(order_ids):
        await _without_name(review.id)


async def reviews_by(order_ids: Collection[UUID]) -> list[Review]:
    """In whatever state, by the orders they belong to."""
    return await Review.find({"order_id": {"$in": list(order_ids)}}).sort("written_at").to_list() if order_ids else []


async def alerts_of(addresses: Collection[str]) -> list[StockAlert]:
    every = sorted({each for address in addresses for each in (address, address.lower())} - {""})
    return await StockAlert.find({"email": {"$in": every}}).to_list()


async def _forget_lists(party_id: UUID) -> None:
    async def work(session: AsyncClientSession) -> None:
        await WishlistShare.get_pymongo_collection().delete_many({"holder_id": party_id}, session=session)
        await WishHolder.get_pymongo_collection().delete_one({"_id": party_id}, session=session)

    await documents.transaction(work)


async def _end(alert_id: UUID) -> None:
    async def work(session: AsyncClientSession) -> None:
        alert = await StockAlert.get(alert_id, session=session)
        if alert is None or alert.state is AlertState.ENDED:
            return
        if alert.state is AlertState.WAITING:
            await queues.count(session, alert.variant_id, -1)
        alert.become(AlertState.ENDED)
        await alert.replace(session=session)

    await documents.transaction(work)


async def _without_name(review_id: UUID) -> None:
    async def work(session: AsyncClientSession) -> None:
        await changed(session, review_id, None, lambda review: review.forget_writer())

    await documents.transaction(work)
