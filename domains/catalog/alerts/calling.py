"""Calling those who wait when their variant is back: in order, a few at a time, each exactly once.

Three are called for every unit there is, because not everybody buys; who still waits after an hour of it being there is
called with the next. So nobody is sent to an empty shelf by the hundred, and no transaction grows with the queue.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from pymongo import ASCENDING
from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ..database import documents
from ..events import BackInStock
from ..models import AlertQueue, AlertState, StockAlert
from . import queues
from .goods import goods

PER_UNIT: Final = 3
BETWEEN_CALLS: Final = timedelta(hours=1)
SOON: Final = timedelta(minutes=1)
CHUNK: Final = 200  # people in one transaction
QUEUES: Final = 50  # at one look


async def queues_to_call() -> list[AlertQueue]:
    """Those whose variant is back and whose next are due."""
    due = {"calling": True, "due_at": {"$lte": clock.now()}}
    return await AlertQueue.find(due).sort("due_at").limit(QUEUES).to_list()


async def call_waiting(variant_id: UUID, left: int) -> int:
    """Call the next of a queue that is due, while `left` units can be had; how many were called.

    One caller at a time: the first takes the turn. What inventory does not confirm is looked at again in a minute."""
    now = clock.now()
    turn = {"_id": variant_id, "calling": True, "due_at": {"$lte": now}}
    later = {"$set": {"due_at": now + (BETWEEN_CALLS if left > 0 else SOON)}}
    taken = await AlertQueue.get_pymongo_collection().find_one_and_update(turn, later)
    if taken is None or left < 1:
        return 0
    found = await goods(taken["product_id"], variant_id)
    if found.lost:
        await end_all(variant_id)
    if not found.there:
        return 0
    called, most = 0, left * PER_UNIT
    while called < most and (ids := await _first(variant_id, min(CHUNK, most - called))):
        called += await _call(variant_id, taken["sku"], ids)
    return called


async def end_all(variant_id: UUID) -> int:
    """Nobody will be sold it any more: those who wait for it are forgotten without a word."""
    ended = 0
    while ids := await _first(variant_id, CHUNK):
        ended += await _end(variant_id, ids)
    return ended


async def _first(variant_id: UUID, most: int) -> list[UUID]:
    """The oldest who wait."""
    wanted = {"variant_id": variant_id, "state": AlertState.WAITING.value}
    cursor = StockAlert.get_pymongo_collection().find(wanted, {"_id": 1})
    return [row["_id"] async for row in cursor.sort("queued_at", ASCENDING).limit(most)]


async def _call(variant_id: UUID, sku: str, ids: Sequence[UUID]) -> int:
    async def work(session: AsyncClientSession) -> int:
        called = await _become(session, variant_id, ids, {"state": AlertState.CALLED.value})
        await documents.record(session, *(BackInStock(each.id, each.letter_id, sku) for each in called))
        return len(called)

    return await documents.transaction(work)


async def _end(variant_id: UUID, ids: Sequence[UUID]) -> int:
    async def work(session: AsyncClientSession) -> int:
        return len(await _become(session, variant_id, ids, {"state": AlertState.ENDED.value, "email": ""}))

    return await documents.transaction(work)


async def _become(
    session: AsyncClientSession, variant_id: UUID, ids: Sequence[UUID], change: dict[str, object]
) -> list[StockAlert]:
    """Those of them that still wait leave the queue; in their order."""
    wanted = {"_id": {"$in": list(ids)}}
    alerts = await StockAlert.find(wanted, session=session).to_list()
    leaving = sorted((each for each in alerts if each.state is AlertState.WAITING), key=lambda each: ids.index(each.id))
    if leaving:
        these = {"_id": {"$in": [each.id for each in leaving]}}
        told = {"$set": {**change, "since": clock.now()}}
        await StockAlert.get_pymongo_collection().update_many(these, told, session=session)
        await queues.count(session, variant_id, -len(leaving))
    return leaving
