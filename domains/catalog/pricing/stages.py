"""The best that promotions of lines can do together."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import accumulate
from operator import attrgetter
from typing import Final, Self

from msgspec import Struct

from ..promotions.terms import PromotionClass
from .benefits import Candidate, Cut
from .contests import MOST_EXACT, Contest, contests
from .counted import Amounts
from .goods import Goods

TURN: Final = attrgetter("promotion.order")


class Taken(Struct, frozen=True, eq=False):
    """What one promotion takes off in a plan, in minor units."""

    candidate: Candidate
    amounts: Amounts = {}
    shipping: int = 0

    @property
    def saved(self) -> int:
        return sum(self.amounts.values())

    @property
    def of_lines(self) -> bool:
        return self.candidate.promotion.kind is PromotionClass.LINE


class LineStage:
    """Two promotions that do not both name lines in `combines_with` never take from the same line: there the one that
    saves more counts. Those which count several lines together get all the lines they need or do not apply: of them
    the best set applies. Where too many compete the greatest is tried first, and each stays where it saves more than
    without it. `left` is what remains of each line, `worth` that of the gifts: none of its `together` apply before it
    is `settled`, or told which."""

    def __init__(self, candidates: Sequence[Candidate], goods: Goods) -> None:
        self._goods = goods
        self._candidates = candidates
        self._stacking = _by_line((each for each in candidates if each.stacks), goods)
        self._single = _greatest(each for each in candidates if each.cut is not None and not each.stacks)
        self._known: dict[tuple[int, int], int] = {}
        self.left = [self._stacked(place, whole) for place, whole in enumerate(goods.wholes)]
        self._singly = self._alone_on_line()
        self._bare = tuple(self.left), frozenset(self._singly)
        self.together = sorted(
            (each for each in candidates if each.together and (each.alone or each.gifts)),
            key=lambda each: -each.saved - each.worth,
        )
        self._choose(())

    @property
    def least_left(self) -> int:
        """Of all lines together: less than that nothing leaves that may be chosen."""
        left = list(self._bare[0])
        for each in self.together:
            if each.stacks:
                for place, amount in each.alone.items():
                    left[place] -= amount
        for each in self.together:
            if not each.stacks:
                for place, amount in each.alone.items():
                    left[place] = min(left[place], self._goods.wholes[place] - amount)
        return sum([max(each, 0) for each in left])

    def settled(self) -> Self:
        """With the best of its `together`."""
        other = self.having(())
        other._choose(other._settled())
        return other

    def having(self, chosen: Iterable[Candidate]) -> Self:
        """With these of its `together` and no others."""
        other = copy(self)
        other.left, other._singly = list(self._bare[0]), set(self._bare[1])
        other._choose(chosen)
        return other

    def taken(self) -> list[Taken]:
        """By each promotion that applies, in the order in which they are applied."""
        amounts = self._amounts()
        applying = (each for each in self._candidates if each in amounts or self._gives(each))
        return [Taken(each, amounts.get(each, {})) for each in applying]

    def _alone_on_line(self) -> set[int]:
        """The lines where a single promotion saves more than all that stack; those are its own."""
        singly = set()
        for place, each in self._single.items():
            whole, amount = self._goods.wholes[place], each.alone[place]
            if amount > whole - self.left[place]:
                self.left[place] = whole - amount
                singly.add(place)
        return singly

    def _gives(self, each: Candidate) -> bool:
        return bool(each.gifts) and (each in self._chosen or not each.together)

    def _amounts(self) -> dict[Candidate, Amounts]:
        """By line in its place, of each that takes something off."""
        amounts: dict[Candidate, Amounts] = {}
        for place in self._goods.everything:
            if place in self._singly:
                single = self._single[place]
                amounts.setdefault(single, {})[place] = single.alone[place]
            else:
                for each, amount in self._shared(place, _in_turn(self._holding.get(place, ()))):
                    amounts.setdefault(each, {})[place] = amount
        return amounts

    def _shared(self, place: int, wholes: Sequence[Candidate]) -> Iterator[tuple[Candidate, int]]:
        """What comes off a line that these promotions hold, and whose that is."""
        left = self._goods.wholes[place]
        for whole in wholes:
            if amount := min(whole.alone.get(place, 0), left):
                yield whole, amount
                left -= amount
            if not whole.stacks:
                return
        quantity = self._goods.quantities[place]
        for cut, each in self._stacking[place]:
            if amount := cut(left, quantity):
                yield each, amount
                left -= amount

    def _rest(self, place: int) -> int:
        """What is left of a line, worked out anew when it is asked for after another promotion has taken hold."""
        if place in self._changed:
            self._changed.remove(place)
            self.left[place] = self._left(place, _in_turn(self._holding[place]))
        return self.left[place]

    def _left(self, place: int, wholes: Sequence[Candidate]) -> int:
        """What `_shared` leaves of a line."""
        left = self._goods.wholes[place]
        for whole in wholes:
            left -= min(whole.alone.get(place, 0), left)
            if not whole.stacks:
                return left
        return self._stacked(place, left)

    def _stacked(self, place: int, left: int) -> int:
        """What those that stack leave of so much; asked for again and again while the best set is looked for."""
        known = self._known.get((place, left))
        if known is None:
            quantity, rest = self._goods.quantities[place], left
            for cut, _ in self._stacking[place]:
                rest -= cut(rest, quantity)
            known = self._known[place, left] = rest
        return known

    def _choose(self, choice: Iterable[Candidate]) -> None:
        self._holding: dict[int, list[Candidate]] = {}
        self._changed: set[int] = set()  # held by others than when it was last worked out what is left
        self._closed: set[int] = set()  # held by one that stands beside no other
        self._chosen: set[Candidate] = set()
        for each in choice:
            self._chosen.add(each)
            self._hold(each)
        for place in tuple(self._changed):
            self._rest(place)
        self.worth = sum([each.worth for each in self._candidates if self._gives(each)])

    def _settled(self) -> Iterator[Candidate]:
        """Each holds its lines before the next is looked at."""
        for rivals in contests(self.together):
            if 1 < len(rivals) <= MOST_EXACT:
                yield from Contest(rivals, self._beneath).best
            else:
                yield from (each for each in rivals if self._has_room(each) and self._gains(each))

    def _beneath(self, place: int, wholes: list[Candidate]) -> int:
        return self._left(place, _in_turn(wholes)) if wholes else self.left[place]

    def _has_room(self, each: Candidate) -> bool:
        """Whether every promotion that holds one of its lines may stand beside it there."""
        return (self._closed if each.stacks else self._holding.keys()).isdisjoint(each.claims)

    def _gains(self, each: Candidate) -> bool:
        """Whether more is saved with it than without. One that stacks drives out a single one; on other lines no less
        comes off than before, because what any of them leaves never grows when it is given less: the first gain will
        do there, and a line of which nothing is left has none."""
        if not each.stacks:
            wholes = self._goods.wholes
            return each.saved + each.worth > sum([wholes[place] - self._rest(place) for place in each.claims])
        sure = each.worth + sum([self._gain(each, place) for place in each.claims if place in self._singly])
        others = (self._gain(each, place) for place in each.claims if place not in self._singly and self._rest(place))
        return any(gain > 0 for gain in accumulate(others, initial=sure))

    def _gain(self, each: Candidate, place: int) -> int:
        beside = _in_turn([*self._holding.get(place, ()), each])
        return self._rest(place) - self._left(place, beside)

    def _hold(self, each: Candidate) -> None:
        for place in each.claims:
            self._holding.setdefault(place, []).append(each)
        self._changed.update(each.claims)
        self._singly.difference_update(each.claims)
        if not each.stacks:
            self._closed.update(each.claims)


def _in_turn(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """In the order in which they are applied."""
    return sorted(candidates, key=TURN) if len(candidates) > 1 else candidates


def _by_line(candidates: Iterable[Candidate], goods: Goods) -> list[list[tuple[Cut, Candidate]]]:
    """Those whose lines stand for themselves, in the order in which they are applied."""
    found: list[list[tuple[Cut, Candidate]]] = [[] for _ in goods.everything]
    for each in candidates:
        if each.cut is not None:
            own = each.cut, each
            for place in each.alone:
                found[place].append(own)
    return found


def _greatest(candidates: Iterable[Candidate]) -> dict[int, Candidate]:
    """By line, the one that takes most off it; of equal ones the first."""
    greatest: dict[int, Candidate] = {}
    most: Amounts = {}
    for each in candidates:
        for place, amount in each.alone.items():
            if amount > most.get(place, 0):
                greatest[place], most[place] = each, amount
    return greatest
