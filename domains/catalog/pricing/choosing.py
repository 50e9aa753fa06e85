"""Which promotions apply: of all that may stand together, those that save the customer most.

Classes stand together where every promotion names the others' classes, so it is enough to try which classes are there
at all and do the best in each; an exclusive promotion is tried alone. Where two ways save the same, the one that holds
the promotion of higher priority is taken, then the one tried first; the order they came in never matters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from msgspec.structs import replace

from ...shared.money import part
from ..promotions.terms import PromotionClass
from .benefits import Candidate, capped, frees_shipping, off_shipping, order_value
from .beyond_lines import best_on_order, best_on_shipping, least_left
from .contests import MOST_TRIED, sets
from .counted import Amounts
from .goods import Goods
from .stages import LineStage, Taken

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
    def before_delivery(self) -> "Plan":
        """While none is chosen nothing comes off its price, whichever promotions are going to."""
        return Plan(tuple(replace(each, shipping=0) for each in self.taken), self.saved)

    @property
    def rank(self) -> tuple[int, bool, int]:
        highest = max((each.candidate.promotion.priority for each in self.taken), default=0)
        return self.saved, self.free_shipping, highest


@dataclass(frozen=True)
class Draft:
    """What a plan would save; what each promotion takes off which line is only worked out for the best."""

    lines: LineStage | None
    others: tuple[Taken, ...]
    saved: int

    def plan(self) -> Plan:
        return Plan((*(self.lines.taken() if self.lines else ()), *self.others), self.saved)


class Chooser:
    """`postage` is what the delivery costs that is chosen, or would be, `most_off` in basis points."""

    def __init__(self, goods: Goods, postage: int, most_off: int) -> None:
        self._goods = goods
        self._postage = postage
        self._cap = part(sum(goods.wholes), most_off)
        self._first: dict[Candidate, int] = {}

    def best(self, candidates: Sequence[Candidate]) -> Plan:
        """Of candidates in the order in which they are applied."""
        groups: list[Sorted] = [{each.promotion.kind: (each,)} for each in candidates if each.promotion.exclusive]
        groups += _groups([each for each in candidates if not each.promotion.exclusive])
        drafts = self._drafts(groups)
        most = max((draft.saved for draft in drafts), default=0)
        plans = [draft.plan() for draft in drafts if draft.saved == most]
        return self._within_cap(max(plans, key=lambda plan: plan.rank, default=Plan((), 0)))

    def _drafts(self, groups: Sequence[Sorted]) -> list[Draft]:
        """In the order of the groups. The most promising is tried first, and none of those which cannot save as much
        as one that is known."""
        promises = [sum([self._alone(each) for of_kind in group.values() for each in of_kind]) for group in groups]
        drafts: dict[int, Draft] = {}
        most = 0
        for place in sorted(range(len(groups)), key=promises.__getitem__, reverse=True):
            if promises[place] < most:
                break
            group = groups[place]
            lines = LineStage(group[LINE], self._goods) if LINE in group else None
            if not drafts or self._hope(group, lines) >= most:
                drafts[place] = self._draft(group, lines)
                most = max(most, drafts[place].saved)
        return [drafts[place] for place in sorted(drafts)]

    def _alone(self, each: Candidate) -> int:
        """What a promotion saves when it comes first."""
        if each not in self._first:
            match each.promotion.kind:
                case PromotionClass.LINE:
                    saved = each.saved
                case PromotionClass.ORDER:
                    saved = order_value(each, self._goods, self._goods.amount(each.places))
                case PromotionClass.SHIPPING:
                    saved = off_shipping(each, self._postage)
            self._first[each] = saved + each.worth
        return self._first[each]

    def _hope(self, group: Sorted, lines: LineStage | None) -> int:
        """No less than the group can save, closer than the sum of its promotions."""
        whole = sum(self._goods.wholes)
        left = least_left(group.get(ORDER, ()), self._goods, lines.least_left if lines else whole)
        shipping = sum([off_shipping(each, self._postage) for each in group.get(SHIPPING, ())])
        worth = sum([each.worth for of_kind in group.values() for each in of_kind])
        return min(whole - left, self._cap) + min(shipping, self._postage) + worth

    def _draft(self, group: Sorted, lines: LineStage | None) -> Draft:
        """Where what is chosen on lines changes what can be taken off the order, every choice is tried, while few are
        to be chosen from."""
        best = self._drafted(group, lines.settled() if lines else None)
        if lines is None or not 0 < len(lines.together) <= MOST_TRIED or not self._depend(group):
            return best
        for chosen in sets(lines.together):
            draft = self._drafted(group, lines.having(chosen))
            if draft.saved > best.saved:
                best = draft
        return best

    def _depend(self, group: Sorted) -> bool:
        """Whether it matters what comes off which line, and not only how much."""
        parts = any(len(each.places) < len(self._goods.items) for each in group.get(ORDER, ()))
        gifts = self._cap < sum(self._goods.wholes) and any(each.worth for each in group[LINE])
        return parts or gifts

    def _drafted(self, group: Sorted, lines: LineStage | None) -> Draft:
        left = lines.left if lines else self._goods.wholes
        others = best_on_order(group[ORDER], self._goods, left) if ORDER in group else []
        if SHIPPING in group:
            others += best_on_shipping(group[SHIPPING], self._postage)
        goods = sum(self._goods.wholes) - sum(left) + sum([each.saved for each in others])
        worth = sum([each.shipping + each.candidate.worth for each in others]) + (lines.worth if lines else 0)
        return Draft(lines, tuple(others), min(goods, self._cap) + worth)

    def _within_cap(self, plan: Plan) -> Plan:
        """What goes beyond the cap is given up line by line, by those that were applied last."""
        per_line: Amounts = {}
        for each in plan.taken:
            for place, amount in each.amounts.items():
                per_line[place] = per_line.get(place, 0) + amount
        if sum(per_line.values()) <= self._cap:
            return plan
        allowed = capped(per_line, self._cap)
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
