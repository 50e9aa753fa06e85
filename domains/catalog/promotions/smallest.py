"""The smallest carts of one variant that promotions are for. Pure."""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from msgspec.structs import replace

from .terms import BuyGet, Condition, Measure, MinimumAmount, MinimumQuantity, Promotion, Scope, SetPrice, Tiered

Unit = Callable[[int], int]  # what one costs, in minor units, when so many are bought
Held = frozenset[Scope]  # those of the scopes asked for that the variant is in
ELSEWHERE = Scope()


class SmallCart(NamedTuple):
    """So many of the variant; `others`: what other goods are worth beside them, where conditions ask for such."""

    quantity: int
    others: int = 0


def carts(promotion: Promotion, beside: Promotion | None, unit: Unit, held: Held) -> list[SmallCart]:
    """Those that meet the conditions of the promotion, and of one beside it, and those that reach the steps of its
    benefits; smallest first."""
    both = [promotion] if beside is None else [promotion, beside]
    asked = [each for one in both for each in (*one.all_of, *one.any_of)]
    others = {0, *(_others(each, unit, held) for each in asked), *_beside_one(both, unit)}
    counts = {1, *_counted(promotion, unit)}
    for each, more in product(asked, others):
        counts.add(_quantity(each, more, unit, held))
    tried = (SmallCart(quantity, more) for quantity in counts for more in others)
    return sorted(cart for cart in tried if all(is_for(one, cart, unit, held) for one in both))


def is_for(promotion: Promotion, cart: SmallCart, unit: Unit, held: Held) -> bool:
    """Whoever the customer is, and however it is sent."""

    def met(condition: Condition) -> bool:
        own = cart.quantity * unit(cart.quantity)
        match condition:
            case MinimumQuantity(quantity, None) if promotion.scope is not None:
                return cart.others >= (quantity - cart.quantity) * unit(1)
            case MinimumQuantity(quantity, scope) if scope is None or scope in held:
                return cart.quantity >= quantity
            case MinimumAmount(amount, None):
                return own + cart.others >= amount
            case MinimumAmount(amount, scope) if scope in held:
                return own >= amount
            case _:
                return cart.others >= _others(condition, unit, held)

    return all(map(met, promotion.all_of)) and (not promotion.any_of or any(map(met, promotion.any_of)))


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
    benefits = tuple(
        replace(each, bought=None if each.bought in held else ELSEWHERE)
        if isinstance(each, BuyGet) and each.bought is not None
        else each
        for each in promotion.benefits
    )
    own = None if promotion.scope is None else Scope(skus=frozenset({sku}))
    free = replace(promotion, scope=own, by_code=False, starts_at=None, ends_at=None, all_of=(), any_of=())
    return replace(free, benefits=benefits)


def _quantity(condition: Condition, others: int, unit: Unit, held: Held) -> int:
    """How many of the variant it takes beside other goods worth so much."""
    match condition:
        case MinimumQuantity(quantity, scope) if scope is None or scope in held:
            return quantity
        case MinimumAmount(amount, None):
            return _worth(amount - others, unit)
        case MinimumAmount(amount, scope) if scope in held:
            return _worth(amount, unit)
        case _:
            return 1


def _others(condition: Condition, unit: Unit, held: Held) -> int:
    """What has to be there of other goods. As many as are asked for cost what the variant costs."""
    match condition:
        case MinimumQuantity(quantity, scope) if scope is not None and scope not in held:
            return quantity * unit(1)
        case MinimumAmount(amount, scope) if scope is not None and scope not in held:
            return amount
        case _:
            return 0


def _beside_one(promotions: Sequence[Promotion], unit: Unit) -> Iterator[int]:
    """Other goods that a promotion takes nothing off help to reach what it asks of the cart as a whole: then all that
    it gives falls on a single one of the variant."""
    for promotion in promotions:
        for condition in (*promotion.all_of, *promotion.any_of) if promotion.scope is not None else ():
            match condition:
                case MinimumQuantity(quantity, None):
                    yield (quantity - 1) * unit(1)
                case MinimumAmount(amount, None):
                    yield max(amount - unit(1), 0)


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
