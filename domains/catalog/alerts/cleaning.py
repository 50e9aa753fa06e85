"""What the clock takes away: addresses that are not needed any more, and queues for what will not come back."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from ...shared import clock
from ..models import AlertQueue, AlertState, Product, ProductStatus, StockAlert
from ..models.stock_alert import TO_CONFIRM
from .calling import end_all

KEPT: Final = {
    AlertState.ASKED: TO_CONFIRM,
    AlertState.ENDED: TO_CONFIRM,  # without its address; so long it keeps others from writing to who has just ended it
    AlertState.TOLD: timedelta(days=30),
}
CHUNK: Final = 200


async def forget_alerts() -> int:
    """Those that were never confirmed, and those whose letter went out long ago."""
    alerts, now, gone = StockAlert.get_pymongo_collection(), clock.now(), 0
    for state, kept in KEPT.items():
        done = await alerts.delete_many({"state": state.value, "since": {"$lte": now - kept}})
        gone += done.deleted_count
    return gone


async def end_lost_alerts() -> int:
    """For what has sold out and was archived since, or is no variant any more; how many waited for it."""
    ended, lost = 0, await _lost_queues()
    for variant_id in lost:
        ended += await end_all(variant_id)
    return ended


async def _lost_queues() -> list[UUID]:
    waited_for = {"calling": False, "waiting": {"$gt": 0}}
    queues = await AlertQueue.find(waited_for).to_list()
    lost: list[UUID] = []
    for start in range(0, len(queues), CHUNK):
        some = queues[start : start + CHUNK]
        wanted = {"_id": {"$in": sorted({queue.product_id for queue in some})}}
        rows = Product.get_pymongo_collection().find(wanted, {"status": 1, "variants.id": 1})
        kept = {
            variant["id"]
            async for row in rows
            if row["status"] != ProductStatus.ARCHIVED.value
            for variant in row["variants"]
        }
        lost += [queue.id for queue in some if queue.id not in kept]
    return lost
