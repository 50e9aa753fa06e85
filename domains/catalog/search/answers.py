"""Search, as pages ask for it. Whatever was typed, there is an answer; without an index yet it is Unavailable."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from ..models import ProductStatus
from .cards import Card, card
from .columns import Filters, Found, find
from .columns.orders import SORTS, featured_page, ranked_page, sorted_page
from .columns.terms import Flags
from .index import search_index
from .matching import Matched, did_you_mean, matched, meanings
from .meanings import phrase
from .shelves import Facet, NumberFacet, Prices, facets, names, number_facets
from .tree import hidden_flags, shown_first
from .view import View
from .words import tidy

Sort = Literal["relevance", "newest", "price", "-price", "name", "best-selling"]
LARGEST_PAGE = 100
DAY = 86_400
NO_FILTERS = Filters()
MOST_RANKED = 200  # among so many best hits what is in stock, new or popular is put first


@dataclass(frozen=True)
class Results:
    """`page` is the one shown: pages beyond the last show the last. `did_you_mean`: words that would find more.

    `number_facets`: numbers that products state of themselves, to be filtered by from and to."""

    cards: tuple[Card, ...]
    total: int
    page: int
    pages: int
    facets: tuple[Facet, ...] = ()
    prices: Prices | None = None
    number_facets: tuple[NumberFacet, ...] = ()
    did_you_mean: str | None = None

    @property
    def items(self) -> tuple[Card, ...]:
        return self.cards


@dataclass(frozen=True)
class _Asked:
    text: str
    below: str
    filters: Filters
    sort: str
    page: int
    size: int
    counted: bool
    first: tuple[str, ...] = ()


async def search(
    query: str = "",
    *,
    category: str | None = None,
    filters: Filters = NO_FILTERS,
    sort: str = "relevance",
    page: int = 1,
    size: int = 24,
    counted: bool = False,
    first: Sequence[UUID] = (),
) -> Results:
    """Products for sale; an empty query lists all of them, newest first unless sorted otherwise.

    `counted`: with facets and the range of prices. `first`: those that lead where no other order is asked for."""
    below = tidy(category).strip("/").casefold() if category is not None else ""
    size = min(max(size, 1), LARGEST_PAGE)
    asked = _Asked(query.strip(), below, filters, sort, page, size, counted, tuple(map(str, first)))
    return await asyncio.to_thread(_search, search_index.view, asked)


async def staff_search(
    query: str = "", *, status: ProductStatus | None = None, page: int = 1, size: int = 50
) -> Results:
    """All products, whatever their status, by name or by how well they match."""
    wanted = Filters({"status": (status.value,)} if status else {})
    asked = _Asked(query.strip(), "", wanted, "relevance" if query.strip() else "name", page, size, False)
    return await asyncio.to_thread(_staff_search, search_index.view, asked)


async def best(query: str, size: int) -> tuple[Card, ...]:
    """The best products for sale, without knowing how many there are."""
    asked = _Asked(query.strip(), "", NO_FILTERS, "relevance", 1, size, False)
    return (await asyncio.to_thread(_search, search_index.view, asked, MOST_RANKED)).cards


def destination(query: str) -> str | None:
    """The path of the shop to which staff have this query lead."""
    view = search_index.view
    with view.lock:
        return meanings(view).targets.get(phrase(query))


def shown(view: View) -> Flags:
    """By slot: what shoppers may see now."""

    def answer() -> Flags:
        flags: Flags = view.table.products["shown"] & ~hidden_flags(view)
        return flags

    return view.remembered("shown", answer)


def _search(view: View, asked: _Asked, most: int | None = None) -> Results:
    with view.lock:
        base = shown(view)
        words = matched(view, asked.text, base, most=most) if asked.text else None
        filters, inside = asked.filters, words.flags(len(base)) if words else base
        if asked.below:
            inside = inside & _inside(view, asked.below)
        found = _find(view, asked, inside)
        results = _results(view, asked, found, words)
        if not asked.counted:
            return results
        below = asked.below or next(iter(filters.values.get("category", ())), "")
        return replace(
            results,
            facets=facets(view, found, filters, below),
            prices=Prices(filters.price_from, filters.price_to, found.prices),
            number_facets=number_facets(view, found, filters),
        )


def _staff_search(view: View, asked: _Asked) -> Results:
    with view.lock:
        base: Flags = view.table.products["present"]
        words = matched(view, asked.text, base, everything=True) if asked.text else None
        inside = words.flags(len(base)) if words else base
        found = find(view.table, inside, asked.filters, (), lambda _, answer: answer())
        return _results(view, asked, found, words)


def _find(view: View, asked: _Asked, inside: Flags) -> Found:
    wanted = names(view, asked.filters) if asked.counted else []
    return find(
        view.table,
        inside,
        asked.filters,
        wanted,
        lambda question, answer: view.remembered((asked.text, asked.below, question), answer),
    )


def _results(view: View, asked: _Asked, found: Found, words: Matched | None) -> Results:
    total = len(found.slots)
    pages = max(1, -(-total // asked.size))
    page = min(max(asked.page, 1), pages)
    slots = _page(view, asked, found, words, (page - 1) * asked.size)
    meant = None
    if words and not words.strict and total:
        meant = did_you_mean(view, asked.text, np.array(_best(view, found, words), dtype=np.intp))
    moment = view.moment()
    cards = tuple(card(stored, moment) for stored in view.stored(slots))
    return Results(cards, total, page, pages, did_you_mean=meant)


def _page(view: View, asked: _Asked, found: Found, words: Matched | None, offset: int) -> list[int]:
    if asked.sort not in SORTS and words:
        scores = words.among(found.slots) + _worth(view)[found.slots]
        return ranked_page(view.table, found.slots, scores, offset, asked.size)
    if asked.sort not in SORTS and (first := _first(view, asked)):
        return featured_page(view.table, found.slots, first, offset, asked.size)
    return sorted_page(view.table, found.slots, asked.sort if asked.sort in SORTS else "newest", offset, asked.size)


def _worth(view: View) -> NDArray[np.float64]:
    """By slot. As of the beginning of the day, so that all processes and all pages of a list agree."""
    day = view.moment().at.timestamp() // DAY * DAY
    return view.remembered(("worth", day), lambda: view.table.worth(day))


def _first(view: View, asked: _Asked) -> list[int]:
    if asked.first:
        return view.remembered(("first", asked.first), lambda: view.slots_of(asked.first))
    return shown_first(view, asked.below) if asked.below else []


def _best(view: View, found: Found, words: Matched) -> list[int]:
    return ranked_page(view.table, found.slots, words.among(found.slots), 0, 20)


def _inside(view: View, path: str) -> Flags:
    """By slot: what lies in this category or below it."""

    def answer() -> Flags:
        terms = view.table.product_terms.get("category")
        if terms is None:
            return np.zeros(view.table.products.size, dtype=np.bool_)
        flags: Flags = terms.bearing((path,)).take(view.table.products["category"])
        return flags

    return view.remembered(("inside", path), answer)
