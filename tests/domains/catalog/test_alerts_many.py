"""A crowd waits for one thing: they are called in order, handful by handful, however many they are."""

import pytest

from domains import catalog
from domains.catalog.alerts.calling import CHUNK
from domains.catalog.models import AlertQueue, StockAlert
from domains.shared import clock
from tests.support.catalog import make_product
from tests.support.crowds import Told, crowd
from tests.support.round_trips import counting, listening

pytestmark = pytest.mark.usefixtures("catalogue")
CROWD = 500
TEN_TIMES = pytest.param(5_000, marks=pytest.mark.long)


async def states() -> dict[str, int]:
    grouped = [{"$group": {"_id": "$state", "count": {"$sum": 1}}}]
    cursor = await StockAlert.get_pymongo_collection().aggregate(grouped)
    return {row["_id"]: row["count"] async for row in cursor}


@pytest.mark.parametrize("size", [CROWD, TEN_TIMES])
async def test_all_of_a_crowd_are_called_a_handful_at_a_time(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    async with listening(monkeypatch) as asked:
        product = await make_product(sku="MUG")
        await crowd(product, size)
        await catalog.note_stock([Told("MUG", True, 1)])
        [queue] = await catalog.queues_to_call()
        with counting(asked):
            assert await catalog.call_waiting(queue.id, CHUNK // 3) == CHUNK // 3 * 3
        few = len(asked.mongo)
        first = await StockAlert.find({"state": "called"}).sort("queued_at").to_list()
        assert [alert.email for alert in first] == [f"{number}@example.com" for number in range(CHUNK // 3 * 3)]
        await AlertQueue.get_pymongo_collection().update_one({"_id": queue.id}, {"$set": {"due_at": clock.now()}})
        with counting(asked):
            assert await catalog.call_waiting(queue.id, size) == size - len(first)
    assert await states() == {"called": size}
    chunks = -(-(size - len(first)) // CHUNK)
    assert len(asked.mongo) <= few * (chunks + 1)
    assert asked.most_rows <= CHUNK
    assert (await catalog.audit()).alerts == catalog.AlertsAudit()
