"""Which products fit, and how many would with each value: counted over all filters but the facet's own.

A product fits when one of its variants satisfies every filter on options, availability and price together.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .filters import PRICE, Filters
from .table import DEAREST, Table
from .terms import Flags, Terms

Slots = NDArray[np.intp]
NOTHING: Slots = np.zeros(0, dtype=np.intp)
MOST_FLAGS = 32_000_000  # bytes for one facet's table of values × products; beyond, its pairs are sorted
MOST_LOOKED_UP = 8  # where fewer products than one in eight are left, their rows are looked up, else read through


class Counted(NamedTuple):
    """How many products would fit with this value."""

    label: str
    products: int


class Tally:
    """The counts of one facet's values."""

    def __init__(self, terms: Terms, counts: Slots) -> None:
        self._terms = terms
        self._counts = counts

    def __getitem__(self, value: str) -> int:
        known = self._terms.known((value,))
        return int(self._counts[known[0]]) if known else 0

    def all(self) -> list[Counted]:
        """Every value that would find something."""
        return [self._told(int(value)) for value in np.flatnonzero(self._counts)]

    def most(self, limit: int) -> list[Counted]:
        """The values that would find most, best first; equals by their label."""
        values = np.flatnonzero(self._counts)
        if len(values) > limit:
            values = values[np.argsort(-self._counts[values], kind="stable")[:limit]]
        return sorted((self._told(int(value)) for value in values), key=lambda each: (-each.products, each.label))

    def _told(self, value: int) -> Counted:
        return Counted(self._terms.labels[value], int(self._counts[value]))


@dataclass(frozen=True)
class PriceRange:
    lowest: int
    highest: int


@dataclass(frozen=True)
class Found:
    """`slots` in no order. `prices` under all other filters; None where nothing fits them."""

    slots: Slots
    counts: Mapping[str, Tally]
    prices: PriceRange | None


Memory = Callable[[Hashable, Callable[[], Any]], Any]


def find(table: Table, base: Flags, filters: Filters, facets: Collection[str], remembered: Memory) -> Found:
    """`base` says by slot what may be found at all; `facets` are those to be counted. What was counted before under the
    same other filters is taken from memory."""
    sieve = _Sieve(table, base, filters)

    def counts(facet: str) -> Tally:
        left_out = facet if facet in filters.values else None
        tally: Tally = remembered((facet, filters.without(facet).key), lambda: sieve.without(left_out).count(facet))
        return tally

    prices = remembered(
        (PRICE, filters.without(PRICE).key), lambda: sieve.without(PRICE if filters.priced else None).prices
    )
    return Found(sieve.without(None).slots, {facet: counts(facet) for facet in facets}, prices)


class _Sieve:
    """The filters, and what passes all of them or all but one."""

    def __init__(self, table: Table, base: Flags, filters: Filters) -> None:
        self._table = table
        self._base = base
        self._filters = filters
        self._of_products = {facet: self._flags(facet) for facet in filters.values if facet not in table.row_terms}
        self._candidates: dict[str | None, _Candidates] = {}
        self._passed: dict[str | None, _Passed] = {}

    def without(self, facet: str | None) -> "_Passed":
        if facet not in self._passed:
            self._passed[facet] = self._through(facet)
        return self._passed[facet]

    def _through(self, facet: str | None) -> "_Passed":
        candidates = self._among(facet if facet in self._of_products else None)
        return _Passed(self._table, candidates, [flags for name, flags in candidates.filters.items() if name != facet])

    def _among(self, left_out: str | None) -> "_Candidates":
        if left_out not in self._candidates:
            products = self._base
            for name, flags in self._of_products.items():
                if name != left_out:
                    products = products & flags
            self._candidates[left_out] = _Candidates(self._table, products, self._filters)
        return self._candidates[left_out]

    def _flags(self, facet: str) -> Flags:
        terms = self._table.product_terms.get(facet)
        if terms is None:  # nothing bears what nobody has ever borne
            return np.zeros(self._table.products.size, dtype=np.bool_)
        flags: Flags = terms.bearing(self._filters.values[facet])[self._table.products[facet]]
        return flags


