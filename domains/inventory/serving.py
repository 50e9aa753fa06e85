"""Whether goods can be sent to a place at all, for who has said where they live and not ordered yet."""

from collections.abc import Sequence

from . import stock
from .database import database
from .reserving import Wanted, totals
from .routing import Destination, reaching, short


async def unserved(items: Sequence[Wanted], to: Destination) -> dict[str, int]:
    """Of which there is enough, but not where anything is sent from to there; with how many of it could be."""
    wanted = totals(items)
    async with database.reading() as session:
        shelves = (await stock.offer(session, wanted)).shelves
    gone = short(wanted, shelves)
    return {sku: left for sku, left in short(wanted, reaching(shelves, to.zone)).items() if sku not in gone}
