"""Slots in the order in which a shelf shows them, one page at a time. Equals keep their place from page to page."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .sieve import Slots
from .table import Table

ASCENDING = {"price": "price", "name": "name"}
DESCENDING = {"newest": "newest", "-price": "price", "best-selling": "sold"}
SORTS = (*ASCENDING, *DESCENDING)


def sorted_page(table: Table, slots: Slots, sort: str, offset: int, size: int) -> list[int]:
    """`sort` is one of SORTS."""
    column = ASCENDING.get(sort) or DESCENDING[sort]
    keys = table.products[column][slots]
    if sort in DESCENDING:
        keys = np.invert(keys)
    return [int(slot) for slot in slots[_first(keys, offset + size)[offset:]]]


def featured_page(table: Table, slots: Slots, first: list[int], offset: int, size: int) -> list[int]:
    """Those of `first` that are among them, as they stand there; then the newest."""
    here = set(slots.tolist()).intersection(first)
    ahead = [slot for slot in dict.fromkeys(first) if slot in here]
    others = slots[~np.isin(slots, ahead)]
    rest = sorted_page(table, others, "newest", max(offset - len(ahead), 0), size)
    return [*ahead[offset : offset + size], *rest][:size]


def ranked_page(table: Table, slots: Slots, scores: NDArray[np.floating[Any]], offset: int, size: int) -> list[int]:
    """Best first; of equals the newer."""
    best = _first(-scores, offset + size)
    worst = scores[best[-1]] if len(best) else 0.0
    close = np.flatnonzero(scores >= worst)
    ordered = close[np.lexsort((np.invert(table.products["newest"][slots[close]]), -scores[close]))]
    return [int(slot) for slot in slots[ordered[offset : offset + size]]]


def _first(keys: NDArray[np.floating[Any]] | NDArray[np.uint64], count: int) -> Slots:
    """Places of the `count` smallest, smallest first; of equals the earlier place, whatever `count` is."""
    if count >= len(keys):
        return np.argsort(keys, kind="stable")
    close = np.flatnonzero(keys <= np.partition(keys, count - 1)[count - 1])
    return close[np.argsort(keys[close], kind="stable")][:count]
