"""The lines of a cart as promotions look at them: what each is, what one costs, and which scope it is in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Self, TypeVar
from uuid import UUID

import msgspec

from ..categories.tree import lineage
from ..promotions.terms import WHOLE, Promotion, Scope
from .inputs import PriceInputs, PriceListTerms
from .unit import PriceContext, UnitPrice, unit_price

if TYPE_CHECKING:
    from ..products.offers import Offer

Key = TypeVar("Key")


class LineSnapshot(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A cart line as it was read: all that pricing needs to know of it. `weight_grams` of one; 0 is not sent."""

    sku: str
    quantity: int
    inputs: PriceInputs
    title: str = ""
    tax_class: str = "standard"
    weight_grams: int = 0
    product_id: UUID | None = None
    category: str = ""
    collections: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, offer: "Offer", quantity: int) -> Self:
        return cls(
            sku=offer.sku,
            quantity=quantity,
            inputs=offer.inputs,
            title=offer.title,
            tax_class=offer.tax_class,
            weight_grams=offer.weight_grams if offer.requires_shipping else 0,
            product_id=offer.product_id,
            category=offer.category,
            collections=offer.collections,
        )


class Delivery(msgspec.Struct, frozen=True):
    """The chosen way of shipping and its price in minor units, before promotions."""

    method: str
    amount: int


class PricingContext(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who buys, when and how. `earlier_orders` is None where nobody knows. `codes` are those typed, by the promotion
    they are for; `used_up` the promotions this customer has no use left of; `gifts` what can be given, one each.
    `most_off` caps, in basis points of the goods, what promotions take off together (gifts apart). `likely_postage`:
    what delivery would probably cost while none is chosen, so that the same promotions count before and after."""

    at: datetime
    currency: str
    groups: frozenset[str] = frozenset()
    earlier_orders: int | None = None
    delivery: Delivery | None = None
    likely_postage: int = 0
    lists: tuple[PriceListTerms, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    codes: dict[UUID, str] = {}
    used_up: frozenset[UUID] = frozenset()
    gifts: tuple[LineSnapshot, ...] = ()
    most_off: int = WHOLE


class Item(msgspec.Struct, frozen=True):
    """`whole` = unit × quantity, in minor units."""

    line: LineSnapshot
    price: UnitPrice
    unit: int
    whole: int
    lineage: frozenset[str]


class Goods:
    """Scopes are asked for again and again, by conditions and benefits: each is looked up once."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = tuple(items)
        self.everything = tuple(range(len(self.items)))
        self.wholes = tuple(item.whole for item in self.items)
        self.quantities = tuple(item.line.quantity for item in self.items)
        self.units = tuple(item.unit for item in self.items)
        self._found: dict[Scope, tuple[int, ...]] = {}
        self._whole, self._units = sum(self.wholes), sum(self.quantities)

    @classmethod
    def of(cls, lines: Sequence[LineSnapshot], context: PricingContext) -> Self:
        lists = {terms.id: terms for terms in context.lists}
        return cls([_item(line, context, lists) for line in lines])

    def within(self, scope: Scope | None) -> tuple[int, ...]:
        """Which lines, by their place."""
        if scope is None:
            return self.everything
        found = self._found.get(scope)
        if found is None:
            places = self._matching(scope)
            if scope.but_not:
                places = places.difference(self.within(scope.but_not))
            found = self._found[scope] = tuple(sorted(places))
        return found

    def worth(self, places: Sequence[int]) -> Sequence[int]:
        """Line by line, before promotions."""
        return self.wholes if places is self.everything else list(map(self.wholes.__getitem__, places))

    def many(self, places: Sequence[int]) -> Sequence[int]:
        """Line by line, how many there are."""
        return self.quantities if places is self.everything else list(map(self.quantities.__getitem__, places))

    def amount(self, places: Sequence[int]) -> int:
        return self._whole if places is self.everything else sum(self.worth(places))

    def quantity(self, places: Sequence[int]) -> int:
        return self._units if places is self.everything else sum(self.many(places))

    def by_unit(self, places: Sequence[int], *, dearest: bool = False) -> list[int]:
        """From the cheapest unit to the dearest, or the other way; equal ones by their SKU."""
        return sorted(places, key=(self._dearest if dearest else self._cheapest).__getitem__)

    def _matching(self, scope: Scope) -> set[int]:
        found: set[int] = set()
        if scope.skus:
            found.update(*self._skus.of(scope.skus))
        if scope.products:
            found.update(*self._products.of(scope.product_numbers))
        if scope.categories:
            found.update(*self._categories.of(scope.categories))
        if scope.collections:
            found.update(*self._collections.of(scope.collection_numbers))
        return found

    @cached_property
    def _cheapest(self) -> dict[int, int]:
        return _ranks(self.everything, lambda place: (self.units[place], self.items[place].line.sku))

    @cached_property
    def _dearest(self) -> dict[int, int]:
        return _ranks(self.everything, lambda place: (-self.units[place], self.items[place].line.sku))

    @cached_property
    def _skus(self) -> "_Places[str]":
        return _Places((item.line.sku,) for item in self.items)

    @cached_property
    def _products(self) -> "_Places[int]":
        return _Places((item.line.product_id.int,) if item.line.product_id else () for item in self.items)

    @cached_property
    def _categories(self) -> "_Places[str]":
        return _Places(item.lineage for item in self.items)

    @cached_property
    def _collections(self) -> "_Places[int]":
        return _Places([each.int for each in item.line.collections] for item in self.items)


class _Places(Generic[Key]):
    """Lines by one of their names. Two sets compare the hashes that both keep; keys would be hashed anew each time."""

    def __init__(self, names: Iterable[Iterable[Key]]) -> None:
        self._places: dict[Key, list[int]] = {}
        for place, keys in enumerate(names):
            for key in keys:
                self._places.setdefault(key, []).append(place)
        self._names = frozenset(self._places)

    def of(self, names: frozenset[Key]) -> Iterator[list[int]]:
        return map(self._places.__getitem__, names & self._names)


def _ranks(places: Iterable[int], key: Callable[[int], tuple[int, str]]) -> dict[int, int]:
    return {place: rank for rank, place in enumerate(sorted(places, key=key))}


def _item(line: LineSnapshot, context: PricingContext, lists: dict[UUID, PriceListTerms]) -> Item:
    if line.inputs.currency != context.currency:
        raise ValueError(f"{line.sku} is priced in {line.inputs.currency}, not {context.currency}")
    if line.quantity < 1:
        raise ValueError(f"{line.quantity} of {line.sku} cannot be priced")
    price = unit_price(line.inputs, PriceContext(context.at, line.quantity, context.groups, lists))
    unit = price.price.amount
    return Item(line, price, unit, unit * line.quantity, frozenset(lineage(line.category)))
