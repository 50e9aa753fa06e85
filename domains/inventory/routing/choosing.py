"""Which locations send an order together, and what each of them gives."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from uuid import UUID

from .places import NOWHERE, Destination, Free, Pick, Shelves, Wanted
from .rules import DEFAULT, Judge, Rule, Some

TOO_MANY_TO_COMBINE = 8


def short(wanted: Wanted, shelves: Shelves) -> dict[str, int]:
    """Every SKU of which there is not enough, with what is left of it."""
    there = left(shelves)
    return {sku: there.get(sku, 0) for sku, quantity in wanted.items() if there.get(sku, 0) < quantity}


def left(shelves: Shelves) -> dict[str, int]:
    """Of each SKU, everywhere together."""
    return {sku: sum(shelf.available for shelf in row) for sku, row in shelves.items()}


def route(wanted: Wanted, shelves: Shelves, to: Destination = NOWHERE, rules: Sequence[Rule] = DEFAULT) -> list[Pick]:
    """From the locations that the rules choose; stock before back-orders, a line whole where one of them has it all.
    Sorted for locking. Nothing may be `short`."""
    free = offered(wanted, shelves)
    judge = Judge.of(rules, wanted, shelves, free, to)
    return sorted(picks(wanted, free, chosen(judge, wanted, free)))


def offered(wanted: Wanted, shelves: Shelves) -> Free:
    """From stock where that is enough, else with back-orders."""
    in_stock = {sku: {shelf.location_id: shelf.in_stock for shelf in shelves[sku]} for sku in wanted}
    if all(sum(in_stock[sku].values()) >= quantity for sku, quantity in wanted.items()):
        return in_stock
    return {sku: {shelf.location_id: shelf.available for shelf in shelves[sku]} for sku in wanted}


def chosen(judge: Judge, wanted: Wanted, free: Free) -> Some:
    """In the order in which they are asked."""
    ranking = judge.ranking
    if len(ranking) == 1:
        return ranking
    if len(ranking) > TOO_MANY_TO_COMBINE:
        return _greedily(judge, wanted, free)
    still = list(ways(judge, wanted, free))
    for rule in judge.rules:
        still = best(judge, rule, still)
    return min(still, key=lambda some: (judge.weigh(Rule.PRIORITY, some), [ranking.index(place) for place in some]))


def ways(judge: Judge, wanted: Wanted, free: Free) -> Iterator[Some]:
    """Every set of locations that has it all and of which none is idle; none but the smallest where that is asked for
    first."""
    ranking = judge.ranking
    smallest_first = judge.rules[:1] == (Rule.FEWEST_PARCELS,)
    found = False
    for size in range(1, len(ranking) + 1):
        for some in combinations(ranking, size):
            if _covers(wanted, free, some) and _none_idle(wanted, free, some):
                found = True
                yield some
        if found and smallest_first:
            return


def best(judge: Judge, rule: Rule, some: Sequence[Some]) -> list[Some]:
    """Those of which the rule thinks best."""
    least = min(judge.weigh(rule, each) for each in some)
    return [each for each in some if judge.weigh(rule, each) == least]


def picks(wanted: Wanted, free: Free, some: Some) -> list[Pick]:
    return [pick for sku, quantity in wanted.items() for pick in _split(sku, quantity, free[sku], some)]


def _greedily(judge: Judge, wanted: Wanted, free: Free) -> Some:
    """For very many locations: again and again the one that gives most where few parcels are asked for first, else in
    their order."""
    ranking = judge.ranking
    if judge.rules[:1] != (Rule.FEWEST_PARCELS,):
        return _busy(wanted, free, ranking)
    open_still, some = dict(wanted), set[UUID]()
    while any(open_still.values()):
        place = max((each for each in ranking if each not in some), key=lambda each: _gives(open_still, free, each))
        some.add(place)
        open_still = {sku: max(0, quantity - free[sku].get(place, 0)) for sku, quantity in open_still.items()}
    return _busy(wanted, free, tuple(place for place in ranking if place in some))


def _gives(wanted: Wanted, free: Free, place: UUID) -> int:
    return sum(min(quantity, free[sku].get(place, 0)) for sku, quantity in wanted.items())


def _covers(wanted: Wanted, free: Free, some: Some) -> bool:
    return all(sum(free[sku].get(place, 0) for place in some) >= quantity for sku, quantity in wanted.items())


def _none_idle(wanted: Wanted, free: Free, some: Some) -> bool:
    return len(_busy(wanted, free, some)) == len(some)


def _busy(wanted: Wanted, free: Free, some: Some) -> Some:
    giving = {pick.location_id for pick in picks(wanted, free, some)}
    return tuple(place for place in some if place in giving)


def _split(sku: str, quantity: int, free: Mapping[UUID, int], some: Some) -> Iterable[Pick]:
    """Whole from the first location that has it all, else what each has in turn."""
    alone = next((place for place in some if free.get(place, 0) >= quantity), None)
    for place in some if alone is None else (alone,):
        taken = min(quantity, free.get(place, 0))
        if taken > 0:
            yield Pick(sku, place, taken)
            quantity -= taken
