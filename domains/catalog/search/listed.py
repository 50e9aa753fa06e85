"""Everything that shoppers can see, span by span, for those who want to know of all of it: sitemaps, feeds."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np

from .index import search_index
from .tree import hidden_flags
from .view import View

SPAN: Final = 5_000  # slots: a product keeps its slot, so it stays in its span
PIECE: Final = 200


@dataclass(frozen=True)
class ListedProduct:
    product_id: UUID
    slug: str


async def edition() -> str:
    """Another whenever the index has taken in anything."""
    return search_index.view.edition


async def listed_spans() -> list[int]:
    """The numbers of those that have anything to show."""
    return await asyncio.to_thread(_spans, search_index.view)


async def listed_products(span: int) -> AsyncIterator[list[ListedProduct]]:
    """Some at a time. What has become visible or has gone meanwhile may be there or not."""
    view = search_index.view
    slots = await asyncio.to_thread(_slots, view, span)
    for start in range(0, len(slots), PIECE):
        yield await asyncio.to_thread(_listed, view, slots[start : start + PIECE])


def _spans(view: View) -> list[int]:
    with view.lock:
        shown = np.flatnonzero(view.table.products["shown"] & ~hidden_flags(view))
    return [int(span) for span in np.unique(shown // SPAN)]


def _slots(view: View, span: int) -> list[int]:
    begin, end = span * SPAN, (span + 1) * SPAN
    with view.lock:
        shown = view.table.products["shown"][begin:end] & ~hidden_flags(view)[begin:end]
    return [int(slot) + begin for slot in np.flatnonzero(shown)]


def _listed(view: View, slots: list[int]) -> list[ListedProduct]:
    with view.lock:
        return [ListedProduct(each.product_id, each.slug) for each in view.stored(slots)]
