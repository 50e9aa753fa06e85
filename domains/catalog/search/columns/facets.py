"""Which products fit, and how many would with each value: counted over all filters but the facet's own.

A product fits when one of its variants satisfies every filter on options, availability and price together.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from .filters import PRICE, Filters
from .sieve import Passed, Sieve, Slots
from .table import Table
from .tallies import NumberRange, PriceRange, Tally
from .terms import Flags

T = TypeVar("T")


Memory = Callable[[Hashable, Callable[[], Any]], Any]


@dataclass(frozen=True)
class Found:
    """`slots` in no order. `prices` and `numbers` under all other filters; None where nothing fits them. What nobody
    asks for is not counted."""

    _sieve: Sieve
    _table: Table
    _filters: Filters
    _facets: Collection[str]
    _remembered: Memory

    @cached_property
    def slots(self) -> Slots:
        return self._sieve.without(None).slots

    @cached_property
    def counts(self) -> Mapping[str, Tally]:
        told = {*self._numbered, PRICE}
        return {facet: self._under_others(facet, Passed.count) for facet in self._facets if facet not in told}

    @cached_property
    def prices(self) -> PriceRange | None:
        return self._under_others(PRICE, Passed.prices) if PRICE in self._facets else None

    @cached_property
    def numbers(self) -> Mapping[str, NumberRange | None]:
        return {facet: self._under_others(facet, Passed.ends) for facet in self._numbered}

    @property
    def _numbered(self) -> list[str]:
        return [name for name in self._facets if name in self._table.numbers or name in self._filters.numbers]

    def _under_others(self, facet: str, answer: Callable[[Passed, str], T]) -> T:
        left_out = facet if facet in self._filters else None
        question = (facet, self._filters.without(facet).key)
        found: T = self._remembered(question, lambda: answer(self._sieve.without(left_out), facet))
        return found


def find(table: Table, base: Flags, filters: Filters, facets: Collection[str], remembered: Memory) -> Found:
    """`base` says by slot what may be found at all; `facets` are those to be counted: of the price and of numbers the
    ends are told. What was counted before under the same other filters is taken from memory."""
    return Found(Sieve(table, base, filters), table, filters, facets, remembered)
