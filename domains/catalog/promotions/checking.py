"""What a promotion must be to be kept: terms that mean something, in the shop's currency, with amounts that exist."""

from collections.abc import Iterator
from typing import Final

from ...shared.errors import Invalid
from ...shared.settings import settings
from ..prices.changing import HIGHEST
from .terms import (
    BENEFITS_OF,
    WHOLE,
    AmountOff,
    Benefit,
    BuyGet,
    Condition,
    Gift,
    InGroup,
    Limits,
    MinimumAmount,
    MinimumQuantity,
    NthOrder,
    PercentOff,
    Promotion,
    PromotionClass,
    Scope,
    SetPrice,
    ShippingBy,
    Tiered,
)

LONGEST_NAME: Final = 80
LONGEST_ANNOUNCEMENT: Final = 160
MOST_PRIORITY: Final = 1000
MOST_UNITS: Final = 999
MOST_PARTS: Final = 20
MOST_NESTED: Final = 2  # what is left out, and what of that is part of it all the same
EMPTY: Final = (
    "Name at least one SKU, product, category or collection, or leave it to everything.",
    "Say what is left out, of which something is part of it all the same.",
    "Say what is part of it all the same.",
)
TAKES_FROM: Final = {
    PromotionClass.LINE: "lines", PromotionClass.ORDER: "the order", PromotionClass.SHIPPING: "delivery",
}  # fmt: skip

Problem = tuple[str, str]  # the field of the form at fault, and what to do about it


def check(promotion: Promotion) -> None:
    """Invalid names what is at fault: `name`, `ends_at`; of several parts the one, `benefits-0`, `all_of-2`."""
    wrong = dict(reversed(list(_problems(promotion))))
    if wrong:
        raise Invalid("This promotion cannot be saved as it is.", wrong)


def _problems(promotion: Promotion) -> Iterator[Problem]:
    """The first of each field is the one told."""
    for field, text in (("name", promotion.name), ("label", promotion.label)):
        if not text.strip() or len(text) > LONGEST_NAME:
            yield field, f"Give 1 to {LONGEST_NAME} characters."
    if len(promotion.announcement) > LONGEST_ANNOUNCEMENT:
        yield "announcement", f"Give at most {LONGEST_ANNOUNCEMENT} characters."
    if promotion.currency != settings().shop_currency:
        yield "benefits", f"Its amounts are in {promotion.currency}, the shop sells in {settings().shop_currency}."
    if not -MOST_PRIORITY <= promotion.priority <= MOST_PRIORITY:
        yield "priority", f"Give a number from {-MOST_PRIORITY} to {MOST_PRIORITY}."
    if promotion.starts_at and promotion.ends_at and promotion.ends_at <= promotion.starts_at:
        yield "ends_at", "Give a moment after the first one."
    if not _charged(promotion.most, none=True):
        yield "most", "Give an amount above zero."
    if told := _about_scope(promotion.scope):
        yield "scope", told
    yield from _about_benefits(promotion)
    for list_name, conditions in (("all_of", promotion.all_of), ("any_of", promotion.any_of)):
        if len(conditions) > MOST_PARTS:
            yield list_name, f"At most {MOST_PARTS} conditions."
        for number, condition in enumerate(conditions):
            if told := _about_condition(condition):
                yield f"{list_name}-{number}", told
    yield from _about_limits(promotion)


def _about_benefits(promotion: Promotion) -> Iterator[Problem]:
    if not 1 <= len(promotion.benefits) <= MOST_PARTS:
        yield "benefits", f"Say what it gives, 1 to {MOST_PARTS} things."
    for number, benefit in enumerate(promotion.benefits):
        if not isinstance(benefit, BENEFITS_OF[promotion.kind]):
            yield f"benefits-{number}", f"A promotion on {TAKES_FROM[promotion.kind]} cannot give this."
        if told := _about_benefit(benefit):
            yield f"benefits-{number}", told


def _about_benefit(benefit: Benefit) -> str:
    match benefit:
        case PercentOff(basis_points, most):
            share = 0 < basis_points <= WHOLE
            return "" if share and _charged(most, none=True) else "Give a percentage above 0 and up to 100."
        case AmountOff(amount, _):
            return "" if _charged(amount) else "Give an amount above zero."
        case Tiered(_, steps):
            return _about_steps(benefit) if steps else "Give at least one step."
        case BuyGet(buy, get, basis_points, bought, most_times):
            counts = all(1 <= count <= MOST_UNITS for count in (buy, get, most_times or 1))
            if not counts or not 0 < basis_points <= WHOLE:
                return f"Give quantities from 1 to {MOST_UNITS}, and a percentage above 0 and up to 100."
            return _about_scope(bought)
        case SetPrice(amount, quantity):
            fits = 0 <= amount <= HIGHEST and 1 <= quantity <= MOST_UNITS
            return "" if fits else f"Give a price, and a quantity from 1 to {MOST_UNITS}."
        case Gift(sku, quantity):
            return "" if sku and 1 <= quantity <= MOST_UNITS else f"Give a SKU and a quantity from 1 to {MOST_UNITS}."
        case _:
            return ""


def _about_steps(tiered: Tiered) -> str:
    reached = [step.at for step in tiered.steps]
    if reached != sorted(set(reached)) or reached[0] < 1 or len(reached) > MOST_PARTS:
        return "Give each step once, by rising amount or quantity."
    return next((told for step in tiered.steps if (told := _about_benefit(step.benefit))), "")


def _about_condition(condition: Condition) -> str:
    match condition:
        case MinimumQuantity(quantity, scope):
            return _about_scope(scope) if 1 <= quantity <= MOST_UNITS else f"Give 1 to {MOST_UNITS} units."
        case MinimumAmount(amount, scope):
            return _about_scope(scope) if _charged(amount) else "Give an amount above zero."
        case InGroup(groups):
            return "" if groups else "Name at least one group."
        case NthOrder(nth, _):
            return "" if 1 <= nth <= MOST_UNITS else "Say which order: 1 for the first."
        case ShippingBy(methods):
            return "" if methods else "Name at least one way of shipping."


def _about_scope(scope: Scope | None, depth: int = 0) -> str:
    if scope is None:
        return ""
    if depth > MOST_NESTED:
        return "What is part of it all the same has no exceptions of its own."
    if not (scope.skus or scope.products or scope.categories or scope.collections):
        return EMPTY[depth]
    return _about_scope(scope.but_not, depth + 1)


def _about_limits(promotion: Promotion) -> Iterator[Problem]:
    limits: Limits = promotion.limits
    for name in ("overall", "per_customer", "per_code"):
        count = getattr(limits, name)
        if count is not None and count < 1:
            yield name, "Give 1 or more, or leave it empty for no limit."
    if not _charged(limits.budget, none=True):
        yield "budget", "Give an amount above zero, or leave it empty for no limit."
    if limits.per_code is not None and not promotion.by_code:
        yield "per_code", "A limit for each code is for a promotion that asks for a code."
    if limits.budget is not None and any(isinstance(each, Gift) for each in promotion.benefits):
        yield "budget", "What gifts are worth changes: limit how often it is used instead of a budget."


def _charged(amount: int | None, *, none: bool = False) -> bool:
    return none if amount is None else 0 < amount <= HIGHEST
