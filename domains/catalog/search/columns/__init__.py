"""The catalogue in columns, held by every process that searches: what is counted, filtered and sorted by.

A product has a slot, its variants have rows that lie side by side. Text is matched elsewhere and comes in as slots.
"""

from .facets import Counted, Found, PriceRange, Tally, find
from .filters import Filters
from .table import Facts, Table, VariantFacts

__all__ = ["Counted", "Facts", "Filters", "Found", "PriceRange", "Table", "Tally", "VariantFacts", "find"]
