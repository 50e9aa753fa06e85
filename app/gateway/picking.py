"""What is taken from the shelves for several orders, and what is in one parcel: for the papers of whoever packs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domains import inventory, orders
from domains.shared.errors import Invalid, NotFound

from . import contents

MOST: Final = 100  # orders of one list


@dataclass(frozen=True)
class Pick:
    """So many of a SKU, all orders together; how many for which, by their numbers."""

    sku: str
    title: str
    options: str
    wanted: tuple[tuple[str, int], ...]

    @property
    def quantity(self) -> int:
        return sum(units for _, units in self.wanted)


@dataclass(frozen=True)
class Shelves:
    """What is picked at one location, by SKU."""

    place: str
    picks: tuple[Pick, ...]


async def pick_list(numbers: Sequence[str]) -> tuple[Shelves, ...]:
    """Of what these orders have been given and not been sent, by location in the order of their names. Of a bundle, its
    parts. Invalid where that is nothing."""
    if not 0 < len(set(numbers)) <= MOST:
        raise Invalid(f"Tick from 1 to {MOST} orders.")
    wanted: dict[tuple[str, str], list[tuple[str, int]]] = {}
    names: dict[str, tuple[str, str]] = {}
    for number in dict.fromkeys(numbers):
        order = await orders.find(number)
        for each in await inventory.whereabouts(order.id, [line.sku for line in order.lines]):
            if each.waits and order.can_be_sent:
                wanted.setdefault((each.location, each.sku), []).append((order.number, each.waits))
        names |= {part.sku: (part.name, "") for parts in (await contents.of_order(order)).values() for part in parts}
        names |= {line.sku: (line.title, line.options_text) for line in order.lines}
    if not wanted:
        raise Invalid("Nothing of these orders waits to be picked.")
    places = sorted({place for place, _ in wanted})
    return tuple(
        Shelves(
            place,
            tuple(
                Pick(sku, *names.get(sku, (sku, "")), tuple(units))
                for (where, sku), units in sorted(wanted.items())
                if where == place
            ),
        )
        for place in places
    )


async def packed(number: str, fulfilment_id: UUID) -> tuple[orders.Order, orders.Fulfilment]:
    order = await orders.find(number)
    parcel = next((each for each in order.fulfilments if each.id == fulfilment_id), None)
    if parcel is None:
        raise NotFound("This parcel does not belong to the order.")
    return order, parcel
