"""The best that the promotions of one class can do together, on what the classes before them have left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from ..promotions.terms import PromotionClass
from .benefits import Candidate, frees_shipping, off_order, off_shipping, order_value
from .counted import Amounts
from .goods import Goods

LINE, ORDER, SHIPPING = PromotionClass.LINE, PromotionClass.ORDER, PromotionClass.SHIPPING
TRIED_TOGETHER: Final = 5  # so many promotions that count lines together are tried in every combination; more, greedily

Worth = Callable[[Candidate], int]  # of its gifts


@dataclass(frozen=True)
class Taken:
    """What one promotion takes off in a plan, in minor units."""

    candidate: Candidate
    amounts: Amounts = field(default_factory=dict)
    shipping: int = 0

    @property
    def saved(self) -> int:
        return sum(self.amounts.values())


@dataclass(frozen=True)
class _Share:
    """One line: what comes off it, and whose that is."""

    saved: int
    by: tuple[tuple[Candidate, int], ...] = ()


class LineStage:
    """Two promotions that do not both name lines in `combines_with` never take from the same line: there the one that
    saves more counts. Those which count several lines together get all the lines they need or do not apply."""

    def __init__(self, candidates: Sequence[Candidate], goods: Goods, worth: Worth) -> None:
        self._goods, self._worth = goods, worth
        self._candidates = candidates
        self._together = [each for each in candidates if each.together and (each.alone or each.gifts)]
        self._single: dict[int, tuple[int, Candidate]] = {}
        self._stacks: dict[int, list[Candidate]] = {}
        for each in candidates:
            if not each.together:
                self._sort_in(each)
        self._alone = {place: self._share(place, ()) for place in self._single.keys() | self._stacks.keys()}

    def best(self) -> list[Taken]:
        chosen = self._choose()
        shares = dict(self._alone)
        for place in self._claimed(chosen):
            shares[place] = self._share(place, chosen)
        amounts: dict[str, Amounts] = {}
        for place in sorted(shares):
            for each, amount in shares[place].by:
                amounts.setdefault(each.order[1], {})[place] = amount
        applying = (
            each
            for each in self._candidates
            if each.order[1] in amounts or (each.gifts and (each in chosen or not (each.together or each.cuts)))
        )
        return [Taken(each, amounts.get(each.order[1], {})) for each in applying]

    def _sort_in(self, each: Candidate) -> None:
        stacks = each.stands_beside(LINE)
        for place, amount in each.alone.items():
            if stacks:
                self._stacks.setdefault(place, []).append(each)
            elif place not in self._single or amount > self._single[place][0]:
                self._single[place] = (amount, each)

    def _share(self, place: int, wholes: Sequence[Candidate]) -> _Share:
        item = self._goods.items[place]
        here = [whole for whole in wholes if place in whole.claims]
        left, by = item.whole, []
        for whole in here:
            if amount := min(whole.alone.get(place, 0), left):
                by.append((whole, amount))
                left -= amount
            if not whole.stands_beside(LINE):
                return _Share(item.whole - left, tuple(by))
        for each in self._stacks.get(place, ()):
            if amount := each.cut(left, item.line.quantity):
                by.append((each, amount))
                left -= amount
        single = self._single.get(place)
        if single and not here and single[0] > item.whole - left:
            return _Share(single[0], ((single[1], single[0]),))
        return _Share(item.whole - left, tuple(by))

    def _choose(self) -> tuple[Candidate, ...]:
        if len(self._together) <= TRIED_TOGETHER:
            every = (
                chosen
                for count in range(len(self._together) + 1)
                for chosen in combinations(self._together, count)
                if _agree(chosen)
            )
            return max(every, key=self._gain)
        chosen: tuple[Candidate, ...] = ()
        for each in sorted(self._together, key=lambda each: -self._gain((each,))):
            more = tuple(sorted((*chosen, each), key=lambda one: one.order))
            if _agree(more) and self._gain(more) > self._gain(chosen):
                chosen = more
        return chosen

    def _gain(self, chosen: tuple[Candidate, ...]) -> int:
        """Over what the lines save without them."""
        lines = sum(
            self._share(place, chosen).saved - (self._alone[place].saved if place in self._alone else 0)
            for place in self._claimed(chosen)
        )
        return lines + sum(self._worth(each) for each in chosen)

    def _claimed(self, chosen: Sequence[Candidate]) -> set[int]:
        return {place for each in chosen for place in each.claims}


def _agree(chosen: Sequence[Candidate]) -> bool:
    return all(
        (one.stands_beside(LINE) and other.stands_beside(LINE)) or one.claims.isdisjoint(other.claims)
        for one, other in combinations(chosen, 2)
    )


def best_on_order(candidates: Sequence[Candidate], goods: Goods, left: Sequence[int], worth: Worth) -> list[Taken]:
    """All that stand beside each other, or the one that saves more than they do."""
    bases: dict[object, int] = {}
    stacked = _stack(candidates, goods, left)
    best, most = stacked, sum(each.saved + worth(each.candidate) for each in stacked)
    for each in candidates:
        if not each.stands_beside(ORDER):
            scope = each.promotion.scope
            if scope not in bases:
                bases[scope] = sum(left[place] for place in goods.within(scope))
            value = order_value(each, goods, bases[scope]) + worth(each)
            if value > most:
                best, most = [Taken(each)], value
    return best if best is stacked else [Taken(best[0].candidate, off_order(best[0].candidate, goods, left))]


def _stack(candidates: Sequence[Candidate], goods: Goods, left: Sequence[int]) -> list[Taken]:
    rest, stacked = list(left), []
    for each in candidates:
        if each.stands_beside(ORDER):
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
        if each.stands_beside(SHIPPING):
            amount = off_shipping(each, rest)
            rest -= amount
            if amount or frees_shipping(each):
                stacked.append(Taken(each, shipping=amount))
    singles = [
        [Taken(each, shipping=off_shipping(each, price))] for each in candidates if not each.stands_beside(SHIPPING)
    ]
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
