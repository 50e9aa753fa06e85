"""Benefits that count units over several lines: buy some and get some, and so many for one price."""

from collections.abc import Sequence

from ...shared.money import part, spread
from ..promotions.terms import BuyGet
from .goods import Goods

Amounts = dict[int, int]  # minor units by the place of a line


def cheapest(benefit: BuyGet, goods: Goods, within: Sequence[int]) -> Amounts:
    """As often as the units suffice: those bought and those reduced are never the same ones."""
    bought = within if benefit.bought is None else goods.within(benefit.bought)
    both = goods.quantity(within if bought is within else sorted(set(bought) & set(within)))
    only_bought, only_reduced = goods.quantity(bought) - both, goods.quantity(within) - both
    times = min(
        (only_bought + both) // benefit.buy,
        (only_reduced + both) // benefit.get,
        (only_bought + both + only_reduced) // (benefit.buy + benefit.get),
    )
    units = (times if benefit.most_times is None else min(times, benefit.most_times)) * benefit.get
    taken: Amounts = {}
    for place in goods.by_unit(within):
        if not units:
            break
        count = min(units, goods.quantities[place])
        taken[place] = part(goods.units[place] * count, benefit.basis_points)
        units -= count
    return taken


def bundled(amount: int, quantity: int, goods: Goods, within: Sequence[int]) -> Amounts:
    """The dearest units first; a bundle that would save nothing is none, and neither are those after it."""
    taken: Amounts = {}
    waiting: dict[int, int] = {}  # units of an unfinished bundle, by line
    missing = quantity
    for place in goods.by_unit(within, dearest=True):
        unit, count = goods.units[place], goods.quantities[place]
        if waiting:
            used = min(missing, count)
            waiting[place] = used
            missing -= used
            if missing:
                continue
            if not _take_bundle(taken, waiting, amount, goods):
                break
            waiting, missing, count = {}, quantity, count - used
        bundles, rest = divmod(count, quantity)
        if bundles and unit * quantity > amount:
            taken[place] = taken.get(place, 0) + (unit * quantity - amount) * bundles
        if rest:
            waiting, missing = {place: rest}, quantity - rest
    return taken


def _take_bundle(taken: Amounts, units: Amounts, amount: int, goods: Goods) -> bool:
    """False where it would save nothing."""
    weights = [goods.units[place] * count for place, count in units.items()]
    saved = sum(weights) - amount
    if saved <= 0:
        return False
    for place, share in zip(units, spread(saved, weights), strict=True):
        taken[place] = taken.get(place, 0) + share
    return True
