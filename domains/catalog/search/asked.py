"""What shoppers look for: counted in the process, told to MongoDB every few seconds, read back as suggestions."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import PyMongoError

from ...shared import clock
from ..database import documents
from .words import key, words

log = logging.getLogger(__name__)
COLLECTION = "search_queries"
LONGEST = 60  # letters: longer ones are pasted, not looked for
MOST_WAITING = 2_000
TELL_EVERY = 5.0  # seconds
OFTEN = 3  # so many times something must have been looked for before others are offered it
ONCE_IN = 3_600.0  # seconds: who looks again for the same within them is counted once
MOST_LATELY = 20_000
KEPT = timedelta(days=90)
CHUNK = 1_000
OFFERED = 1_000
INDEXES = [IndexModel([("fruitful", DESCENDING), ("count", DESCENDING)]), IndexModel([("last_at", ASCENDING)])]


@dataclass(frozen=True)
class AskedQuery:
    """`found` products the last time, at `last_at`; looked for `count` times."""

    text: str
    count: int
    found: int
    last_at: datetime


_waiting: Counter[str] = Counter()
_found: dict[str, int] = {}
_lately: dict[tuple[str, str], float] = {}  # who looked for what, and until when that is not counted again
_popular: list[tuple[str, list[str]]] = []


def note_query(text: str, found: int, by: str) -> None:
    """`by` has looked for this: an address is enough. Costs nothing; what is not told yet is lost with the process."""
    folded = key(text)
    if not folded or len(folded) > LONGEST or (folded not in _waiting and len(_waiting) >= MOST_WAITING):
        return
    if _is_new(folded, by):
        _waiting[folded] += 1
    if folded in _waiting:
        _found[folded] = found


def _is_new(folded: str, by: str) -> bool:
    now = time.monotonic()
    if _lately.get((folded, by), 0.0) > now:
        return False
    if len(_lately) >= MOST_LATELY:
        _lately.clear()
    _lately[folded, by] = now + ONCE_IN
    return True


def popular(typed: Sequence[str], limit: int) -> tuple[str, ...]:
    """What many have looked for that begins like this, most frequent first."""
    *whole, beginning = typed
    matching = (
        text
        for text, parts in _popular
        if parts[: len(whole)] == whole and len(parts) > len(whole) and parts[len(whole)].startswith(beginning)
    )
    return tuple(
        text for text, _ in zip((each for each in matching if each != " ".join(typed)), range(limit), strict=False)
    )


async def fruitless(limit: int = 100) -> list[AskedQuery]:
    """What is looked for and not there, most frequent first."""
    return await _most(False, limit)


async def fruitful(limit: int = 100) -> list[AskedQuery]:
    return await _most(True, limit)


async def keep_telling() -> None:
    """For as long as the process lives; while MongoDB is away it waits."""
    indexed = False
    while True:
        try:
            if not indexed:
                await _collection().create_indexes(INDEXES)
                indexed = True
            await tell()
        except PyMongoError as error:
            log.info("search.queries untold: %s", error)
        await asyncio.sleep(TELL_EVERY)


async def tell() -> None:
    """Add what was counted here to what is known everywhere, and learn what is popular."""
    waiting, found = dict(_waiting), dict(_found)
    _waiting.clear()
    _found.clear()
    now = clock.now()
    writes = [
        UpdateOne(
            {"_id": text},
            {"$inc": {"count": times}, "$set": {"found": found[text], "fruitful": found[text] > 0, "last_at": now}},
            upsert=True,
        )
        for text, times in waiting.items()
    ]
    if writes:
        await _collection().bulk_write(writes, ordered=False)
    _popular[:] = [(each.text, words(each.text)) for each in await fruitful(OFFERED) if each.count >= OFTEN]


async def forget_queries() -> int:
    """What nobody has looked for any more in a long time."""
    old = _collection().find({"last_at": {"$lt": clock.now() - KEPT}}, {"_id": 1}).limit(CHUNK)
    gone = await _collection().delete_many({"_id": {"$in": [row["_id"] async for row in old]}})
    return gone.deleted_count


async def _most(having: bool, limit: int) -> list[AskedQuery]:
    rows = _collection().find({"fruitful": having}).sort("count", DESCENDING).limit(limit)
    return [AskedQuery(row["_id"], row["count"], row["found"], row["last_at"]) async for row in rows]


def _collection() -> AsyncCollection[dict[str, Any]]:
    return documents.database[COLLECTION]
