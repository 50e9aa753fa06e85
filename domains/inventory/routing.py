"""From where to ship: pure arithmetic over what is free. The database's statement decides whether it still holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

TOO_MANY_TO_COMBINE = 8


@dataclass(frozen=True)
class Shelf:
    """What one location could give of one SKU: from stock, and with back-orders on top of it."""

    location_id: UUID
    priority: int
    in_stock: int
    available: int


@dataclass(frozen=True, order=True)
class Pick:
    sku: str
    location_id: UUID
    quantity: int


Shelves = Mapping[str, Sequence[Shelf]]
Free = dict[str, dict[UUID, int]]


def short(wanted: Mapping[str, int], shelves: Shelves) -> dict[str, int]:
    """Every SKU of which there is not enough, with what is left of it."""
    left = {sku: sum(shelf.available for shelf in shelves.get(sku, ())) for sku in wanted}
    return {sku: left[sku] for sku, quantity in wanted.items() if left[sku] < quantity}


def route(wanted: Mapping[str, int], shelves: Shelves) -> list[Pick]:
    """The fewest parcels, then the first locations by priority; stock before back-orders. Sorted for locking.

    Nothing may be `short`."""
    in_stock = {sku: {shelf.location_id: shelf.in_stock for shelf in shelves[sku]} for sku in wanted}
    beyond = {sku: {shelf.location_id: shelf.available for shelf in shelves[sku]} for sku in wanted}
    free = in_stock if _covers(wanted, in_stock, _locations(shelves)) else beyond
    chosen = _fewest(wanted, free, _locations(shelves))
    return sorted(pick for sku, quantity in wanted.items() for pick in _split(sku, quantity, free[sku], chosen))


def _locations(shelves: Shelves) -> tuple[UUID, ...]:
    priority = {shelf.location_id: (shelf.priority, shelf.location_id) for row in shelves.values() for shelf in row}
    return tuple(sorted(priority, key=priority.__getitem__))


def _fewest(wanted: Mapping[str, int], free: Free, locations: tuple[UUID, ...]) -> tuple[UUID, ...]:
    """Smallest set that covers everything; with very many locations only one alone is looked for."""
    most = len(locations) if len(locations) <= TOO_MANY_TO_COMBINE else 1
    for size in range(1, most + 1):
        for some in combinations(locations, size):
            if _covers(wanted, free, some):
                return some
    return locations


def _covers(wanted: Mapping[str, int], free: Free, locations: Iterable[UUID]) -> bool:
    some = tuple(locations)
    return all(sum(free[sku].get(place, 0) for place in some) >= quantity for sku, quantity in wanted.items())


def _split(sku: str, quantity: int, free: Mapping[UUID, int], chosen: tuple[UUID, ...]) -> Iterable[Pick]:
    """Whole from the first location that has it all, else what each has in turn."""
    alone = next((place for place in chosen if free.get(place, 0) >= quantity), None)
    for place in chosen if alone is None else (alone,):
        taken = min(quantity, free.get(place, 0))
        if taken > 0:
            yield Pick(sku, place, taken)
            quantity -= taken
