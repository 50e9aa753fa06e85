"""What a promotion would sell below cost: one variant at a time, in the smallest carts that it is for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from typing import Any, Final
from uuid import UUID

from ...shared import clock
from ...shared.money import Money
from ...shared.pricing import Priced
from ...shared.settings import settings
from ..categories.tree import lineage
from ..models import Variant
from ..pricing import LineSnapshot, PricingContext, price
from ..pricing.inputs import PriceInputs, PriceListTerms
from ..pricing.reading import inputs_of
from ..pricing.unit import PriceContext, unit_price
from .smallest import (
    BOUGHT,
    Apart,
    Held,
    SmallCart,
    Unit,
    asked_scopes,
    bought_elsewhere,
    carts,
    is_for,
    unconditional,
)
from .terms import Promotion, PromotionClass, Scope

PRICED: Final = ("price", "cost", "sales", "tiers", "list_prices")
MOST_KNOWN: Final = 5_000
MOST_CARTS: Final = 50  # tried of one variant
OWN: Final = "own"  # whatever its SKU, it is sold for the same
SHIPPING: Final = PromotionClass.SHIPPING

Raw = Mapping[str, Any]
# How many, for how much, what they cost the shop, beside which promotions, and whether beside other goods.
Sold = tuple[int, Money, Money, tuple[str, ...], bool]


@dataclass(frozen=True)
class BelowCost:
    """`beside` are the live promotions that take something off with it; `mixed`: other goods are in that cart, too."""

    sku: str
    title: str
    quantity: int
    sold_for: Money
    cost: Money
    beside: tuple[str, ...] = ()
    mixed: bool = False


def within(scope: Scope | None, product: Raw, sku: str) -> bool:
    if scope is None:
        return True
    named = (
        sku in scope.skus
        or product["_id"] in scope.products
        or not scope.categories.isdisjoint(lineage(product.get("category", "")))
        or not scope.collections.isdisjoint(product.get("collections", ()))
    )
    return named and not (scope.but_not is not None and within(scope.but_not, product, sku))


class Seller:
    """Sells one variant in the smallest carts that meet the promotion's conditions, whoever the customer is, beside all
    live ones that may stand beside it and are for that cart too. What conditions ask of other goods is there as well,
    and bears its part of what is taken off the order.

    What costs the same under the same promotions is sold once: of a hundred thousand variants few have a price of
    their own."""

    def __init__(
        self, promotion: Promotion, beside: Sequence[Promotion], lists: Mapping[UUID, PriceListTerms], apart: Apart
    ) -> None:
        self._promotion, self._apart = promotion, apart
        self._beside = [each for each in beside if each.kind is not SHIPPING]
        self._scopes = frozenset(scope for each in (promotion, *self._beside) for scope in asked_scopes(each) if scope)
        self._lists = lists
        self._now = clock.now()
        self._known: dict[tuple[str, Held], Sold | None] = {}

    def loss(self, product: Raw, raw: Raw) -> BelowCost | None:
        if not raw.get("cost") or self._promotion.kind is SHIPPING:
            return None
        beside = [each for each in self._beside if within(each.scope, product, raw["sku"])]
        held = frozenset(scope for scope in self._scopes if within(scope, product, raw["sku"]))
        key = repr([*(raw.get(name) for name in PRICED), *(each.id.int for each in beside)]), held
        if key not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._lost(Variant.model_validate(raw), beside, held)
        told = self._known[key]
        return BelowCost(raw["sku"], product["title"], *told) if told else None

    def _lost(self, variant: Variant, beside: Sequence[Promotion], held: Held) -> Sold | None:
        """In the first cart that loses money."""
        if variant.cost is None or {variant.price.currency, variant.cost.currency} != {settings().shop_currency}:
            return None
        inputs = inputs_of(variant)
        unit = cache(partial(self._unit, inputs))
        for cart in self._carts(beside, unit, held):
            with_it = [each for each in beside if is_for(each, cart, unit, held)]
            sold, cost = self._sold(inputs, cart, with_it, held), variant.cost * cart.quantity
            if sold.lines[0].total < cost:
                names = {each.id: each.name for each in with_it}
                helped = tuple(names[each.promotion_id] for each in sold.savings if each.promotion_id in names)
                return cart.quantity, sold.lines[0].total, cost, helped, len(sold.lines) > 1
        return None

    def _carts(self, beside: Sequence[Promotion], unit: Unit, held: Held) -> Iterable[SmallCart]:
        """Those of the promotion alone first, then those that one beside it asks for; each once."""
        pairs = (each for each in beside if each.all_of or each.any_of)
        tried = (carts(self._promotion, other, unit, held, self._apart) for other in (None, *pairs))
        every = (cart for some in tried for cart in some)
        return islice(dict.fromkeys(every), MOST_CARTS)

    def _unit(self, inputs: PriceInputs, quantity: int) -> int:
        return unit_price(inputs, PriceContext(self._now, quantity, lists=self._lists)).price.amount

    def _sold(self, inputs: PriceInputs, cart: SmallCart, beside: Sequence[Promotion], held: Held) -> Priced:
        lines = [LineSnapshot(sku=OWN, quantity=cart.quantity, inputs=inputs)]
        if cart.others:
            others = PriceInputs(currency=inputs.currency, regular=cart.others)
            lines.append(LineSnapshot(sku="others", quantity=1, inputs=others))
        if count := self._bought_elsewhere(cart.quantity, beside, held):
            dearer = PriceInputs(currency=inputs.currency, regular=self._unit(inputs, 1) + 1)  # the cheapest is reduced
            lines.append(LineSnapshot(sku=BOUGHT, quantity=count, inputs=dearer))
        context = PricingContext(
            at=self._now,
            currency=inputs.currency,
            lists=tuple(self._lists.values()),
            promotions=(
                unconditional(self._promotion, OWN, held, self._apart),
                *(unconditional(each, OWN, held) for each in beside),
            ),
        )
        return price(lines, context)

    def _bought_elsewhere(self, quantity: int, beside: Sequence[Promotion], held: Held) -> int:
        own = bought_elsewhere(self._promotion, quantity, held, self._apart)
        return max([own, *(bought_elsewhere(each, quantity, held) for each in beside)])
