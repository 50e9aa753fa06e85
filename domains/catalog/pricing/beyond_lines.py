"""What promotions of the order and of shipping take off, after those of lines."""

from collections.abc import Sequence

from .benefits import Candidate, frees_shipping, off_order, off_shipping, order_value
from .goods import Goods
from .stages import Taken


def best_on_order(candidates: Sequence[Candidate], goods: Goods, left: Sequence[int]) -> list[Taken]:
    """All that stand beside each other, or the one that saves more than they do."""
    bases: dict[tuple[int, ...], int] = {}
    stacked = _stack(candidates, goods, left)
    best, most = None, sum(each.saved + each.candidate.worth for each in stacked)
    for each in candidates:
        if not each.stacks:
            if each.places not in bases:
                bases[each.places] = sum(map(left.__getitem__, each.places))
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


def least_left(candidates: Sequence[Candidate], goods: Goods, left: int) -> int:
    """Of so much, or more, that is left of the lines: each promotion takes from all of it as far as it is for so much.
    What they leave never grows when less is left for them."""
    rest = left
    singly = left
    for each in candidates:
        whole = goods.amount(each.places)
        if each.stacks:
            rest -= order_value(each, goods, min(whole, rest))
        else:
            singly = min(singly, left - order_value(each, goods, min(whole, left)))
    return min(rest, singly)


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
