"""What is free where, and where goods go to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Destination:
    """Where an order goes to, each part empty where nobody has said."""

    zone: str = ""
    country: str = ""
    region: str = ""


NOWHERE = Destination()


@dataclass(frozen=True)
class Shelf:
    """What one location could give of one SKU: from stock, and with back-orders on top of it; and where it lies."""

    location_id: UUID
    priority: int
    in_stock: int
    available: int
    zones: Collection[str] = ()
    country: str = ""
    region: str = ""

    def ships_to(self, zone: str) -> bool:
        """An empty zone is that of an order whose place nobody knows; a location without zones ships everywhere."""
        return not zone or not self.zones or zone in self.zones


@dataclass(frozen=True, order=True)
class Pick:
    sku: str
    location_id: UUID
    quantity: int


Shelves = Mapping[str, Sequence[Shelf]]
Wanted = Mapping[str, int]
Free = Mapping[str, Mapping[UUID, int]]  # by SKU and location


def reaching(shelves: Shelves, zone: str) -> dict[str, list[Shelf]]:
    """Those of locations that ship there."""
    return {sku: [shelf for shelf in row if shelf.ships_to(zone)] for sku, row in shelves.items()}
