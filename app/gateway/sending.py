"""From where an order would be sent, and where what an order keeps lies: for staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domains import inventory
from domains.inventory import Destination, Item, Location, Route

from .delivering import zone_of


@dataclass(frozen=True)
class Look:
    """What the rules would choose for `items`. Nothing is held."""

    items: Sequence[Item]
    route: Route
    places: Mapping[UUID, Location]


async def look(items: Sequence[Item], country: str, region: str) -> Look:
    """Invalid for what no order could ask for."""
    to = Destination(await zone_of(country), country, region)
    places = {place.id: place for place in await inventory.locations()}
    return Look(items, await inventory.simulate(items, to), places)
