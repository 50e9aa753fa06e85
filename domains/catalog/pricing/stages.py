"""The best that the promotions of one class can do together, on what the classes before them have left."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..promotions.terms import PromotionClass
from .benefits import Candidate, Cut, frees_shipping, off_order, off_shipping, order_value
from .counted import Amounts
from .goods import Goods

LINE, ORDER, SHIPPING = PromotionClass.LINE, PromotionClass.ORDER, PromotionClass.SHIPPING

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
class Share:
    """One line: what comes off it, and whose that is."""

    saved: int
    by: tuple[tuple[Candidate, int], ...] = ()


NOTHING: Final = Share(0)


class LineStage:
    """Two promotions that do not both name lines in `combines_with` never take from the same line: there the one that
    saves more counts. Those which count several lines together get all the lines they need or do not apply; the
    greatest is tried first, and each stays where it saves more than without it."""

    def __init__(self, candidates: Sequence[Candidate], goods: Goods, worth: Worth) -> None:
        self._goods, self._worth = goods, worth
        self._candidates = candidates
        self._single: dict[int, tuple[int, Candidate]] = {}
        self._stacks: dict[int, list[tuple[Cut, Candidate]]] = {}
        for each in candidates:
            if each.cut is not None:
                self._sort_in(each, each.cut)
        self._shares = {place: self._share(place, ()) for place in self._single.keys() | self._stacks.keys()}

    def best(self) -> list[Taken]:
        together = [each for each in self._candidates if each.together and (each.alone or each.gifts)]
        chosen = self._choose(together)
        amounts: dict[str, Amounts] = {}
        for place in sorted(self._shares):
            for each, amount in self._shares[place].by:
                amounts.setdefault(each.order[1], {})[place] = amount
        applying = (
            each
            for each in self._candidates
            if each.order[1] in amounts or (each.gifts and (each in chosen or not (each.together or each.cut)))
        )
        return [Taken(each, amounts.get(each.order[1], {})) for each in applying]

    def _sort_in(self, each: Candidate, cut: Cut) -> None:
        stacks = each.stands_beside(LINE)
        for place, amount in each.alone.items():
            if stacks:
                self._stacks.setdefault(place, []).append((cut, each))
            elif place not in self._single or amount > self._single[place][0]:
                self._single[place] = (amount, each)

    def _share(self, place: int, wholes: Sequence[Candidate]) -> Share:
        all_of_it = left = self._goods.wholes[place]
        by: list[tuple[Candidate, int]] = []
        for whole in wholes:
            if amount := min(whole.alone.get(place, 0), left):
                by.append((whole, amount))
                left -= amount
            if not whole.stands_beside(LINE):
                return Share(all_of_it - left, tuple(by))
        quantity = self._goods.quantities[place]
        for cut, each in self._stacks.get(place, ()):
            if amount := cut(left, quantity):
                by.append((each, amount))
                left -= amount
        single = self._single.get(place)
        if single and not wholes and single[0] > all_of_it - left:
            return Share(single[0], ((single[1], single[0]),))
        return Share(all_of_it - left, tuple(by))

    def _choose(self, together: Sequence[Candidate]) -> tuple[Candidate, ...]:
        chosen: list[Candidate] = []
        holding: dict[int, list[Candidate]] = {}
        for each in sorted(together, key=lambda each: (-sum(each.alone.values()) - self._worth(each), each.order)):
            if not _agrees(each, holding):
                continue
            shares = {
                place: self._share(place, sorted([*holding.get(place, ()), each], key=lambda one: one.order))
                for place in each.claims
            }
            before = (self._shares.get(place, NOTHING).saved for place in shares)
            if sum(share.saved for share in shares.values()) + self._worth(each) > sum(before):
                chosen.append(each)
                self._shares |= shares
                for place in each.claims:
                    holding.setdefault(place, []).append(each)
        return tuple(chosen)


def _agrees(each: Candidate, holding: Mapping[int, Sequence[Candidate]]) -> bool:
    """Whether every promotion that holds one of its lines may stand beside it there."""
    held = [other for place in each.claims for other in holding.get(place, ())]
    return not held or (each.stands_beside(LINE) and all(other.stands_beside(LINE) for other in held))


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
