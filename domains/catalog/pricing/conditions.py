"""Whether a promotion is for this cart; where not, the reason in a shopper's words."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from ...shared.money import Money
from ..promotions.terms import Condition, InGroup, MinimumAmount, MinimumQuantity, NthOrder, Promotion, ShippingBy
from .goods import Goods, PricingContext

Writer = Callable[[Money], str]


class Refused(Struct, frozen=True, eq=False, gc=False):
    """A promotion that is not for this cart, and why; `places` are the lines in its scope."""

    promotion: Promotion
    places: tuple[int, ...]
    because: str


def plainly(money: Money) -> str:
    return f"{money.decimal} {money.currency}"


def refusal(
    promotion: Promotion, places: Sequence[int], goods: Goods, context: PricingContext, write: Writer = plainly
) -> str:
    """Empty where it holds. `places` are the lines in its scope."""
    if promotion.currency != context.currency:
        return f"It is in {promotion.currency}."
    if promotion.starts_at is not None and context.at < promotion.starts_at:
        return "It has not begun yet."
    if promotion.ends_at is not None and promotion.ends_at <= context.at:
        return "It has ended."
    if promotion.by_code and promotion.id not in context.codes:
        return "It asks for a code."
    if context.used_up and promotion.id in context.used_up:
        return "It has been used as often as it may be."
    if not places:
        return "Nothing in the cart is part of it."
    return _unmet(promotion, goods, context, write) if promotion.all_of or promotion.any_of else ""


def _unmet(promotion: Promotion, goods: Goods, context: PricingContext, write: Writer) -> str:
    for condition in promotion.all_of:
        if told := _missing(condition, goods, context, write):
            return told
    missed = [_missing(condition, goods, context, write) for condition in promotion.any_of]
    return " Or: ".join(missed) if missed and all(missed) else ""


def _missing(condition: Condition, goods: Goods, context: PricingContext, write: Writer) -> str:
    match condition:
        case MinimumQuantity(quantity, scope):
            left = quantity - goods.quantity(goods.within(scope))
            return f"It takes {left} more{' of what it is for' if scope else ''}." if left > 0 else ""
        case MinimumAmount(amount, scope):
            short = amount - goods.amount(goods.within(scope))
            if short <= 0:
                return ""
            more = f"Spend {write(Money(short, context.currency))} more"
            return f"{more}{' on what it is for' if scope else ''}."
        case InGroup(groups):
            return "It is for certain customers." if groups.isdisjoint(context.groups) else ""
        case NthOrder():
            return _wrong_order(condition, context)
        case ShippingBy(methods):
            chosen = context.delivery.method if context.delivery else ""
            return "" if chosen in methods else "It is for another way of delivery."


def _wrong_order(condition: NthOrder, context: PricingContext) -> str:
    """An order whose number nobody knows is no certain one."""
    first = condition.nth == 1 and not condition.every
    if context.earlier_orders is None and first:
        return "It is for the first order of an account: please sign in, or create one."
    number = None if context.earlier_orders is None else context.earlier_orders + 1
    if number is not None and (number == condition.nth or (condition.every and number % condition.nth == 0)):
        return ""
    if first:
        return "It is for a first order."
    return f"It is for every order no. {condition.nth}." if condition.every else f"It is for order no. {condition.nth}."
