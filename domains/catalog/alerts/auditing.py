"""Whether those who wait are counted as they are, called when they should be, and forgotten in time."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ...shared import clock
from ..models import AlertQueue, AlertState, StockAlert
from ..search.stock import in_stock
from .cleaning import KEPT

LATEST_CALL: Final = timedelta(minutes=10)
LATEST_CLEANING: Final = timedelta(hours=2)


@dataclass(frozen=True)
class AlertsAudit:
    """Sentences, none where all is well: queues that count wrongly, people not called in time, addresses kept too
    long."""

    miscounted: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


async def audit_alerts() -> AlertsAudit:
    queues = await AlertQueue.find({}).to_list()
    return AlertsAudit(
        tuple([told async for told in _miscounted(queues)]),
        tuple([told async for told in _late(queues)]),
        tuple([told async for told in _kept()]),
    )


async def _miscounted(queues: list[AlertQueue]) -> AsyncIterator[str]:
    waiting: dict[object, int] = {}
    grouped: list[dict[str, object]] = [
        {"$match": {"state": AlertState.WAITING.value}},
        {"$group": {"_id": "$variant_id", "waiting": {"$sum": 1}}},
    ]
    async for row in await StockAlert.get_pymongo_collection().aggregate(grouped):
        waiting[row["_id"]] = row["waiting"]
    for queue in queues:
        if queue.waiting != (real := waiting.pop(queue.id, 0)):
            yield f"The queue for {queue.sku} counts {queue.waiting}; {real} wait in it."
    for variant_id, real in waiting.items():
        yield f"There is no queue for variant {variant_id}, and {real} wait in it."


async def _late(queues: list[AlertQueue]) -> AsyncIterator[str]:
    latest = clock.now() - LATEST_CALL
    there = await in_stock({queue.sku for queue in queues if queue.waiting})
    for queue in queues:
        if queue.waiting and queue.sku in there and (not queue.calling or queue.due_at < latest):
            yield f"{queue.waiting} wait for {queue.sku}, which can be had; their turn was at {queue.due_at:%H:%M} UTC."
    stuck = {"state": AlertState.CALLED.value, "since": {"$lt": latest}}
    if count := await StockAlert.find(stuck).count():
        yield f"{count} people were called more than {LATEST_CALL.seconds // 60} minutes ago and have had no letter."


async def _kept() -> AsyncIterator[str]:
    for state, kept in KEPT.items():
        old = {"state": state.value, "since": {"$lt": clock.now() - kept - LATEST_CLEANING}}
        if count := await StockAlert.find(old).count():
            yield f"{count} alerts are {state.value} for longer than {kept.days} days and still kept."
