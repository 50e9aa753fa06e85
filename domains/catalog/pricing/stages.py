"""The best that the promotions of one class can do together, on what the classes before them have left."""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from msgspec import Struct

from .benefits import Candidate, Cut, frees_shipping, off_order, off_shipping, order_value
from .counted import Amounts
from .goods import Goods


class Taken(Struct, frozen=True, eq=False):
    """What one promotion takes off in a plan, in minor units."""

    candidate: Candidate
    amounts: Amounts = {}
    shipping: int = 0

    @property
    def saved(self) -> int:
        return sum(self.amounts.values())


class Share(Struct, frozen=True):
    """One line: what comes off it, and whose that is."""

    saved: int
    by: Sequence[tuple[Candidate, int]]


class LineStage:
    """Two promotions that do not both name lines in `combines_with` never take from the same line: there the one that
    saves more counts. Those which count several lines together get all the lines they need or do not apply; the
    greatest is tried first, and each stays where it saves more than without it."""

    def __init__(self, candidates: Sequence[Candidate], goods: Goods) -> None:
        self._goods = goods
        self._candidates = candidates
        self._single: dict[int, Candidate] = {}
        self._stacks: dict[int, list[tuple[Cut, Candidate]]] = {}
        for each in candidates:
            if each.cut is not None:
                self._sort_in(each, each.cut)
        self._holding: dict[int, list[Candidate]] = {}
        self._closed: set[int] = set()  # held by one that stands beside no other
        self._shares: dict[int, Share] = {}

    def best(self) -> list[Taken]:
        chosen = self._choose(each for each in self._candidates if each.together and (each.alone or each.gifts))
        amounts: dict[Candidate, Amounts] = {}
        for place in self._goods.everything:
            for each, amount in self._share(place).by:
                amounts.setdefault(each, {})[place] = amount
        applying = (
            each
            for each in self._candidates
            if each in amounts or (each.gifts and (each in chosen or not (each.together or each.cut)))
        )
        return [Taken(each, amounts.get(each, {})) for each in applying]

    def _sort_in(self, each: Candidate, cut: Cut) -> None:
        for place, amount in each.alone.items():
            if each.stacks:
                self._stacks.setdefault(place, []).append((cut, each))
            elif place not in self._single or amount > self._single[place].alone[place]:
                self._single[place] = each

    def _share(self, place: int) -> Share:
        """As things stand: kept until another promotion holds the line."""
        if place not in self._shares:
            self._shares[place] = self._shared(place, self._holding.get(place, ()))
        return self._shares[place]

    def _shared(self, place: int, wholes: Sequence[Candidate]) -> Share:
        all_of_it = left = self._goods.wholes[place]
        by: list[tuple[Candidate, int]] = []
        for whole in wholes:
            if amount := min(whole.alone.get(place, 0), left):
                by.append((whole, amount))
                left -= amount
            if not whole.stacks:
                return Share(all_of_it - left, by)
        quantity = self._goods.quantities[place]
        for cut, each in self._stacks.get(place, ()):
            if not left:
                break
            if amount := cut(left, quantity):
                by.append((each, amount))
                left -= amount
        single = None if wholes else self._single.get(place)
        if single and single.alone[place] > all_of_it - left:
            return Share(single.alone[place], ((single, single.alone[place]),))
        return Share(all_of_it - left, by)

    def _choose(self, together: Iterable[Candidate]) -> set[Candidate]:
        chosen: set[Candidate] = set()
        for each in sorted(together, key=lambda each: -each.saved - each.worth):
            if self._has_room(each) and self._gains(each):
                chosen.add(each)
                self._hold(each)
        return chosen

    def _has_room(self, each: Candidate) -> bool:
        """Whether every promotion that holds one of its lines may stand beside it there."""
        return (self._closed if each.stacks else self._holding.keys()).isdisjoint(each.claims)

    def _gains(self, each: Candidate) -> bool:
        """Whether more is saved with it than without. One that stacks drives out a single one; on other lines no less
        comes off than before, because what any of them leaves never grows when it is given less: the first gain will
        do there, and a line of which nothing is left has none."""
        if not each.stacks:
            return each.saved + each.worth > sum([self._share(place).saved for place in each.claims])
        singly = [place for place in each.claims if self._is_singly(place)]
        sure = each.worth + sum([self._gain(each, place) for place in singly])
        others = (self._gain(each, place) for place in each.claims if place not in singly and self._left(place))
        return any(gain > 0 for gain in accumulate(others, initial=sure))

    def _is_singly(self, place: int) -> bool:
        if place not in self._single or place in self._holding:
            return False
        by = self._share(place).by
        return bool(by) and by[0][0] is self._single[place]

    def _left(self, place: int) -> int:
        return self._goods.wholes[place] - self._share(place).saved

    def _gain(self, each: Candidate, place: int) -> int:
        return self._shared(place, self._beside(each, place)).saved - self._share(place).saved

    def _beside(self, each: Candidate, place: int) -> list[Candidate]:
        """All that would hold the line then, in the order in which they are applied."""
        return sorted([*self._holding.get(place, ()), each], key=lambda one: one.promotion.order)

    def _hold(self, each: Candidate) -> None:
        for place in each.claims:
            self._holding[place] = self._beside(each, place)
            self._shares.pop(place, None)
        if not each.stacks:
            self._closed.update(each.claims)


def best_on_order(candidates: Sequence[Candidate], goods: Goods, left: Sequence[int]) -> list[Taken]:
    """All that stand beside each other, or the one that saves more than they do."""
    bases: dict[tuple[int, ...], int] = {}
    stacked = _stack(candidates, goods, left)
    best, most = None, sum(each.saved + each.candidate.worth for each in stacked)
    for each in candidates:
        if not each.stacks:
            if each.places not in bases:
                bases[each.places] = sum([left[place] for place in each.places])
            value = order_value(each, goods, bases[each.places]) + each.worth
            if value > most:
                best, most = each, value
    return stacked if best is None else [Taken(best, off_order(best, goods, left))]


def _stack(candidates: Sequence[Candidate], goods: Goods, left: Sequence[int]) -> list[Taken]:
    rest, stacked = list(left), []
    for each in candidates:
        if each.stacks:
            amounts = off_order(each, goods, rest)
            for place, amount in amounts.items():
                rest[place] -= amount
            if amounts or each.gifts:
                stacked.append(Taken(each, amounts))
    return stacked


def best_on_shipping(candidates: Sequence[Candidate], price: int) -> list[Taken]:
    """While nobody has chosen a delivery, free shipping counts as the better one."""
    rest, stacked = price, []
    for each in candidates:
        if each.stacks:
            amount = off_shipping(each, rest)
            rest -= amount
            if amount or frees_shipping(each):
                stacked.append(Taken(each, shipping=amount))
    singles = [[Taken(each, shipping=off_shipping(each, price))] for each in candidates if not each.stacks]
    useful = [taken for taken in singles if taken[0].shipping or frees_shipping(taken[0].candidate)]
    return max([stacked, *useful], key=_shipping_worth)


def _shipping_worth(taken: Sequence[Taken]) -> tuple[int, bool]:
    return sum(each.shipping for each in taken), any(frees_shipping(each.candidate) for each in taken)


def after(taken: Sequence[Taken], wholes: Sequence[int]) -> list[int]:
    """What is left of each line."""
    left = list(wholes)
    for each in taken:
        for place, amount in each.amounts.items():
            left[place] -= amount
    return left
