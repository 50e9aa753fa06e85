"""The catalogue in columns, held by every process that searches: what is counted, filtered and sorted by.

A product has a slot, its variants have rows that lie side by side. Text is matched elsewhere and comes in as slots.
"""

from .facets import Found, find
from .filters import PRICE, Filters, Span
from .table import Facts, Table, VariantFacts
from .tallies import Counted, NumberRange, PriceRange, Tally

__all__ = [
    "PRICE",
    "Counted",
    "Facts",
    "Filters",
    "Found",
    "NumberRange",
    "PriceRange",
    "Span",
    "Table",
    "Tally",
    "VariantFacts",
    "find",
]
