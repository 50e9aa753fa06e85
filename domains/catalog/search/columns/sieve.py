"""The filters over the columns, and what passes all of them or all but one."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .filters import PRICE, Filters, Span
from .table import DEAREST, Table
from .tallies import NumberRange, PriceRange, Tally
from .terms import Flags, Terms

Slots = NDArray[np.intp]
NOTHING: Slots = np.zeros(0, dtype=np.intp)
MOST_FLAGS = 32_000_000  # bytes for one facet's table of values × products; beyond, its pairs are sorted
MOST_LOOKED_UP = 8  # where fewer products than one in eight are left, their rows are looked up, else read through


class Sieve:
    """The filters, and what passes all of them or all but one."""

    def __init__(self, table: Table, base: Flags, filters: Filters) -> None:
        self._table = table
        self._base = base
        self._filters = filters
        of_products = [*filters.numbers, *(facet for facet in filters.values if facet not in table.row_terms)]
        self._of_products = {facet: self._flags(facet) for facet in of_products}
        self._candidates: dict[str | None, Candidates] = {}
        self._passed: dict[str | None, Passed] = {}

    def without(self, facet: str | None) -> "Passed":
        if facet not in self._passed:
            self._passed[facet] = self._through(facet)
        return self._passed[facet]

    def _through(self, facet: str | None) -> "Passed":
        candidates = self._among(facet if facet in self._of_products else None)
        return Passed(self._table, candidates, [flags for name, flags in candidates.filters.items() if name != facet])

    def _among(self, left_out: str | None) -> "Candidates":
        if left_out not in self._candidates:
            products = self._base
            for name, flags in self._of_products.items():
                if name != left_out:
                    products = products & flags
            self._candidates[left_out] = Candidates(self._table, products, self._filters)
        return self._candidates[left_out]

    def _flags(self, facet: str) -> Flags:
        if facet in self._filters.numbers:
            return self._within(facet, self._filters.numbers[facet])
        terms = self._table.product_terms.get(facet)
        if terms is None:  # nothing bears what nobody has ever borne
            return np.zeros(self._table.products.size, dtype=np.bool_)
        flags: Flags = terms.bearing(self._filters.values[facet]).take(self._table.products[facet])
        return flags

    def _within(self, name: str, span: Span) -> Flags:
        """What states no number lies nowhere."""
        if name not in self._table.numbers:
            return np.zeros(self._table.products.size, dtype=np.bool_)
        numbers = self._table.products[name]
        lowest = -np.inf if span.lowest is None else span.lowest
        highest = np.inf if span.highest is None else span.highest
        flags: Flags = (numbers >= lowest) & (numbers <= highest)
        return flags


class Candidates:
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
            name: table.row_terms[name].bearing(values).take(table.rows[name].take(self.rows))
            for name, values in of_rows.items()
        }
        if wanted.priced:
            prices = table.rows[PRICE][self.rows]
            lowest = 0 if wanted.price_from is None else wanted.price_from
            highest = DEAREST if wanted.price_to is None else wanted.price_to
            flags[PRICE] = (prices >= lowest) & (prices <= highest)
        return flags


class Passed:
    """Of some candidates those that pass some filters on rows."""

    def __init__(self, table: Table, candidates: Candidates, filters: Sequence[Flags]) -> None:
        self._table = table
        self._candidates = candidates
        self._filters = filters

    @cached_property
    def slots(self) -> Slots:
        if not self._filters:
            return self._candidates.slots
        return self._owners[self._firsts]

    def prices(self, _: str) -> PriceRange | None:
        if not len(self.slots):
            return None
        if self._filters:
            prices = self._table.rows[PRICE][self._rows]
            return PriceRange(int(prices.min()), int(prices.max()))
        lowest, dearest = self._table.products[PRICE][self.slots].min(), self._table.products["dearest"][self.slots]
        return PriceRange(min(int(lowest) >> 32, DEAREST), int(dearest.max()))

    def ends(self, name: str) -> NumberRange | None:
        if name not in self._table.numbers:
            return None
        numbers = self._table.products[name][self.slots]
        stated = numbers[~np.isnan(numbers)]
        return NumberRange(float(stated.min()), float(stated.max())) if len(stated) else None

    def count(self, facet: str) -> Tally:
        """Where no filter on rows tells them apart, the set of all that a product's rows bear is enough."""
        of_rows = self._table.row_terms.get(facet)
        if of_rows is not None and self._filters:
            return Tally(of_rows, self._by_value_of_rows(facet, of_rows))
        terms = of_rows or self._table.product_terms.get(facet) or Terms()
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
