"""What files say of the stock, on its way to those who keep it: numbered as written, and known until it is counted."""

from pymongo.asynchronous.client_session import AsyncClientSession

from ..shared import facts
from .database import documents
from .events import StockImported
from .turns import take_turn


async def next_stock_sequence(session: AsyncClientSession) -> int:
    """Two that write at once wait for each other here, so what is committed later has the higher number."""
    return await take_turn(session, "stock_imports")


async def skus_being_counted(session: AsyncClientSession) -> set[str]:
    """Those of which files told something that has not been counted yet."""
    untold = {"kind": facts.kind(StockImported), "state": {"$in": ["open", "dead"]}}
    letters = documents.database["outbox"].find(untold, {"payload": 1}, session=session)
    return {item.sku async for each in letters for item in facts.decode(each["payload"], StockImported).items}
