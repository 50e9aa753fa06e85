"""Whether goods can be sent to a place at all, for who has said where they live and not ordered yet."""

from collections.abc import Sequence

from domains.shared.ids import new_id

from . import stock
from .bundles.ordering import unfold
from .database import database
from .reserving import Wanted, totals
from .routing import Destination, left, reaching


async def unserved(items: Sequence[Wanted], to: Destination) -> dict[str, int]:
    """Of which there is enough, but not where anything is sent from to there; with how many of it could be."""
    async with database.reading() as session:
        order = await unfold(session, new_id(), totals(items))
        shelves = (await stock.offer(session, order.parts)).shelves
    gone = order.short(left(shelves))
    return {sku: could for sku, could in order.short(left(reaching(shelves, to.zone))).items() if sku not in gone}
