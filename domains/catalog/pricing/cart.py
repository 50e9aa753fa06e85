"""What a cart costs before shipping and tax, and why: the door to pricing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...shared.money import Money
from ...shared.pricing import Declined, Priced, Saving
from ..promotions.terms import Gift, Promotion, PromotionClass
from . import explaining
from .benefits import Candidate, candidate
from .choosing import Chooser, Plan
from .conditions import Refused, Writer, plainly, refusal
from .goods import Goods, LineSnapshot, PricingContext


def price(lines: Sequence[LineSnapshot], context: PricingContext, *, write: Writer = plainly) -> Priced:
    """ValueError when a line is not in the context's currency or its quantity is not positive.

    `write` puts the amounts in reasons on paper. Gifts come as lines of their own, or on top of the line that holds
    the same SKU.
    """
    goods = Goods.of(lines, context)
    gifts = explaining.gift_prices(goods, context)
    looked_at = [
        _look(promotion, goods, context, gifts, write)
        for promotion in sorted(context.promotions if goods.items else (), key=lambda each: each.order)
    ]
    postage = context.delivery.amount if context.delivery else context.likely_postage
    candidates = [each for each in looked_at if isinstance(each, Candidate)]
    plan = Chooser(goods, postage, context.most_off).best(candidates)
    if context.delivery is None:
        plan = plan.before_delivery
    reasons = explaining.Reasons(plan, looked_at)
    priced = explaining.lines(goods, plan, reasons, context)
    return Priced(
        currency=context.currency,
        lines=priced,
        goods=Money(sum(line.total.amount for line in priced), context.currency),
        free_shipping=plan.free_shipping,
        shipping_discount=Money(plan.shipping, context.currency) if plan.shipping else None,
        savings=tuple(_savings(plan, context)),
        declined=tuple(_declined(reasons, context)),
        why=reasons.tree(context),
    )


def _look(
    promotion: Promotion, goods: Goods, context: PricingContext, gifts: Mapping[str, int], write: Writer
) -> Candidate | Refused:
    places = goods.within(promotion.scope)
    told = refusal(promotion, places, goods, context, write)
    if not told and not promotion.given <= gifts.keys():
        told = "Its gift has sold out."
    return Refused(promotion, places, told) if told else candidate(promotion, places, goods, gifts)


def gifts_of(promotions: Iterable[Promotion]) -> dict[str, int]:
    """How many of each SKU they would give away, all of them together."""
    wanted: dict[str, int] = {}
    for promotion in promotions:
        for benefit in promotion.benefits:
            if isinstance(benefit, Gift):
                wanted[benefit.sku] = wanted.get(benefit.sku, 0) + benefit.quantity
    return wanted


def _savings(plan: Plan, context: PricingContext) -> Iterator[Saving]:
    for taken in plan.taken:
        promotion, currency = taken.candidate.promotion, context.currency
        code = context.codes.get(promotion.id)
        goods = taken.saved + taken.candidate.worth
        if goods:
            yield Saving(promotion.id, promotion.label, Money(goods, currency), code)
        if promotion.kind is PromotionClass.SHIPPING:
            amount = Money(taken.shipping, currency)
            yield Saving(promotion.id, promotion.label, amount, code, shipping=True)


def _declined(reasons: explaining.Reasons, context: PricingContext) -> Iterator[Declined]:
    for each, because in reasons.not_applied if context.codes else ():
        promotion = each.promotion
        if promotion.id in context.codes:
            yield Declined(promotion.id, promotion.label, context.codes[promotion.id], because)
