"""The smallest carts of one variant that a promotion is for. Pure."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from .terms import BuyGet, Condition, Measure, MinimumAmount, MinimumQuantity, Promotion, Scope, SetPrice, Tiered

Unit = Callable[[int], int]  # what one costs, in minor units, when so many are bought
Held = frozenset[Scope]  # those of the scopes it asks for that the variant is in


class SmallCart(NamedTuple):
    """So many of the variant; `others`: what other goods have to be worth beside them."""

    quantity: int
    others: int = 0


def carts(promotion: Promotion, unit: Unit, held: Held) -> Iterator[SmallCart]:
    """Of every way to meet its conditions the smallest cart, and those that reach the steps of its benefits."""
    base = _all(promotion.all_of, unit, held)
    ways = {_both(base, _one(each, unit, held)) for each in promotion.any_of} or {base}
    counts = {1, *_counted(promotion, unit)}
    yield from sorted({SmallCart(max(way.quantity, count), way.others) for way in ways for count in counts})


def asked_scopes(promotion: Promotion) -> Iterator[Scope]:
    """What has to be known of a variant to tell how many of it are asked for."""
    for condition in (*promotion.all_of, *promotion.any_of):
        if isinstance(condition, MinimumQuantity | MinimumAmount) and condition.scope is not None:
            yield condition.scope
    for benefit in promotion.benefits:
        if isinstance(benefit, BuyGet) and benefit.bought is not None:
            yield benefit.bought


def unconditional(promotion: Promotion, sku: str, held: Held) -> Promotion:
    """As it is for this variant in a cart that meets its conditions. What is bought elsewhere is not in that cart."""
    elsewhere = Scope()
    benefits = tuple(
        replace(each, bought=None if each.bought in held else elsewhere)
        if isinstance(each, BuyGet) and each.bought is not None
        else each
        for each in promotion.benefits
    )
    own = None if promotion.scope is None else Scope(skus=frozenset({sku}))
    free = replace(promotion, scope=own, by_code=False, starts_at=None, ends_at=None, all_of=(), any_of=())
    return replace(free, benefits=benefits)


def _all(conditions: tuple[Condition, ...], unit: Unit, held: Held) -> SmallCart:
    asked = SmallCart(1)
    for each in conditions:
        asked = _both(asked, _one(each, unit, held))
    return asked


def _both(one: SmallCart, other: SmallCart) -> SmallCart:
    return SmallCart(max(one.quantity, other.quantity), max(one.others, other.others))


def _one(condition: Condition, unit: Unit, held: Held) -> SmallCart:
    """Of other goods as many are asked for at the variant's own price."""
    match condition:
        case MinimumQuantity(quantity, scope):
            return SmallCart(quantity) if scope is None or scope in held else SmallCart(1, quantity * unit(1))
        case MinimumAmount(amount, scope):
            return SmallCart(_worth(amount, unit)) if scope is None or scope in held else SmallCart(1, amount)
        case _:
            return SmallCart(1)


def _worth(amount: int, unit: Unit) -> int:
    """How many are worth so much. More may cost less each; what costs nothing never is."""
    quantity = 1
    while unit(quantity) and quantity * unit(quantity) < amount:
        quantity = -(-amount // unit(quantity))
    return quantity


def _counted(promotion: Promotion, unit: Unit) -> Iterator[int]:
    """For how many all that a benefit gives is given, at each of its steps."""
    for benefit in promotion.benefits:
        match benefit:
            case BuyGet(buy, get):
                yield buy + get
            case SetPrice(_, quantity):
                yield quantity
            case Tiered(by, steps):
                yield from (step.at if by is Measure.QUANTITY else _worth(step.at, unit) for step in steps)
