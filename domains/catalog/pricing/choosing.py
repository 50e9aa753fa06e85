"""Which promotions apply: of all that may stand together, those that save the customer most.

Classes stand together where every promotion names the others' classes, so it is enough to try which classes are there
at all and do the best in each; an exclusive promotion is tried alone. Where two ways save the same, the one that holds
the promotion of higher priority is taken, then the one tried first; the order they came in never matters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from ...shared.money import part
from ..promotions.terms import PromotionClass
from .benefits import Candidate, capped, frees_shipping, off_shipping, order_value
from .counted import Amounts
from .goods import Goods
from .stages import LineStage, Taken, after, best_on_order, best_on_shipping

LINE, ORDER, SHIPPING = PromotionClass

Sorted = dict[PromotionClass, tuple[Candidate, ...]]


@dataclass(frozen=True)
class Plan:
    """`saved` counts gifts too, and no more than the cap lets be taken off."""

    taken: tuple[Taken, ...]
    saved: int

    @property
    def shipping(self) -> int:
        return sum(each.shipping for each in self.taken)

    @property
    def free_shipping(self) -> bool:
        return any(frees_shipping(each.candidate) for each in self.taken)

    @property
    def rank(self) -> tuple[int, bool, int]:
        highest = max((each.candidate.promotion.priority for each in self.taken), default=0)
        return self.saved, self.free_shipping, highest


@dataclass(frozen=True)
class Chooser:
    """`postage` is what the chosen delivery costs, `most_off` in basis points."""

    goods: Goods
    postage: int
    most_off: int

    def best(self, candidates: Sequence[Candidate]) -> Plan:
        """Of candidates in the order in which they are applied."""
        groups: list[Sorted] = [{each.promotion.kind: (each,)} for each in candidates if each.promotion.exclusive]
        groups += _groups([each for each in candidates if not each.promotion.exclusive])
        return self._within_cap(max(self._plans(groups), key=lambda plan: plan.rank, default=Plan((), 0)))

    def _plans(self, groups: Sequence[Sorted]) -> list[Plan]:
        """In the order of the groups. The most promising is planned first, and none of those which cannot save as much
        as a plan that is known."""
        hopes = [self._hope(group) for group in groups]
        plans: dict[int, Plan] = {}
        for place in sorted(range(len(groups)), key=hopes.__getitem__, reverse=True):
            if not plans or hopes[place] >= max(plan.saved for plan in plans.values()):
                plans[place] = self._plan(groups[place])
        return [plans[place] for place in sorted(plans)]

    def _hope(self, group: Sorted) -> int:
        """No less than the group can save: each promotion as if it came first."""
        goods = sum(each.saved for each in group.get(LINE, ()))
        goods += sum(order_value(each, self.goods, self.goods.amount(each.places)) for each in group.get(ORDER, ()))
        shipping = sum(off_shipping(each, self.postage) for each in group.get(SHIPPING, ()))
        worth = sum(each.worth for candidates in group.values() for each in candidates)
        return min(goods, self.cap) + min(shipping, self.postage) + worth

    @property
    def cap(self) -> int:
        return part(sum(self.goods.wholes), self.most_off)

    def _plan(self, group: Sorted) -> Plan:
        taken: list[Taken] = []
        if LINE in group:
            taken += LineStage(group[LINE], self.goods).best()
        if ORDER in group:
            taken += best_on_order(group[ORDER], self.goods, after(taken, self.goods.wholes))
        if SHIPPING in group:
            taken += best_on_shipping(group[SHIPPING], self.postage)
        goods = sum(each.saved for each in taken)
        others = sum(each.shipping + each.candidate.worth for each in taken)
        return Plan(tuple(taken), min(goods, self.cap) + others)

    def _within_cap(self, plan: Plan) -> Plan:
        """What goes beyond the cap is given up line by line, by those that were applied last."""
        per_line: Amounts = {}
        for each in plan.taken:
            for place, amount in each.amounts.items():
                per_line[place] = per_line.get(place, 0) + amount
        if sum(per_line.values()) <= self.cap:
            return plan
        allowed = capped(per_line, self.cap)
        trimmed = []
        for each in plan.taken:
            amounts = {}
            for place, amount in each.amounts.items():
                amounts[place] = min(amount, allowed.get(place, 0))
                allowed[place] = allowed.get(place, 0) - amounts[place]
            trimmed.append(
                Taken(each.candidate, {place: each for place, each in amounts.items() if each}, each.shipping)
            )
        kept = [
            each
            for each in trimmed
            if each.amounts or each.shipping or each.candidate.gifts or frees_shipping(each.candidate)
        ]
        return Plan(tuple(kept), plan.saved)


def conflict(one: Candidate, other: Candidate) -> bool:
    """Whether the two may not stand in one cart at all, whatever their lines."""
    if one.promotion.exclusive or other.promotion.exclusive:
        return True
    kinds = one.promotion.kind, other.promotion.kind
    if kinds == (LINE, LINE):
        return False
    return not (one.stands_beside(kinds[1]) and other.stands_beside(kinds[0]))


def _groups(candidates: Sequence[Candidate]) -> Iterator[Sorted]:
    """Those of each class that stand beside all other classes of the group; a group that only has less than a larger
    one is left out, because what is added never makes a cart dearer."""
    of_kind = {kind: [each for each in candidates if each.promotion.kind is kind] for kind in PromotionClass}
    kinds = [kind for kind in PromotionClass if of_kind[kind]]
    larger: list[Sorted] = []
    for count in range(len(kinds), 0, -1):
        for present in combinations(kinds, count):
            group = {kind: _standing(of_kind[kind], frozenset(present) - {kind}) for kind in present}
            if all(group.values()) and not any(_holds(more, group) for more in larger):
                larger.append(group)
                yield group


def _standing(candidates: Sequence[Candidate], others: frozenset[PromotionClass]) -> tuple[Candidate, ...]:
    return tuple(each for each in candidates if others <= each.promotion.combines_with)


def _holds(more: Sorted, less: Sorted) -> bool:
    return all(len(more.get(kind, ())) == len(candidates) for kind, candidates in less.items())
