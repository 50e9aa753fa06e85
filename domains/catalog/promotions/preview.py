"""What publishing a promotion would do: how many variants it is for, which promotions stand in its way, what it would
sell below its cost. The catalogue is read by one plain cursor and nothing of it is kept."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping, Sequence
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
from ..models import Product, ProductStatus, Variant
from ..prices.lists import price_list_terms
from ..pricing import LineSnapshot, PricingContext, price
from ..pricing.inputs import PriceInputs, PriceListTerms
from ..pricing.reading import inputs_of
from ..pricing.unit import PriceContext, unit_price
from .editing import find_promotion
from .live import live_promotions
from .smallest import Held, SmallCart, Unit, asked_scopes, carts, is_for, unconditional
from .terms import InGroup, NthOrder, Promotion, PromotionClass, Scope

MOST_NAMED: Final = 20
BATCH: Final = 500  # products fetched at once
PRICED: Final = ("price", "cost", "sales", "tiers", "list_prices")
MOST_KNOWN: Final = 5_000
MOST_CARTS: Final = 50  # tried of one variant
OWN: Final = "own"  # whatever its SKU, it is sold for the same
TOLD_SECONDS: Final = 0.5
SHIPPING: Final = PromotionClass.SHIPPING
READ: Final = {"category": 1, "collections": 1, "variants": 1, "title": 1}

Raw = Mapping[str, Any]
Sold = tuple[int, Money, Money, tuple[str, ...]]  # how many, for how much, what they cost the shop, beside which


@dataclass(frozen=True)
class Clash:
    """A live promotion that cannot stand beside it, and on how many of its variants they meet."""

    id: UUID
    name: str
    variants: int


@dataclass(frozen=True)
class BelowCost:
    """`beside` are the live promotions that take something off with it."""

    sku: str
    title: str
    quantity: int
    sold_for: Money
    cost: Money
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    """`below_cost` are the first found of `below_cost_count`; variants whose cost nobody knows are in neither.

    `needs_account`: it asks for what the shop knows of customers with an account alone. `products` so many have been
    looked at."""

    products: int
    variants: int
    of_all: int
    clashes: tuple[Clash, ...]
    below_cost: tuple[BelowCost, ...]
    below_cost_count: int
    needs_account: bool


async def preview_promotion(promotion_id: UUID) -> Preview:
    return [seen async for seen in previews(promotion_id)][-1]


async def previews(promotion_id: UUID) -> AsyncIterator[Preview]:
    """What has been counted so far, about twice a second; the last one is of the whole catalogue."""
    own = (await find_promotion(promotion_id)).promotion
    tally = _Tally(own, list((await live_promotions(fresh=True)).values()), await price_list_terms())
    told = time.monotonic()
    async for product in _products():
        await asyncio.sleep(0)  # others are served meanwhile
        tally.add(product)
        if time.monotonic() - told > TOLD_SECONDS:
            yield tally.preview
            told = time.monotonic()
    yield tally.preview


class _Tally:
    def __init__(self, own: Promotion, live: Sequence[Promotion], lists: Mapping[UUID, PriceListTerms]) -> None:
        self._own = own
        self._rivals = [each for each in live if clash(own, each)]
        self._seller = _Seller(own, [each for each in live if stands_beside(own, each)], lists)
        self._meetings: Counter[UUID] = Counter()
        self._products = self._variants = self._of_all = self._below = 0
        self._named: list[BelowCost] = []

    def add(self, product: Raw) -> None:
        self._products += 1
        for raw in product["variants"]:
            self._of_all += 1
            if within(self._own.scope, product, raw["sku"]):
                self._add(product, raw)

    def _add(self, product: Raw, raw: Raw) -> None:
        self._variants += 1
        self._meetings.update(each.id for each in self._rivals if within(each.scope, product, raw["sku"]))
        loss = self._seller.loss(product, raw)
        self._below += loss is not None
        if loss and len(self._named) < MOST_NAMED:
            self._named.append(loss)

    @property
    def preview(self) -> Preview:
        met = [each for each in self._rivals if self._meetings[each.id]]
        return Preview(
            products=self._products,
            variants=self._variants,
            of_all=self._of_all,
            clashes=tuple(Clash(each.id, each.name, self._meetings[each.id]) for each in met),
            below_cost=tuple(self._named),
            below_cost_count=self._below,
            needs_account=_needs_account(self._own),
        )


def clash(one: Promotion, other: Promotion) -> bool:
    """Whether a cart cannot have both although their windows meet; on one line, where the better one wins."""
    if one.id == other.id or not _windows_meet(one, other):
        return False
    if one.exclusive or other.exclusive:
        return True
    return not (other.kind in one.combines_with and one.kind in other.combines_with)


def stands_beside(one: Promotion, other: Promotion) -> bool:
    """Whether customers get both without typing a code."""
    return one.id != other.id and not other.by_code and _windows_meet(one, other) and not clash(one, other)


def _needs_account(promotion: Promotion) -> bool:
    """Unless one of several conditions that suffice is another."""
    personal = (InGroup, NthOrder)
    every = any(isinstance(each, personal) for each in promotion.all_of)
    return every or (bool(promotion.any_of) and all(isinstance(each, personal) for each in promotion.any_of))


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


class _Seller:
    """Sells one variant in the smallest carts that meet the promotion's conditions, whoever the customer is, beside all
    live ones that may stand beside it and are for that cart too. What conditions ask of other goods is there as well,
    and bears its part of what is taken off the order.

    What costs the same under the same promotions is sold once: of a hundred thousand variants few have a price of
    their own."""

    def __init__(self, promotion: Promotion, beside: Sequence[Promotion], lists: Mapping[UUID, PriceListTerms]) -> None:
        self._promotion = promotion
        self._beside = [each for each in beside if each.kind is not SHIPPING]
        self._scopes = frozenset(scope for each in (promotion, *self._beside) for scope in asked_scopes(each))
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
                return cart.quantity, sold.lines[0].total, cost, helped
        return None

    def _carts(self, beside: Sequence[Promotion], unit: Unit, held: Held) -> Iterable[SmallCart]:
        """Those of the promotion alone first, then those that one beside it asks for; each once."""
        pairs = (each for each in beside if each.all_of or each.any_of)
        every = (cart for other in (None, *pairs) for cart in carts(self._promotion, other, unit, held))
        return islice(dict.fromkeys(every), MOST_CARTS)

    def _unit(self, inputs: PriceInputs, quantity: int) -> int:
        return unit_price(inputs, PriceContext(self._now, quantity, lists=self._lists)).price.amount

    def _sold(self, inputs: PriceInputs, cart: SmallCart, beside: Sequence[Promotion], held: Held) -> Priced:
        lines = [LineSnapshot(sku=OWN, quantity=cart.quantity, inputs=inputs)]
        if cart.others:
            others = PriceInputs(currency=inputs.currency, regular=cart.others)
            lines.append(LineSnapshot(sku="others", quantity=1, inputs=others))
        context = PricingContext(
            at=self._now,
            currency=inputs.currency,
            lists=tuple(self._lists.values()),
            promotions=tuple(unconditional(each, OWN, held) for each in (self._promotion, *beside)),
        )
        return price(lines, context)


def _windows_meet(one: Promotion, other: Promotion) -> bool:
    def before(first: Promotion, second: Promotion) -> bool:
        return first.ends_at is not None and second.starts_at is not None and first.ends_at <= second.starts_at

    return not before(one, other) and not before(other, one)


def _products() -> AsyncIterable[Raw]:
    """All that are sold: as they come out of the database, one batch in memory at a time."""
    return Product.get_pymongo_collection().find({"status": ProductStatus.ACTIVE.value}, READ, batch_size=BATCH)
