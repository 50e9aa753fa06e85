"""Which promotions that count several lines together apply where they compete for lines: exactly, while few do."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final

from .benefits import Candidate

MOST_EXACT: Final = 10  # that compete with each other: beyond, whoever saves most is tried first
MOST_TRIED: Final = 5  # whose every set is tried together with what is taken off the order
Left = Callable[[int, list[Candidate]], int]  # of a line that these hold; none of them: as it is without any
Held = Mapping[int, list[Candidate]]


def contests(together: Iterable[Candidate]) -> list[list[Candidate]]:
    """Those that share lines with each other, directly or through others, in the order given."""
    found: list[tuple[int, list[Candidate]]] = []
    for each in together:
        reach, rivals, apart = each.reach, list[Candidate](), list[tuple[int, list[Candidate]]]()
        for group in found:
            if group[0] & each.reach:
                reach |= group[0]
                rivals += group[1]
            else:
                apart.append(group)
        found = [*apart, (reach, [*rivals, each])]
    return [rivals for _, rivals in found]


def sets(together: Sequence[Candidate], held: Held | None = None) -> Iterator[tuple[Candidate, ...]]:
    """All that may stand together, each before those it holds."""
    if not together:
        yield ()
        return
    first, rest, holding = together[0], together[1:], held or {}
    if has_room(first, holding):
        for others in sets(rest, beside(first, holding)):
            yield (first, *others)
    yield from sets(rest, holding)


def has_room(each: Candidate, held: Held) -> bool:
    return all(each.stacks and other.stacks for place in each.claims for other in held.get(place, ()))


def beside(each: Candidate, held: Held) -> Held:
    return {**held, **{place: [*held.get(place, ()), each] for place in each.claims}}


class Contest:
    """Branch and bound: with a promotion and without it, left alone where all that follow could save no more than the
    best that is known. One more never saves more than it does alone."""

    def __init__(self, rivals: Sequence[Candidate], left: Left) -> None:
        self._rivals = sorted(rivals, key=_value, reverse=True)
        self._left = left
        self._hopes = [0, *accumulate(_value(each) for each in reversed(self._rivals))][::-1]
        self._most = 0
        self.best: tuple[Candidate, ...] = ()
        self._look(0, {}, 0, ())

    def _look(self, place: int, held: Held, saved: int, chosen: tuple[Candidate, ...]) -> None:
        if saved > self._most:
            self._most, self.best = saved, chosen
        if saved + self._hopes[place] <= self._most:
            return
        each = self._rivals[place]
        if has_room(each, held):
            more = beside(each, held)
            gain = sum(self._left(line, held.get(line, [])) - self._left(line, more[line]) for line in each.claims)
            self._look(place + 1, more, saved + gain + each.worth, (*chosen, each))
        self._look(place + 1, held, saved, chosen)


def _value(each: Candidate) -> int:
    return each.saved + each.worth
