"""What a cart costs before shipping and tax, and why: the door to pricing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...shared.money import Money
from ...shared.pricing import Declined, Priced, Saving
from ..promotions.terms import NthOrder, Promotion, PromotionClass
from .benefits import Candidate, candidate
from .choosing import Chooser, Plan
from .conditions import Refused, Writer, plainly, refusal
from .explaining import Reasons
from .goods import Goods, LineSnapshot, PricingContext
from .itemising import Itemised, gift_prices


def price(lines: Sequence[LineSnapshot], context: PricingContext, *, write: Writer = plainly) -> Priced:
    """ValueError when a line is not in the context's currency or its quantity is not positive.

    `write` puts the amounts in reasons on paper. Gifts come as lines of their own, or on top of the line that holds
    the same SKU.
    """
    goods = Goods.of(lines, context)
    looked_at = _looked_at(goods, context, write)
    plan = _chosen([each for each in looked_at if isinstance(each, Candidate)], goods, context)
    reasons = Reasons(plan, looked_at, context.currency)
    priced = Itemised(goods, plan, reasons, context).lines()
    return Priced(
        currency=context.currency,
        lines=priced,
        goods=Money(sum([line.total.amount for line in priced]), context.currency),
        free_shipping=plan.free_shipping,
        shipping_discount=Money(plan.shipping, context.currency) if plan.shipping else None,
        savings=tuple(_savings(plan, context)),
        declined=tuple(_declined(reasons, context)),
        why=reasons.tree,
    )


def gifts_of(promotions: Iterable[Promotion]) -> dict[str, int]:
    """How many of each SKU they would give away, all of them together."""
    wanted: dict[str, int] = {}
    for promotion in promotions:
        for gift in promotion.gifts:
            wanted[gift.sku] = wanted.get(gift.sku, 0) + gift.quantity
    return wanted


def takes_off_delivery(promotions: Iterable[Promotion]) -> bool:
    """Whether it may matter to them what delivery costs."""
    return any(each.kind is PromotionClass.SHIPPING for each in promotions)


def counts_orders(promotions: Iterable[Promotion]) -> bool:
    """Whether it may matter to them how many orders somebody has placed before."""
    return any(isinstance(asked, NthOrder) for each in promotions for asked in (*each.all_of, *each.any_of))


def _looked_at(goods: Goods, context: PricingContext, write: Writer) -> list[Candidate | Refused]:
    """In the order in which they are applied."""
    gifts = gift_prices(goods, context)
    offered = sorted(context.promotions, key=lambda each: each.order) if goods.items else []
    return [_look(promotion, goods, context, gifts, write) for promotion in offered]


def _look(
    promotion: Promotion, goods: Goods, context: PricingContext, gifts: Mapping[str, int], write: Writer
) -> Candidate | Refused:
    places = goods.within(promotion.scope)
    told = refusal(promotion, places, goods, context, write)
    if not told and not promotion.given <= gifts.keys():
        told = "Its gift has sold out."
    return Refused(promotion, places, told) if told else candidate(promotion, places, goods, gifts)


def _chosen(candidates: Sequence[Candidate], goods: Goods, context: PricingContext) -> Plan:
    postage = context.delivery.amount if context.delivery else context.likely_postage
    plan = Chooser(goods, postage, context.most_off).best(candidates)
    return plan if context.delivery else plan.before_delivery


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


def _declined(reasons: Reasons, context: PricingContext) -> Iterator[Declined]:
    for each, because in reasons.not_applied if context.codes else ():
        promotion = each.promotion
        if promotion.id in context.codes:
            yield Declined(promotion.id, promotion.label, context.codes[promotion.id], because)
