"""The queue of a variant: how many wait, and whether it is being called. Written with every step of whoever waits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pymongo import ReturnDocument
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from ...shared import clock
from ..codes import sku_key
from ..models import AlertQueue, Product, SkuClaim, Variant


async def prepare(product: Product, variant: Variant) -> None:
    """Outside of a transaction: inside, the first two who ask would collide."""
    fresh = {"product_id": product.id, "waiting": 0, "calling": False, "due_at": clock.now()}
    change = {"$set": {"sku": variant.sku}, "$setOnInsert": fresh}
    try:
        await AlertQueue.get_pymongo_collection().update_one({"_id": variant.id}, change, upsert=True)
    except DuplicateKeyError:
        return  # made by somebody else at this moment


async def count(
    session: AsyncClientSession,
    variant_id: UUID,
    by: int,
    *,
    can_be_had: bool | None = None,
    due_at: datetime | None = None,
) -> None:
    """`by` more or fewer wait; with nobody left, or nothing to be had, nobody is called."""
    queues = AlertQueue.get_pymongo_collection()
    after = await queues.find_one_and_update(
        {"_id": variant_id}, {"$inc": {"waiting": by}}, return_document=ReturnDocument.AFTER, session=session
    )
    if after is None:
        return
    had = after["calling"] if can_be_had is None else can_be_had
    calling = had and after["waiting"] > 0
    change: dict[str, Any] = {"calling": calling} if calling != after["calling"] else {}
    if calling and due_at is not None:
        change["due_at"] = due_at
    if change:
        await queues.update_one({"_id": variant_id}, {"$set": change}, session=session)


async def note_turned(session: AsyncClientSession, turned: Mapping[str, bool]) -> None:
    """By SKU: whether it can be had again or has sold out, in the transaction that notes it.

    Every queue is written, also an empty one: who confirms at this very moment reads before or after, never beside."""
    keys = {sku_key(sku): sku for sku in turned}
    claims = await SkuClaim.find({"_id": {"$in": sorted(keys)}}, session=session).to_list()
    told = {claim.variant_id: keys[claim.id] for claim in claims}
    queues = await AlertQueue.find({"_id": {"$in": sorted(told)}}, session=session).to_list() if told else []
    for queue in queues:
        sku = told[queue.id]
        change = {"sku": sku, "calling": turned[sku] and queue.waiting > 0, "due_at": clock.now()}
        await AlertQueue.get_pymongo_collection().update_one({"_id": queue.id}, {"$set": change}, session=session)


async def most_waited_for(limit: int = 50) -> list[AlertQueue]:
    """What has sold out and most people wait for."""
    wanted = {"calling": False, "waiting": {"$gt": 0}}
    return await AlertQueue.find(wanted).sort("-waiting").limit(limit).to_list()


async def waiting(variant_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many wait for each of these variants; those that nobody waits for are absent."""
    found = await AlertQueue.find({"_id": {"$in": list(variant_ids)}}).to_list()
    return {queue.id: queue.waiting for queue in found if queue.waiting}
