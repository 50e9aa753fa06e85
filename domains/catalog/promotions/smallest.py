"""The smallest carts of one variant that promotions are for. Pure."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Final, NamedTuple

from msgspec.structs import replace

from .terms import BuyGet, Condition, Gift, Measure, MinimumAmount, MinimumQuantity, Promotion, Scope, SetPrice, Tiered

Unit = Callable[[int], int]  # what one costs, in minor units, when so many are bought
Held = frozenset[Scope]  # those of the scopes asked for that the variant is in
Apart = frozenset[Scope | None]  # those in which there are goods besides what the promotion is for
NOWHERE: Final[Apart] = frozenset()
BOUGHT: Final = "bought"  # stands for whatever has to be bought elsewhere


class SmallCart(NamedTuple):
    """So many of the variant; `others`: what other goods are worth beside them, where conditions ask for such."""

    quantity: int
    others: int = 0


def carts(
    promotion: Promotion, beside: Promotion | None, unit: Unit, held: Held, apart: Apart = NOWHERE
) -> list[SmallCart]:
    """Those that meet the conditions of the promotion, and of one beside it, and those that reach the steps of its
    benefits; smallest first. `apart` is the promotion's."""
    own, its = _asked(promotion), _asked(beside) if beside else ()
    others = {0, *(_others(each, unit, held, apart) for each in own), *(_others(each, unit, held) for each in its)}
    counts = {1, *_counted(promotion, unit, held, apart)}
    for each, more in product((*own, *its), others):
        counts.add(_quantity(each, more, unit, held))
    tried = (SmallCart(quantity, more) for quantity in counts for more in others)
    met = (cart for cart in tried if is_for(promotion, cart, unit, held, apart))
    return sorted(cart for cart in met if beside is None or is_for(beside, cart, unit, held))


def is_for(promotion: Promotion, cart: SmallCart, unit: Unit, held: Held, apart: Apart = NOWHERE) -> bool:
    """Whoever the customer is, and however it is sent."""

    def met(condition: Condition) -> bool:
        match condition:
            case MinimumQuantity(quantity, scope):
                left = quantity - (cart.quantity if _is_in(scope, held) else 0)
                return left <= 0 or (_helped(scope, held, apart) and cart.others >= left * unit(1))
            case MinimumAmount(amount, scope):
                left = amount - (cart.quantity * unit(cart.quantity) if _is_in(scope, held) else 0)
                return left <= 0 or ((scope is None or _helped(scope, held, apart)) and cart.others >= left)
            case _:
                return True

    return all(map(met, promotion.all_of)) and (not promotion.any_of or any(map(met, promotion.any_of)))


def asked_scopes(promotion: Promotion) -> Iterator[Scope | None]:
    """What has to be known of a variant to tell how many of it are asked for; None is the whole cart."""
    for condition in _asked(promotion):
        if isinstance(condition, MinimumQuantity | MinimumAmount):
            yield condition.scope
    for benefit in promotion.benefits:
        if isinstance(benefit, BuyGet) and benefit.bought is not None:
            yield benefit.bought


def bought_elsewhere(promotion: Promotion, quantity: int, held: Held, apart: Apart = NOWHERE) -> int:
    """How many other things have to be bought for all that it gives on so many of the variant."""
    sets = (each for each in promotion.benefits if isinstance(each, BuyGet) and _elsewhere(each, held, apart))
    return max((each.buy * -(-quantity // each.get) for each in sets), default=0)


def unconditional(promotion: Promotion, sku: str, held: Held, apart: Apart = NOWHERE) -> Promotion:
    """As it is for this variant in a cart that meets its conditions. Gifts come on top and change no price."""
    elsewhere = Scope(skus=frozenset({BOUGHT}))
    benefits = tuple(
        replace(each, bought=elsewhere if _elsewhere(each, held, apart) else None) if isinstance(each, BuyGet) else each
        for each in promotion.benefits
        if not isinstance(each, Gift)
    )
    own = None if promotion.scope is None else Scope(skus=frozenset({sku}))
    free = replace(promotion, scope=own, by_code=False, starts_at=None, ends_at=None, all_of=(), any_of=())
    return replace(free, benefits=benefits)


def _asked(promotion: Promotion) -> tuple[Condition, ...]:
    return (*promotion.all_of, *promotion.any_of)


def _is_in(scope: Scope | None, held: Held) -> bool:
    return scope is None or scope in held


def _helped(scope: Scope | None, held: Held, apart: Apart) -> bool:
    """Whether other goods count, of which the promotion takes nothing off: then all it gives falls on fewer."""
    return scope in apart or not _is_in(scope, held)


def _elsewhere(benefit: BuyGet, held: Held, apart: Apart) -> bool:
    """Whether it is something else that may be bought for it."""
    return benefit.bought is not None and _helped(benefit.bought, held, apart)


def _quantity(condition: Condition, others: int, unit: Unit, held: Held) -> int:
    """How many of the variant it takes beside other goods worth so much."""
    match condition:
        case MinimumQuantity(quantity, scope) if _is_in(scope, held):
            return quantity
        case MinimumAmount(amount, None):
            return _worth(amount - others, unit)
        case MinimumAmount(amount, scope) if _is_in(scope, held):
            return _worth(amount, unit)
        case _:
            return 1


def _others(condition: Condition, unit: Unit, held: Held, apart: Apart = NOWHERE) -> int:
    """What has to be there of other goods, beside a single one of the variant where that counts too. As many as are
    asked for cost what the variant costs."""
    match condition:
        case MinimumQuantity(quantity, scope) if _helped(scope, held, apart):
            return (quantity - _is_in(scope, held)) * unit(1)
        case MinimumAmount(amount, scope) if _helped(scope, held, apart):
            return max(amount - (unit(1) if _is_in(scope, held) else 0), 0)
        case _:
            return 0


def _worth(amount: int, unit: Unit) -> int:
    """How many are worth so much. More may cost less each; what costs nothing never is."""
    quantity = 1
    while unit(quantity) and quantity * unit(quantity) < amount:
        quantity = -(-amount // unit(quantity))
    return quantity


def _counted(promotion: Promotion, unit: Unit, held: Held, apart: Apart) -> Iterator[int]:
    """For how many all that a benefit gives is given, at each of its steps."""
    for benefit in promotion.benefits:
        match benefit:
            case BuyGet(_, get) if _elsewhere(benefit, held, apart):
                yield get
            case BuyGet(buy, get):
                yield buy + get
            case SetPrice(_, quantity):
                yield quantity
            case Tiered(by, steps):
                yield from (step.at if by is Measure.QUANTITY else _worth(step.at, unit) for step in steps)
