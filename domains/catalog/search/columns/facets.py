"""Which products fit, and how many would with each value: counted over all filters but the facet's own.

A product fits when one of its variants satisfies every filter on options, availability and price together.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from .filters import PRICE, Filters
from .sieve import Passed, Sieve, Slots
from .table import Table
from .tallies import NumberRange, PriceRange, Tally
from .terms import Flags

T = TypeVar("T")


@dataclass(frozen=True)
class Found:
    """`slots` in no order. `prices` and `numbers` under all other filters; None where nothing fits them."""

    slots: Slots
    counts: Mapping[str, Tally]
    prices: PriceRange | None
    numbers: Mapping[str, NumberRange | None]


Memory = Callable[[Hashable, Callable[[], Any]], Any]


def find(table: Table, base: Flags, filters: Filters, facets: Collection[str], remembered: Memory) -> Found:
    """`base` says by slot what may be found at all; `facets` are those to be counted: of the price and of numbers the
    ends are told. What was counted before under the same other filters is taken from memory."""
    sieve = Sieve(table, base, filters)

    def under_others(facet: str, answer: Callable[[Passed, str], T]) -> T:
        left_out = facet if facet in filters else None
        found: T = remembered((facet, filters.without(facet).key), lambda: answer(sieve.without(left_out), facet))
        return found

    numbers = [name for name in facets if name in table.numbers or name in filters.numbers]
    counted = [name for name in facets if name != PRICE and name not in numbers]
    return Found(
        sieve.without(None).slots,
        {facet: under_others(facet, Passed.count) for facet in counted},
        under_others(PRICE, Passed.prices) if PRICE in facets else None,
        {facet: under_others(facet, Passed.ends) for facet in numbers},
    )
