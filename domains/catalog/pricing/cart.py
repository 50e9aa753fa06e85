"""What a cart costs before shipping and tax, and why: the door to pricing."""

from collections.abc import Iterable, Mapping, Sequence

from ...shared.money import Money
from ...shared.pricing import Declined, Priced, Saving
from ..promotions.terms import Gift, Promotion, PromotionClass
from . import explaining
from .benefits import Candidate, candidate
from .choosing import Chooser, Plan
from .conditions import Writer, plainly, refusal
from .goods import Goods, LineSnapshot, PricingContext


def price(lines: Sequence[LineSnapshot], context: PricingContext, *, write: Writer = plainly) -> Priced:
    """ValueError when a line is not in the context's currency or its quantity is not positive.

    `write` puts the amounts in reasons on paper. Gifts come as lines of their own, or on top of the line that holds
    the same SKU.
    """
    goods = Goods.of(lines, context)
    candidates, refused = _looked_at(goods, context, write)
    gifts = explaining.gift_prices(goods, context)
    postage = context.delivery.amount if context.delivery else 0
    plan = Chooser(goods, postage, lambda each: _worth(each, gifts), context.most_off).best(candidates)
    reasons = explaining.Reasons(plan, candidates, refused)
    priced = explaining.lines(goods, plan, reasons, context)
    total = sum(line.total.amount for line in priced)
    return Priced(
        currency=context.currency,
        lines=priced,
        goods=Money(total, context.currency),
        free_shipping=plan.free_shipping,
        shipping_discount=Money(plan.shipping, context.currency) if plan.shipping else None,
        savings=tuple(_savings(plan, gifts, context)),
        declined=tuple(_declined(plan, reasons, context)),
        why=reasons.tree(context),
    )


def _looked_at(
    goods: Goods, context: PricingContext, write: Writer
) -> tuple[list[Candidate], list[tuple[Promotion, str]]]:
    """Those that are for this cart, and the others with the reason."""
    candidates: list[Candidate] = []
    refused: list[tuple[Promotion, str]] = []
    available = {gift.sku for gift in context.gifts}
    for promotion in context.promotions if goods.items else ():
        told = refusal(promotion, goods, context, write)
        if not told and not _given(promotion) <= available:
            told = "Its gift has sold out."
        if told:
            refused.append((promotion, told))
        else:
            candidates.append(candidate(promotion, goods))
    return candidates, refused


def gifts_of(promotions: Iterable[Promotion]) -> dict[str, int]:
    """How many of each SKU they would give away, all of them together."""
    wanted: dict[str, int] = {}
    for promotion in promotions:
        for benefit in promotion.benefits:
            if isinstance(benefit, Gift):
                wanted[benefit.sku] = wanted.get(benefit.sku, 0) + benefit.quantity
    return wanted


def _given(promotion: Promotion) -> set[str]:
    return {each.sku for each in promotion.benefits if isinstance(each, Gift)}


def _worth(chosen: Candidate, gifts: Mapping[str, int]) -> int:
    return sum(gifts[each.sku] * each.quantity for each in chosen.gifts)


def _savings(plan: Plan, gifts: Mapping[str, int], context: PricingContext) -> list[Saving]:
    found = []
    for taken in plan.taken:
        promotion, currency = taken.candidate.promotion, context.currency
        code = context.codes.get(promotion.id)
        goods = taken.saved + _worth(taken.candidate, gifts)
        if goods:
            found.append(Saving(promotion.id, promotion.label, Money(goods, currency), code))
        if promotion.kind is PromotionClass.SHIPPING:
            amount = Money(taken.shipping, currency)
            found.append(Saving(promotion.id, promotion.label, amount, code, shipping=True))
    return found


def _declined(plan: Plan, reasons: "explaining.Reasons", context: PricingContext) -> list[Declined]:
    applied = {taken.candidate.promotion.id for taken in plan.taken}
    return [
        Declined(promotion.id, promotion.label, context.codes[promotion.id], because)
        for promotion, because in reasons.not_applied
        if promotion.id in context.codes and promotion.id not in applied
    ]
