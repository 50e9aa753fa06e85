"""From where an order would be sent: what reserving would choose at this moment, and why. Nothing is written."""

from collections.abc import Sequence
from itertools import product

from domains.shared.ids import new_id

from . import places, stock
from .bundles.ordering import unfold
from .database import database
from .reserving import Wanted, totals
from .routing import Destination, Route, Shelf, explain


async def simulate(items: Sequence[Wanted], to: Destination) -> Route:
    """Every location is a candidate, also where these have never lain. Invalid as in `reserve`. Of a
    bundle, its parts."""
    async with database.reading() as session:
        wanted = (await unfold(session, new_id(), totals(items))).parts
        offer = await stock.offer(session, wanted)
    shelves = {sku: list(offer.shelves.get(sku, ())) for sku in wanted}
    for sku, place in product(wanted, await places.locations()):
        if all(shelf.location_id != place.id for shelf in shelves[sku]):
            lies = (place.zones, place.country, place.region)
            shelves[sku].append(Shelf(place.id, place.priority, 0, 0, *lies))
    return explain(wanted, shelves, to, offer.rules)
