"""What publishing a promotion would do: how many variants it is for, which promotions stand in its way, what it would
sell below its cost. The catalogue is read by one plain cursor and nothing of it is kept."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import msgspec

from ...shared import clock
from ...shared.money import Money
from ...shared.settings import settings
from ..categories.tree import lineage
from ..models import Product, ProductStatus, Variant
from ..prices.lists import price_list_terms
from ..pricing import LineSnapshot, PricingContext, price
from ..pricing.inputs import PriceListTerms
from ..pricing.reading import inputs_of
from ..pricing.unit import PriceContext, unit_price
from .editing import find_promotion
from .live import live_promotions
from .terms import BuyGet, InGroup, Measure, NthOrder, Promotion, PromotionClass, Scope, SetPrice, Tiered

MOST_NAMED: Final = 20
BATCH: Final = 500  # products fetched at once
PRICED: Final = ("price", "cost", "sales", "tiers", "list_prices")
MOST_KNOWN: Final = 5_000
READ: Final = {"category": 1, "collections": 1, "variants": 1, "title": 1}


@dataclass(frozen=True)
class Clash:
    """A live promotion that cannot stand beside it, and on how many of its variants they meet."""

    promotion: Promotion
    variants: int


@dataclass(frozen=True)
class BelowCost:
    sku: str
    title: str
    quantity: int
    sold_for: Money
    cost: Money


@dataclass(frozen=True)
class Preview:
    """`below_cost` are the first found of `below_cost_count`; variants whose cost nobody knows are in neither.

    `needs_account`: it asks for what the shop knows of customers with an account alone."""

    variants: int
    of_all: int
    clashes: tuple[Clash, ...]
    below_cost: tuple[BelowCost, ...]
    below_cost_count: int
    needs_account: bool


async def preview_promotion(promotion_id: UUID) -> Preview:
    own = (await find_promotion(promotion_id)).promotion
    rivals = [each for each in (await live_promotions(fresh=True)).values() if clash(own, each)]
    seller = _Seller(own, await price_list_terms())
    meetings: Counter[UUID] = Counter()
    touched, of_all, below, named = 0, 0, 0, list[BelowCost]()
    async for product, raw in _variants():
        of_all += 1
        if not within(own.scope, product, raw["sku"]):
            continue
        touched += 1
        meetings.update(each.id for each in rivals if within(each.scope, product, raw["sku"]))
        loss = seller.loss(product, raw)
        below += loss is not None
        if loss and len(named) < MOST_NAMED:
            named.append(loss)
    clashes = tuple(Clash(each, meetings[each.id]) for each in rivals if meetings[each.id])
    return Preview(touched, of_all, clashes, tuple(named), below, _needs_account(own))


def clash(one: Promotion, other: Promotion) -> bool:
    """Whether a cart cannot have both although their windows meet; on one line, where the better one wins."""
    if one.id == other.id or not _windows_meet(one, other):
        return False
    if one.exclusive or other.exclusive:
        return True
    return not (other.kind in one.combines_with and one.kind in other.combines_with)


def _needs_account(promotion: Promotion) -> bool:
    """Unless one of several conditions that suffice is another."""
    personal = (InGroup, NthOrder)
    every = any(isinstance(each, personal) for each in promotion.all_of)
    return every or (bool(promotion.any_of) and all(isinstance(each, personal) for each in promotion.any_of))


def within(scope: Scope | None, product: Mapping[str, Any], sku: str) -> bool:
    if scope is None:
        return True
    named = (
        sku in scope.skus
        or product["_id"] in scope.products
        or not scope.categories.isdisjoint(lineage(product.get("category", "")))
        or not scope.collections.isdisjoint(product.get("collections", ()))
    )
    return named and not (scope.but_not is not None and within(scope.but_not, product, sku))


class _Seller:
    """Sells as few of one variant as the promotion asks for, whoever the customer is.

    What costs the same is sold once: of a hundred thousand variants few have a price of their own."""

    def __init__(self, promotion: Promotion, lists: Mapping[UUID, PriceListTerms]) -> None:
        self._promotion = msgspec.structs.replace(
            promotion, scope=None, by_code=False, starts_at=None, ends_at=None, all_of=(), any_of=()
        )
        self._lists = lists
        self._now = clock.now()
        self._known: dict[str, tuple[int, Money, Money] | None] = {}

    def loss(self, product: Mapping[str, Any], raw: Mapping[str, Any]) -> BelowCost | None:
        if not raw.get("cost") or self._promotion.kind is PromotionClass.SHIPPING:
            return None
        key = repr([raw.get(name) for name in PRICED])
        if key not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._sold(Variant.model_validate(raw))
        told = self._known[key]
        return BelowCost(raw["sku"], product["title"], *told) if told else None

    def _sold(self, variant: Variant) -> tuple[int, Money, Money] | None:
        """How many, for how much, and what they cost the shop; None where it loses nothing."""
        currency = settings().shop_currency
        if variant.cost is None or {variant.price.currency, variant.cost.currency} != {currency}:
            return None
        inputs = inputs_of(variant)
        one = unit_price(inputs, PriceContext(self._now, lists=self._lists)).price
        quantity = _quantity(self._promotion, one.amount)
        context = PricingContext(
            at=self._now, currency=currency, lists=tuple(self._lists.values()), promotions=(self._promotion,)
        )
        sold = price([LineSnapshot(sku=variant.sku, quantity=quantity, inputs=inputs)], context).goods
        whole = variant.cost * quantity
        return (quantity, sold, whole) if sold < whole else None


def _quantity(promotion: Promotion, unit: int) -> int:
    """The least for which all that it gives is given."""
    asked = [1]
    for benefit in promotion.benefits:
        match benefit:
            case BuyGet(buy, get):
                asked.append(buy + get)
            case SetPrice(_, quantity):
                asked.append(quantity)
            case Tiered(by, steps):
                top = max(step.at for step in steps)
                asked.append(top if by is Measure.QUANTITY else -(-top // max(unit, 1)))
    return max(asked)


def _windows_meet(one: Promotion, other: Promotion) -> bool:
    def before(first: Promotion, second: Promotion) -> bool:
        return first.ends_at is not None and second.starts_at is not None and first.ends_at <= second.starts_at

    return not before(one, other) and not before(other, one)


async def _variants() -> AsyncIterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Every variant that is sold, with its product: as they come out of the database, one batch in memory at a time."""
    rows = Product.get_pymongo_collection().find({"status": ProductStatus.ACTIVE.value}, READ, batch_size=BATCH)
    async for product in rows:
        await asyncio.sleep(0)  # others are served meanwhile
        for raw in product["variants"]:
            yield product, raw
