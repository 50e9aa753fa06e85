"""What files say of the stock, on its way to those who keep it: numbered as written, and known until it is counted."""

from pymongo import ReturnDocument
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from ..shared import facts
from .database import documents
from .events import StockImported

DUPLICATE = 11000
COUNTERS = "counters"


async def next_stock_sequence(session: AsyncClientSession) -> int:
    """Two that write at once wait for each other here, so what is committed later has the higher number."""
    counter = await documents.database[COUNTERS].find_one_and_update(
        {"_id": "stock_imports"},
        {"$inc": {"value": 1}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
        session=session,
    )
    if counter is None:  # SecantusDB answers the slower of two first ones with nothing
        raise DuplicateKeyError("another import was the first to be counted", DUPLICATE)
    return int(counter["value"])


async def skus_being_counted(session: AsyncClientSession) -> set[str]:
    """Those of which files told something that has not been counted yet."""
    untold = {"kind": facts.kind(StockImported), "state": {"$in": ["open", "dead"]}}
    letters = documents.database["outbox"].find(untold, {"payload": 1}, session=session)
    return {item.sku async for each in letters for item in facts.decode(each["payload"], StockImported).items}
