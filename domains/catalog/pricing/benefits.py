"""What a promotion takes off: line by line where each line stands for itself, at once where they are counted together.

Percentages are rounded half up, once per line or, for a whole order, once per order; what is taken off at once is
spread over its lines by largest remainder.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import sub

from msgspec import Struct

from ...shared.money import part, parts, spread
from ..promotions.terms import (
    AmountOff,
    Benefit,
    BuyGet,
    FreeShipping,
    Gift,
    Measure,
    PercentOff,
    Promotion,
    PromotionClass,
    SetPrice,
    Tiered,
)
from . import counted
from .counted import Amounts
from .goods import Goods

LINE = PromotionClass.LINE
Cut = Callable[[int, int], int]  # (what is left of a line, its quantity) → what comes off


class Candidate(Struct, frozen=True, eq=False, gc=False):
    """A promotion that is for this cart, on the lines at `places`. `alone`: what it takes off each line when it comes
    first, `saved` their sum; `cut` repeats that on what others leave, where lines stand for themselves, and where they
    do not they are counted `together`. `claims`: the lines it takes from or needs; `reach` the same, a bit for each.
    `worth`: of its gifts, in minor units."""

    promotion: Promotion
    places: tuple[int, ...]
    benefits: tuple[Benefit, ...]
    stacks: bool
    worth: int = 0
    saved: int = 0
    alone: Amounts = {}
    claims: tuple[int, ...] = ()
    cut: Cut | None = None
    together: bool = False
    reach: int = 0

    @property
    def gifts(self) -> tuple[Gift, ...]:
        return self.promotion.gifts

    def stands_beside(self, kind: PromotionClass) -> bool:
        return kind in self.promotion.combines_with


def candidate(promotion: Promotion, places: tuple[int, ...], goods: Goods, gifts: Mapping[str, int]) -> Candidate:
    """`places` are those its scope is for, `gifts` what one of each costs."""
    benefits = tuple(_reached(promotion.benefits, goods, places)) if promotion.climbs else promotion.benefits
    given = promotion.gifts
    worth = sum([gifts[each.sku] * each.quantity for each in given]) if given else 0
    if promotion.kind is not LINE or (promotion.most is None and len(given) == len(benefits)):
        return Candidate(promotion, places, benefits, promotion.stacks, worth)
    cut = None if given or promotion.most is not None else _line_by_line(benefits)
    if cut is None:
        alone = capped(_at_once(benefits, goods, places), promotion.most)
        needed = _needed(benefits, goods)
        claims = tuple(sorted(needed.union(alone))) if needed else tuple(alone)
    else:
        alone = _first_of_all(benefits, cut, goods, places)
        claims = tuple(alone)
    together, saved = cut is None, sum(alone.values())
    reach = sum([1 << place for place in claims]) if together else 0
    return Candidate(promotion, places, benefits, promotion.stacks, worth, saved, alone, claims, cut, together, reach)


def _first_of_all(benefits: Sequence[Benefit], cut: Cut, goods: Goods, places: Sequence[int]) -> Amounts:
    """What it takes off lines of which nothing is gone yet."""
    wholes = goods.worth(places)
    match benefits:
        case [PercentOff(basis_points, _)]:
            return _some(places, parts(wholes, basis_points))
        case _:
            return _some(places, map(cut, wholes, goods.many(places)))


def off_order(chosen: Candidate, goods: Goods, left: Sequence[int]) -> Amounts:
    """Of an order promotion, on what line promotions have left."""
    places = chosen.places
    rest = before = list(map(left.__getitem__, places))
    for benefit in chosen.benefits:
        if off := _off_base(benefit, sum(rest), goods, places):
            rest = list(map(sub, rest, spread(off, rest)))
    return capped(_some(places, map(sub, before, rest)), chosen.promotion.most)


def order_value(chosen: Candidate, goods: Goods, base: int) -> int:
    """The sum of `off_order`, where the lines in scope have `base` left."""
    left = base
    for benefit in chosen.benefits:
        left -= _off_base(benefit, left, goods, chosen.places)
    return base - left if chosen.promotion.most is None else min(base - left, chosen.promotion.most)


def _off_base(benefit: Benefit, base: int, goods: Goods, within: Sequence[int]) -> int:
    match benefit:
        case PercentOff(basis_points, most):
            return min(part(base, basis_points), base if most is None else most)
        case AmountOff(amount, each):
            return min(amount * goods.quantity(within) if each else amount, base)
        case _:
            return 0


def off_shipping(chosen: Candidate, price: int) -> int:
    taken = 0
    for benefit in chosen.benefits:
        left = price - taken
        match benefit:
            case FreeShipping():
                taken = price
            case PercentOff(basis_points, most):
                taken += min(part(left, basis_points), left if most is None else most)
            case AmountOff(amount, _):
                taken += min(amount, left)
    return taken if chosen.promotion.most is None else min(taken, chosen.promotion.most)


def frees_shipping(chosen: Candidate) -> bool:
    return chosen.promotion.most is None and any(isinstance(each, FreeShipping) for each in chosen.benefits)


def capped(amounts: Amounts, most: int | None) -> Amounts:
    """No more than `most` altogether, each line giving up its share; none of the amounts is nothing."""
    if most is None or sum(amounts.values()) <= most:
        return amounts
    return _shared(most, amounts)


def _reached(benefits: Sequence[Benefit], goods: Goods, within: Sequence[int]) -> Iterator[Benefit]:
    """Staircases replaced by the step that the cart has reached."""
    for benefit in benefits:
        if not isinstance(benefit, Tiered):
            yield benefit
            continue
        height = goods.amount(within) if benefit.by is Measure.AMOUNT else goods.quantity(within)
        steps = [step for step in benefit.steps if step.at <= height]
        if steps:
            yield max(steps, key=lambda step: step.at).benefit


def _line_by_line(benefits: Sequence[Benefit]) -> Cut | None:
    """None where the lines in scope have to be counted together."""
    if len(benefits) == 1:
        return _cut(benefits[0])
    cuts = [cut for each in benefits if (cut := _cut(each)) is not None]
    return _one_by_one(cuts) if len(cuts) == len(benefits) else None


def _cut(benefit: Benefit) -> Cut | None:
    match benefit:
        case PercentOff(basis_points, None):
            return lambda left, quantity: part(left, basis_points)
        case AmountOff(amount, True):
            return lambda left, quantity: min(amount * quantity, left)
        case SetPrice(amount, 1):
            return lambda left, quantity: max(left - amount * quantity, 0)
        case _:
            return None


def _one_by_one(cuts: Sequence[Cut]) -> Cut:
    def cut(left: int, quantity: int) -> int:
        taken = 0
        for each in cuts:
            taken += each(left - taken, quantity)
        return taken

    return cut


def _at_once(benefits: Sequence[Benefit], goods: Goods, within: Sequence[int]) -> Amounts:
    wholes = dict(zip(within, goods.worth(within), strict=True))
    if len(benefits) == 1:
        return _together(benefits[0], goods, wholes)
    left = dict(wholes)
    for benefit in benefits:
        for place, amount in _together(benefit, goods, left).items():
            left[place] -= amount
    return {place: wholes[place] - kept for place, kept in left.items() if kept != wholes[place]}


def _together(benefit: Benefit, goods: Goods, left: Amounts) -> Amounts:
    """Off lines of which so much is left, in their order; none of the amounts is nothing."""
    match benefit:
        case PercentOff(basis_points, most):
            return capped(_some(left, parts(left.values(), basis_points)), most)
        case AmountOff(amount, False):
            return _shared(min(amount, sum(left.values())), left)
        case AmountOff(amount, True):
            return _some(left, [min(amount * goods.quantities[place], whole) for place, whole in left.items()])
        case BuyGet():
            return _within(left, counted.cheapest(benefit, goods, tuple(left)))
        case SetPrice(amount, quantity):
            return _within(left, counted.bundled(amount, quantity, goods, tuple(left)))
        case _:
            return {}


def _within(left: Amounts, taken: Amounts) -> Amounts:
    """Units are counted at their full price, of which something may be gone."""
    return {place: off for place, whole in left.items() if place in taken and (off := min(taken[place], whole))}


def _shared(amount: int, weights: Amounts) -> Amounts:
    return _some(weights, spread(amount, list(weights.values()))) if amount else {}


def _some(places: Iterable[int], amounts: Iterable[int]) -> Amounts:
    found = dict(zip(places, amounts, strict=True))
    return found if all(found.values()) else {place: amount for place, amount in found.items() if amount}


def _needed(benefits: Sequence[Benefit], goods: Goods) -> set[int]:
    """Lines that have to be bought for it."""
    bought = [each.bought for each in benefits if isinstance(each, BuyGet) and each.bought]
    return {place for scope in bought for place in goods.within(scope)}
