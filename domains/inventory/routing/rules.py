"""The rules by which a shop chooses from where it sends. The first one that tells two ways apart decides."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from .nearness import Nearness, nearness
from .places import Destination, Free, Shelf, Shelves, Wanted


class Rule(StrEnum):
    FEWEST_PARCELS = "fewest_parcels"
    NEAREST = "nearest"
    PRIORITY = "priority"
    HIGHEST_STOCK = "highest_stock"


DEFAULT: Final = (Rule.FEWEST_PARCELS, Rule.PRIORITY)
Some = tuple[UUID, ...]  # locations that send an order together


@dataclass(frozen=True)
class Judge:
    """What each rule has to say of locations, about one order. `ranking` is the order in which they are asked."""

    rules: tuple[Rule, ...]
    shelves: Mapping[UUID, Shelf]
    stock: Mapping[UUID, int]
    to: Destination

    @classmethod
    def of(cls, rules: Iterable[Rule], wanted: Wanted, shelves: Shelves, free: Free, to: Destination) -> "Judge":
        """Of the locations that have anything of what is wanted."""
        there = {shelf.location_id: shelf for sku in wanted for shelf in shelves.get(sku, ())}
        stock = {place: sum(free[sku].get(place, 0) for sku in wanted) for place in there}
        return cls(tuple(rules), {place: there[place] for place in there if stock[place]}, stock, to)

    @property
    def ranking(self) -> Some:
        return tuple(sorted(self.shelves, key=self._rank))

    def weigh(self, rule: Rule, some: Some) -> tuple[int, ...]:
        """The smaller, the better."""
        if rule == Rule.FEWEST_PARCELS:
            return (len(some),)
        return tuple(sorted(self.say(rule, place) for place in some))

    def say(self, rule: Rule, place: UUID) -> int:
        """Of one location alone."""
        says: dict[Rule, Callable[[], int]] = {
            Rule.FEWEST_PARCELS: lambda: 0,
            Rule.NEAREST: lambda: self.nearness(place),
            Rule.PRIORITY: lambda: self.shelves[place].priority,
            Rule.HIGHEST_STOCK: lambda: -self.stock[place],
        }
        return says[rule]()

    def nearness(self, place: UUID) -> Nearness:
        shelf = self.shelves[place]
        return nearness(shelf.country, shelf.region, self.to)

    def _rank(self, place: UUID) -> tuple[object, ...]:
        return (*(self.say(rule, place) for rule in self.rules), self.shelves[place].priority, place)
