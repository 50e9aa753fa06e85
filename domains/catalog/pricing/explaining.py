"""Why a cart costs what it costs: per line where its price comes from, what was taken off it, and what was not."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from ...shared.money import Money
from ...shared.pricing import PricedLine, Saving, Why
from ..promotions.terms import Gift, Promotion, PromotionClass
from .benefits import Candidate
from .choosing import Plan, conflict
from .conditions import Refused
from .goods import Goods, Item, LineSnapshot, PricingContext
from .stages import Taken
from .unit import PriceContext, PriceSource, UnitPrice, unit_price

LINE = PromotionClass.LINE
NOT_APPLIED = "Not applied"


class Reasons:
    """What became of every promotion that was looked at; a branch is made once and hangs in many lines."""

    def __init__(self, plan: Plan, looked_at: Sequence[Candidate | Refused]) -> None:
        self._plan = plan
        self._rivals: dict[tuple[PromotionClass, frozenset[PromotionClass], bool], Promotion | None] = {}
        applied = {taken.candidate for taken in plan.taken}
        self.not_applied = [
            (each, each.because if isinstance(each, Refused) else self._lost(each))
            for each in looked_at
            if each not in applied
        ]
        self._branches = [
            Why(each.promotion.name, because=because, applied=False) for each, because in self.not_applied
        ]

    def tree(self, context: PricingContext) -> Why:
        applied = [
            Why(taken.candidate.promotion.name, -Money(taken.saved + taken.shipping, context.currency), _how(taken))
            for taken in self._plan.taken
        ]
        return Why("Promotions", parts=(*applied, *self._branches))

    def on_line(self, place: int) -> tuple[Why, ...]:
        """Promotions that are for this line and took nothing off it."""
        parts = self._hanging.get(place)
        return (Why(NOT_APPLIED, parts=tuple(parts), applied=False),) if parts else ()

    @cached_property
    def _hanging(self) -> dict[int, list[Why]]:
        hanging: dict[int, list[Why]] = defaultdict(list)
        for (each, _), branch in zip(self.not_applied, self._branches, strict=True):
            for place in each.places:
                hanging[place].append(branch)
        for taken in self._plan.taken:
            if taken.candidate.promotion.kind is LINE:
                for place in taken.candidate.places:
                    if place not in taken.amounts and place in self._first:
                        hanging[place].append(self._outdone(taken.candidate.promotion, self._first[place]))
        return hanging

    def _outdone(self, promotion: Promotion, by: Promotion) -> Why:
        return Why(promotion.name, because=f"“{by.name}” saves more here.", applied=False)

    def _lost(self, each: Candidate) -> str:
        rival = self._conflicting(each)
        if rival is not None:
            return f"It cannot be combined with “{rival.name}”, which saves more."
        first = next((self._first[place] for place in each.claims if place in self._first), None)
        if first is not None:
            return f"“{first.name}” saves more on the same things."
        return "There is nothing it could take off."

    def _conflicting(self, each: Candidate) -> Promotion | None:
        """Promotions of one class that stand beside the same others lose against the same one."""
        promotion = each.promotion
        key = (promotion.kind, promotion.combines_with, promotion.exclusive)
        if key not in self._rivals:
            taken = (taken.candidate for taken in self._plan.taken)
            self._rivals[key] = next((other.promotion for other in taken if conflict(each, other)), None)
        return self._rivals[key]

    @cached_property
    def _first(self) -> dict[int, Promotion]:
        """By line, the promotion of lines that takes off first."""
        first: dict[int, Promotion] = {}
        for taken in self._plan.taken:
            if taken.candidate.promotion.kind is LINE:
                for place in taken.amounts:
                    first.setdefault(place, taken.candidate.promotion)
        return first


def gift_prices(goods: Goods, context: PricingContext) -> dict[str, int]:
    """What one of each gift costs who buys it: in the cart's line where there is one."""
    bought = {item.line.sku: item.unit for item in goods.items}
    offered = {gift.sku: unit_price(gift.inputs, PriceContext(context.at)).price.amount for gift in context.gifts}
    return offered | {sku: unit for sku, unit in bought.items() if sku in offered}


def lines(goods: Goods, plan: Plan, reasons: Reasons, context: PricingContext) -> tuple[PricedLine, ...]:
    given: dict[str, list[tuple[Gift, Promotion]]] = {}
    for taken in plan.taken:
        for gift in taken.candidate.gifts:
            given.setdefault(gift.sku, []).append((gift, taken.candidate.promotion))
    by_line: dict[int, list[Taken]] = {}
    for taken in plan.taken:
        for place in taken.amounts:
            by_line.setdefault(place, []).append(taken)
    priced = [
        _line(goods, place, by_line.get(place, []), given.pop(item.line.sku, []), reasons, context)
        for place, item in enumerate(goods.items)
    ]
    offered = {gift.sku: gift for gift in context.gifts}
    return (*priced, *(_gift_line(offered[sku], gifts, context) for sku, gifts in given.items()))


