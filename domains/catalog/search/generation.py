"""What MongoDB knows of the search: which generation hosts should have, and marks that show how far they have read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from ...shared.errors import Unavailable
from ...shared.ids import new_id
from ..database import documents

COLLECTION = "search_state"
KEY = "index"


@dataclass(frozen=True)
class Generation:
    """`origin` tells one database from another, or from itself after it was emptied; `mark` is the last one left."""

    origin: str
    number: int
    mark: int


async def wanted() -> Generation:
    """What hosts should have; asking for the first time is what makes it."""
    state = await documents.database[COLLECTION].find_one({"_id": KEY})
    return _read(state) if state else await _changed({})


async def rebuild_search() -> int:
    """Have every host build its index anew beside the old one and swap; answers at once with the new generation."""
    return (await _changed({"generation": 1})).number


async def leave_mark() -> Generation:
    """A mark in the stream of changes: an index that has read it has read all that was written before."""
    return await _changed({"mark": 1})


def _read(state: Mapping[str, Any]) -> Generation:
    return Generation(state["origin"], state["generation"], state["mark"])


async def _changed(increments: dict[str, int]) -> Generation:
    """Where there is nothing yet, counting begins at 0."""
    by = {"generation": 0, "mark": 0} | increments
    update = {"$inc": by, "$setOnInsert": {"origin": new_id().hex}}
    collection = documents.database[COLLECTION]
    for _ in range(3):
        try:
            state = await collection.find_one_and_update(
                {"_id": KEY}, update, upsert=True, return_document=ReturnDocument.AFTER
            )
        except DuplicateKeyError:
            continue  # two hosts were the first at once: the other one's is there now
        if state is not None:  # SecantusDB answers the slower of the two with nothing
            return _read(state)
    raise Unavailable("The search is being prepared. Please try again in a moment.")
