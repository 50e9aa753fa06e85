"""Why an order is sent from there and from nowhere else, as data: words are made of it where it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from .choosing import TOO_MANY_TO_COMBINE, best, chosen, offered, picks, short, ways
from .nearness import Nearness, nearness
from .places import Destination, Free, Pick, Shelf, Shelves, Wanted, reaching
from .rules import DEFAULT, Judge, Rule, Some

Left = tuple[tuple[Rule, int], ...]


class Fate(StrEnum):
    """What became of a location."""

    CHOSEN = "chosen"
    SHIPS_ELSEWHERE = "ships_elsewhere"
    HAS_NONE = "has_none"
    TOO_LITTLE = "too_little"  # also with all the others
    NOT_NEEDED = "not_needed"
    OVERRULED = "overruled"


@dataclass(frozen=True)
class Candidate:
    """A location, what it has of what is wanted, what the rules look at, and what became of it. Without a rule it was
    overruled `by`, all rules thought it as good, and the first in the order was taken."""

    location_id: UUID
    priority: int
    nearness: Nearness
    has: Mapping[str, int]
    fate: Fate
    by: Rule | None = None


@dataclass(frozen=True)
class Route:
    """`ways`: how many sets of locations could have sent it, and how many of them each rule left in turn. None were
    compared where there are very many locations."""

    picks: tuple[Pick, ...]
    candidates: tuple[Candidate, ...]
    ways: int
    left: Left
    short: Mapping[str, int]
    beyond: bool

    @property
    def parcels(self) -> int:
        return len({pick.location_id for pick in self.picks})


def explain(wanted: Wanted, shelves: Shelves, to: Destination, rules: Sequence[Rule] = DEFAULT) -> Route:
    """As `route` chooses, of all `shelves`; with `short` of what is not there, and then no picks."""
    near = reaching(shelves, to.zone)
    if missing := short(wanted, near):
        return Route((), _candidates(shelves, to, {}, Fate.TOO_LITTLE), 0, (), missing, beyond=False)
    free = offered(wanted, near)
    judge = Judge.of(rules, wanted, near, free, to)
    some = chosen(judge, wanted, free)
    every, left, lost = _compared(judge, wanted, free)
    fates = {place: (Fate.OVERRULED, rule) for place, rule in lost.items()}
    there = picks(wanted, free, some)
    in_stock = {(sku, shelf.location_id): shelf.in_stock for sku, row in near.items() for shelf in row}
    return Route(
        picks=tuple(sorted(there)),
        candidates=_candidates(shelves, to, fates | dict.fromkeys(some, (Fate.CHOSEN, None)), Fate.NOT_NEEDED),
        ways=every,
        left=left,
        short={},
        beyond=any(pick.quantity > in_stock[pick.sku, pick.location_id] for pick in there),
    )


def _compared(judge: Judge, wanted: Wanted, free: Free) -> tuple[int, Left, dict[UUID, Rule | None]]:
    """How many ways there were, how many each rule left, and by which rule each location fell out last."""
    if len(judge.shelves) > TOO_MANY_TO_COMBINE:
        return 0, (), {}
    every = left = list(ways(judge, wanted, free))
    few = judge.rules[:1] == (Rule.FEWEST_PARCELS,)
    lost: dict[UUID, Rule | None] = dict.fromkeys(judge.shelves, Rule.FEWEST_PARCELS) if few else {}
    counted = []
    for rule in judge.rules:
        after = best(judge, rule, left)
        lost |= dict.fromkeys(_members(left) - _members(after), rule)
        left = after
        counted.append((rule, len(left)))
    return len(every), tuple(counted), lost | dict.fromkeys(_members(left), None)


def _candidates(
    shelves: Shelves, to: Destination, fates: Mapping[UUID, tuple[Fate, Rule | None]], otherwise: Fate
) -> tuple[Candidate, ...]:
    """By priority."""
    there: dict[UUID, dict[str, Shelf]] = {}
    for sku, row in shelves.items():
        for shelf in row:
            there.setdefault(shelf.location_id, {})[sku] = shelf
    found = [_candidate(has, to, fates, otherwise) for has in there.values()]
    return tuple(sorted(found, key=lambda each: (each.priority, each.location_id)))


def _candidate(
    has: Mapping[str, Shelf], to: Destination, fates: Mapping[UUID, tuple[Fate, Rule | None]], otherwise: Fate
) -> Candidate:
    shelf = next(iter(has.values()))
    available = {sku: each.available for sku, each in has.items()}
    if not shelf.ships_to(to.zone):
        fate: tuple[Fate, Rule | None] = (Fate.SHIPS_ELSEWHERE, None)
    elif not any(available.values()):
        fate = (Fate.HAS_NONE, None)
    else:
        fate = fates.get(shelf.location_id, (otherwise, None))
    near = nearness(shelf.country, shelf.region, to)
    return Candidate(shelf.location_id, shelf.priority, near, available, *fate)


def _members(some: Sequence[Some]) -> set[UUID]:
    return {place for each in some for place in each}
