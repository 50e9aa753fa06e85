"""What publishing a promotion would do: how many variants it is for, which promotions stand in its way, what it would
sell below its cost. The catalogue is read by one plain cursor and nothing of it is kept."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from ..models import Product, ProductStatus
from ..prices.lists import price_list_terms
from ..pricing.inputs import PriceListTerms
from .below_cost import BelowCost, Raw, Seller, within
from .editing import find_promotion
from .live import live_promotions
from .smallest import NOWHERE, Apart, asked_scopes
from .terms import InGroup, NthOrder, Promotion, Scope

MOST_NAMED: Final = 20
BATCH: Final = 500  # products fetched at once
TOLD_SECONDS: Final = 0.5
READ: Final = {"category": 1, "collections": 1, "variants": 1, "title": 1}


@dataclass(frozen=True)
class Clash:
    """A live promotion that cannot stand beside it, and on how many of its variants they meet."""

    id: UUID
    name: str
    variants: int


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
    live = list((await live_promotions(fresh=True)).values())
    tally = _Tally(own, live, await price_list_terms(), await _apart(own))
    told = time.monotonic()
    async for product in _products():
        await asyncio.sleep(0)  # others are served meanwhile
        tally.add(product)
        if time.monotonic() - told > TOLD_SECONDS:
            yield tally.preview
            told = time.monotonic()
    yield tally.preview


class _Tally:
    def __init__(
        self, own: Promotion, live: Sequence[Promotion], lists: Mapping[UUID, PriceListTerms], apart: Apart
    ) -> None:
        self._own = own
        self._rivals = [each for each in live if clash(own, each)]
        self._seller = Seller(own, [each for each in live if stands_beside(own, each)], lists, apart)
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


def _windows_meet(one: Promotion, other: Promotion) -> bool:
    def before(first: Promotion, second: Promotion) -> bool:
        return first.ends_at is not None and second.starts_at is not None and first.ends_at <= second.starts_at

    return not before(one, other) and not before(other, one)


async def _apart(promotion: Promotion) -> Apart:
    """Of the scopes it asks for, those in which something is sold that it is not for. Looked for until each has one."""
    asked, found = {*asked_scopes(promotion)}, set[Scope | None]()
    if promotion.scope is None or not asked:
        return NOWHERE
    async for product in _products():
        await asyncio.sleep(0)
        for variant in product["variants"]:
            if not within(promotion.scope, product, variant["sku"]):
                found |= {scope for scope in asked - found if within(scope, product, variant["sku"])}
        if found == asked:
            break
    return frozenset(found)


def _products() -> AsyncIterable[Raw]:
    """All that are sold: as they come out of the database, one batch in memory at a time."""
    return Product.get_pymongo_collection().find({"status": ProductStatus.ACTIVE.value}, READ, batch_size=BATCH)