def _line(
    goods: Goods,
    place: int,
    applied: Sequence[Taken],
    gifts: Sequence[tuple[Gift, Promotion]],
    reasons: Reasons,
    context: PricingContext,
) -> PricedLine:
    item, currency = goods.items[place], context.currency
    free = sum([gift.quantity for gift, _ in gifts])
    taken_off = sum([taken.amounts[place] for taken in applied])
    total = Money(item.whole - taken_off, currency)
    parts = (
        *_of_price(item),
        *(_gift_parts(gifts, item.price.price)),
        *[_off(taken, place, currency) for taken in applied],
        *reasons.on_line(place),
    )
    return PricedLine(
        sku=item.line.sku,
        quantity=item.line.quantity + free,
        unit=item.price.price,
        compare_at=item.price.compare_at,
        discount=Money(taken_off + item.unit * free, currency),
        total=total,
        tax_class=item.line.tax_class,
        weight_grams=item.line.weight_grams,
        why=Why(item.line.title or item.line.sku, total, parts=parts),
        lowest=item.price.lowest,
        savings=tuple([_saving(taken, place, context) for taken in applied if taken.candidate.promotion.kind is LINE]),
        gift=free,
    )


def _gift_line(line: LineSnapshot, gifts: Sequence[tuple[Gift, Promotion]], context: PricingContext) -> PricedLine:
    """What is given away costs its price and saves as much."""
    found = unit_price(line.inputs, PriceContext(context.at))
    quantity = sum(gift.quantity for gift, _ in gifts)
    nothing, whole = Money.zero(context.currency), found.price * quantity
    return PricedLine(
        sku=line.sku,
        quantity=quantity,
        unit=found.price,
        compare_at=None,
        discount=whole,
        total=nothing,
        tax_class=line.tax_class,
        weight_grams=line.weight_grams,
        why=Why(line.title or line.sku, nothing, parts=_gift_parts(gifts, found.price)),
        savings=tuple(
            Saving(promotion.id, promotion.label, found.price * gift.quantity, context.codes.get(promotion.id))
            for gift, promotion in gifts
        ),
        gift=quantity,
    )


def _gift_parts(gifts: Sequence[tuple[Gift, Promotion]], unit: Money) -> tuple[Why, ...]:
    worth = (Why("Gift", unit * gift.quantity, f"{gift.quantity} on top") for gift, _ in gifts)
    free = (Why(promotion.name, -(unit * gift.quantity), "a gift") for gift, promotion in gifts)
    return (*worth, *free)


def _of_price(item: Item) -> tuple[Why, ...]:
    price, quantity = item.price, item.line.quantity
    whole = price.price * quantity
    if price.compare_at is None:
        return (Why(_NAMES[price.source], whole, _at(price, quantity)),)
    saved = (price.price - price.compare_at) * quantity
    before = Why("Regular price", price.compare_at * quantity, f"{quantity} at the price before the reduction")
    return (
        before,
        Why("Sale", saved, _at(price, quantity) if price.source is PriceSource.TIER else "Reduced in price"),
    )


_NAMES = {
    PriceSource.REGULAR: "Price",
    PriceSource.TIER: "Price by quantity",
    PriceSource.SALE: "Sale",
    PriceSource.LIST: "Price list",
}


def _at(price: UnitPrice, quantity: int) -> str:
    match price.source:
        case PriceSource.LIST:
            return f"{quantity} at the price of “{price.because}”"
        case PriceSource.TIER:
            return f"{quantity} at the price {price.because}"
        case _:
            return f"{quantity} at the regular price"


def _off(taken: Taken, place: int, currency: str) -> Why:
    promotion = taken.candidate.promotion
    part = "" if promotion.kind is LINE else "its part of what is taken off the order"
    return Why(promotion.name, Money(-taken.amounts[place], currency), part)


def _saving(taken: Taken, place: int, context: PricingContext) -> Saving:
    promotion = taken.candidate.promotion
    amount = Money(taken.amounts[place], context.currency)
    code = context.codes.get(promotion.id) if context.codes else None  # few carts have any, and ids are slow to hash
    return Saving(promotion.id, promotion.label, amount, code)


def _how(taken: Taken) -> str:
    words = {
        PromotionClass.LINE: "off lines",
        PromotionClass.ORDER: "off the order",
        PromotionClass.SHIPPING: "off delivery",
    }
    gifts = ", ".join(f"{gift.quantity} × {gift.sku}" for gift in taken.candidate.gifts)
    return f"{words[taken.candidate.promotion.kind]}, with {gifts}" if gifts else words[taken.candidate.promotion.kind]
