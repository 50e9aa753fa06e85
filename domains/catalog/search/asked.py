"""What shoppers look for: counted in the process, told to MongoDB every few seconds, read back as suggestions."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import DESCENDING, IndexModel, UpdateOne
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
OFFERED = 1_000
INDEX = IndexModel([("fruitful", DESCENDING), ("count", DESCENDING)])


@dataclass(frozen=True)
class AskedQuery:
    """`found` products the last time, at `last_at`; looked for `count` times."""

    text: str
    count: int
    found: int
    last_at: datetime


_waiting: Counter[str] = Counter()
_found: dict[str, int] = {}
_popular: list[tuple[str, list[str]]] = []


def note_query(text: str, found: int) -> None:
    """Somebody has looked for this. Costs nothing; what is not told yet is lost with the process."""
    folded = key(text)
    if folded and len(folded) <= LONGEST and (folded in _waiting or len(_waiting) < MOST_WAITING):
        _waiting[folded] += 1
        _found[folded] = found


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
                await _collection().create_indexes([INDEX])
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


async def _most(having: bool, limit: int) -> list[AskedQuery]:
    rows = _collection().find({"fruitful": having}).sort("count", DESCENDING).limit(limit)
    return [AskedQuery(row["_id"], row["count"], row["found"], row["last_at"]) async for row in rows]


def _collection() -> AsyncCollection[dict[str, Any]]:
    return documents.database[COLLECTION]
