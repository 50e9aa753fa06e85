"""What is paid for each line of a cart, and for what comes on top of it."""

from ...shared.money import Money
from ...shared.pricing import PricedLine, Saving, Why
from ..promotions.terms import Gift, Promotion
from .choosing import Plan
from .explaining import Given, Reasons, gift_parts
from .goods import Goods, LineSnapshot, PricingContext
from .stages import Taken
from .unit import PriceContext, unit_price


def gift_prices(goods: Goods, context: PricingContext) -> dict[str, int]:
    """What one of each gift costs who buys it: in the cart's line where there is one."""
    bought = {item.line.sku: item.unit for item in goods.items}
    offered = {gift.sku: unit_price(gift.inputs, PriceContext(context.at)).price.amount for gift in context.gifts}
    return offered | {sku: unit for sku, unit in bought.items() if sku in offered}


class Itemised:
    def __init__(self, goods: Goods, plan: Plan, reasons: Reasons, context: PricingContext) -> None:
        self._goods, self._reasons, self._context = goods, reasons, context
        self._given: dict[str, list[tuple[Gift, Promotion]]] = {}
        self._applied: dict[int, list[Taken]] = {}
        for taken in plan.taken:
            for gift in taken.candidate.gifts:
                self._given.setdefault(gift.sku, []).append((gift, taken.candidate.promotion))
            for place in taken.amounts:
                self._applied.setdefault(place, []).append(taken)

    def lines(self) -> tuple[PricedLine, ...]:
        """A gift comes on top of the first line that holds its SKU, or in a line of its own."""
        given = dict(self._given)
        own = [self._line(place, given.pop(item.line.sku, ())) for place, item in enumerate(self._goods.items)]
        offered = {gift.sku: gift for gift in self._context.gifts}
        return (*own, *(self._gift_line(offered[sku], gifts) for sku, gifts in given.items()))

    def _line(self, place: int, gifts: Given) -> PricedLine:
        item, currency = self._goods.items[place], self._context.currency
        line, price, applied = item.line, item.price, self._applied.get(place, ())
        free = sum([gift.quantity for gift, _ in gifts])
        taken_off = sum([taken.amounts[place] for taken in applied])
        total = Money(item.whole - taken_off, currency)
        return PricedLine(
            sku=line.sku,
            quantity=line.quantity + free,
            unit=price.price,
            compare_at=price.compare_at,
            discount=Money(taken_off + item.unit * free, currency),
            total=total,
            tax_class=line.tax_class,
            weight_grams=line.weight_grams,
            why=Why(line.title or line.sku, total, parts=self._reasons.of_line(item, place, gifts, applied)),
            lowest=price.lowest,
            savings=tuple(self._saving(taken, place) for taken in applied if taken.of_lines),
            gift=free,
        )

    def _gift_line(self, line: LineSnapshot, gifts: Given) -> PricedLine:
        """What is given away costs its price and saves as much."""
        unit = unit_price(line.inputs, PriceContext(self._context.at)).price
        quantity = sum(gift.quantity for gift, _ in gifts)
        nothing = Money.zero(self._context.currency)
        return PricedLine(
            sku=line.sku,
            quantity=quantity,
            unit=unit,
            compare_at=None,
            discount=unit * quantity,
            total=nothing,
            tax_class=line.tax_class,
            weight_grams=line.weight_grams,
            why=Why(line.title or line.sku, nothing, parts=gift_parts(gifts, unit)),
            savings=tuple(
                Saving(promotion.id, promotion.label, unit * gift.quantity, self._code(promotion))
                for gift, promotion in gifts
            ),
            gift=quantity,
        )

    def _saving(self, taken: Taken, place: int) -> Saving:
        promotion = taken.candidate.promotion
        amount = Money(taken.amounts[place], self._context.currency)
        return Saving(promotion.id, promotion.label, amount, self._code(promotion))

    def _code(self, promotion: Promotion) -> str | None:
        """Few carts have any, and ids are slow to hash."""
        return self._context.codes.get(promotion.id) if self._context.codes else None