class _Candidates:
    """Products that pass the filters on products, with their rows side by side, before the filters on rows."""

    def __init__(self, table: Table, products: Flags, filters: Filters) -> None:
        self._table = table
        self._wanted = filters
        self.products = products

    @cached_property
    def slots(self) -> Slots:
        return np.flatnonzero(self.products)

    @cached_property
    def rows(self) -> Slots:
        if len(self.slots) > len(self.products) // MOST_LOOKED_UP:
            # the last place answers for rows that are nobody's
            return np.flatnonzero(np.append(self.products, False)[self._table.rows["owner"]])
        starts, lengths = self._table.products["start"][self.slots], self._table.products["rows"][self.slots]
        ends = np.cumsum(lengths)
        return np.repeat(starts - ends + lengths, lengths) + np.arange(int(ends[-1]) if len(ends) else 0)

    @cached_property
    def filters(self) -> Mapping[str, Flags]:
        table, wanted = self._table, self._wanted
        of_rows = {name: values for name, values in wanted.values.items() if name in table.row_terms}
        flags = {
            name: table.row_terms[name].bearing(values)[table.rows[name][self.rows]] for name, values in of_rows.items()
        }
        if wanted.priced:
            prices = table.rows[PRICE][self.rows]
            lowest = 0 if wanted.price_from is None else wanted.price_from
            highest = DEAREST if wanted.price_to is None else wanted.price_to
            flags[PRICE] = (prices >= lowest) & (prices <= highest)
        return flags


class _Passed:
    """Of some candidates those that pass some filters on rows."""

    def __init__(self, table: Table, candidates: _Candidates, filters: Sequence[Flags]) -> None:
        self._table = table
        self._candidates = candidates
        self._filters = filters

    @cached_property
    def slots(self) -> Slots:
        if not self._filters:
            return self._candidates.slots
        return self._owners[self._firsts]

    @cached_property
    def prices(self) -> PriceRange | None:
        prices = self._table.rows[PRICE][self._rows]
        return PriceRange(int(prices.min()), int(prices.max())) if len(prices) else None

    def count(self, facet: str) -> Tally:
        if facet in self._table.row_terms:
            terms = self._table.row_terms[facet]
            return Tally(terms, self._by_value_of_rows(facet, terms))
        terms = self._table.product_terms.get(facet) or Terms()
        return Tally(terms, terms.counted(self._table.products[facet][self.slots]) if terms.labels else NOTHING)

    def _by_value_of_rows(self, facet: str, terms: Terms) -> Slots:
        """Products, not rows: a value that three variants of one product bear counts once."""
        # no value at all is one more value, the first, and not told
        values = terms.only_value()[self._table.rows[facet][self._rows]] + 1
        products, kinds = len(self._firsts), len(terms.labels) + 1
        places = values * products + self._nth_product
        if kinds * products > MOST_FLAGS:
            places.sort()
            apart = places[np.flatnonzero(np.diff(places, prepend=-1))]
            return np.bincount(apart // products, minlength=kinds)[1:]
        flags = np.zeros(kinds * products, dtype=np.bool_)
        flags[places] = True
        return np.array([np.count_nonzero(of_value) for of_value in flags.reshape(kinds, products)[1:]], dtype=np.intp)

    @cached_property
    def _rows(self) -> Slots:
        if not self._filters:
            return self._candidates.rows
        return self._candidates.rows[np.logical_and.reduce(self._filters)]

    @cached_property
    def _owners(self) -> Slots:
        owners: Slots = self._table.rows["owner"][self._rows]
        return owners

    @cached_property
    def _apart(self) -> Flags:
        """By row: whether it is the first of its product. The rows of one product lie side by side."""
        apart: Flags = np.diff(self._owners, prepend=-1) != 0
        return apart

    @cached_property
    def _firsts(self) -> Slots:
        return np.flatnonzero(self._apart)

    @cached_property
    def _nth_product(self) -> Slots:
        return np.cumsum(self._apart) - 1
