"""Writers that must see each other's work wait for each other at one small document."""

from collections.abc import Iterable

from pymongo import ReturnDocument, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import PyMongoError

from .database import documents

AGAIN = "TransientTransactionError"
COUNTERS = "counters"


async def take_turn(session: AsyncClientSession, name: str) -> int:
    """Of two transactions that take this turn at once, one is done anew after the other: what it has read, it reads
    again. What is committed later has the higher number."""
    counter = await documents.database[COUNTERS].find_one_and_update(
        {"_id": name}, {"$inc": {"value": 1}}, upsert=True, return_document=ReturnDocument.AFTER, session=session
    )
    if counter is None:  # SecantusDB answers the slower of two first ones with nothing
        raise PyMongoError(f"another was the first to take the turn {name}", {AGAIN})
    return int(counter["value"])


async def take_turns(session: AsyncClientSession, names: Iterable[str]) -> None:
    """All of these, in one go."""
    turns = [UpdateOne({"_id": name}, {"$inc": {"value": 1}}, upsert=True) for name in names]
    await documents.database[COUNTERS].bulk_write(turns, session=session)
