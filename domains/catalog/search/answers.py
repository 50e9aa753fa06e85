"""Search, as pages ask for it. Whatever was typed, there is an answer; without an index yet it is Unavailable."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

import numpy as np

from ..models import ProductStatus
from .cards import Card, card
from .columns import Filters, Found, find
from .columns.orders import SORTS, featured_page, ranked_page, sorted_page
from .columns.terms import Flags
from .index import search_index
from .matching import LOOKED_AT, Matched, begun, did_you_mean, matched, meanings, today, worth
from .meanings import phrase
from .queries import MOST_LETTERS
from .shelves import Facet, NumberFacet, Prices, Shelves, names, shelves
from .tree import hidden_flags, shown_first
from .view import View
from .words import tidy

Sort = Literal["relevance", "newest", "price", "-price", "name", "best-selling"]
LARGEST_PAGE = 100
NO_FILTERS = Filters()


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
    groups: frozenset[str] = frozenset()

    @classmethod
    def of(cls, query: str, below: str, filters: Filters, sort: str, page: int, size: int) -> "_Asked":
        return cls(query.strip()[:MOST_LETTERS], below, filters, sort, page, min(max(size, 1), LARGEST_PAGE), False)


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
    groups: frozenset[str] = frozenset(),
) -> Results:
    """Products for sale; an empty query lists all of them, newest first unless sorted otherwise.

    `counted`: with facets and the range of prices. `first`: those that lead where no other order is asked for. Cards
    show what who is in these `groups` pays; they are found, counted and sorted by what everybody does."""
    below = tidy(category).strip("/").casefold() if category is not None else ""
    asked = _Asked.of(query, below, filters, sort, page, size)
    asked = replace(asked, counted=counted, first=tuple(map(str, first)), groups=groups)
    return await asyncio.to_thread(_search, search_index.view, asked)


async def staff_search(
    query: str = "", *, status: ProductStatus | None = None, page: int = 1, size: int = 50
) -> Results:
    """All products, whatever their status, by name or by how well they match."""
    wanted = Filters({"status": (status.value,)} if status else {})
    asked = _Asked.of(query, "", wanted, "relevance" if query.strip() else "name", page, size)
    return await asyncio.to_thread(_staff_search, search_index.view, asked)


async def best(query: str, size: int, groups: frozenset[str] = frozenset()) -> tuple[Card, ...]:
    """The best products for sale, without knowing how many there are."""
    return await asyncio.to_thread(_best_of_all, search_index.view, query.strip()[:MOST_LETTERS], size, groups)


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


def _search(view: View, asked: _Asked) -> Results:
    with view.lock:
        base = shown(view)
        words = matched(view, asked.text, base) if asked.text else None
        inside = words.flags(len(base)) if words else base
        if asked.below:
            inside = inside & _inside(view, asked.below)
        found = _find(view, asked, inside)
        results = _results(view, asked, found, words)
        if not asked.counted:
            return results
        told = _shelves(view, asked, found)
        return replace(results, facets=told.facets, prices=told.prices, number_facets=told.numbers)


def _staff_search(view: View, asked: _Asked) -> Results:
    with view.lock:
        base: Flags = view.table.products["present"]
        words = matched(view, asked.text, base, everything=True) if asked.text else None
        inside = words.flags(len(base)) if words else base
        found = find(view.table, inside, asked.filters, (), lambda _, answer: answer())
        return _results(view, asked, found, words, ("staff",))


def _best_of_all(view: View, text: str, size: int, groups: frozenset[str]) -> tuple[Card, ...]:
    with view.lock:
        slots = view.remembered(("best", today(view), text, size), lambda: _best_slots(view, text, size))
        return _cards(view, slots, groups)


def _best_slots(view: View, text: str, size: int) -> list[int]:
    base = shown(view)
    first = begun(view, text, base, size)
    if first:
        return first
    words = matched(view, text, base, best=size)
    return ranked_page(view.table, words.slots, words.scores + worth(view, words.slots), 0, size)


def _find(view: View, asked: _Asked, inside: Flags) -> Found:
    wanted = names(view, asked.filters) if asked.counted else []
    return find(
        view.table,
        inside,
        asked.filters,
        wanted,
        lambda question, answer: view.remembered((asked.text, asked.below, question), answer),
    )


def _shelves(view: View, asked: _Asked, found: Found) -> Shelves:
    below = asked.below or next(iter(asked.filters.values.get("category", ())), "")
    question = ("shelves", asked.text, asked.below, asked.filters.as_typed)
    return view.remembered(question, lambda: shelves(view, found, asked.filters, below))


def _results(view: View, asked: _Asked, found: Found, words: Matched | None, who: tuple[str, ...] = ()) -> Results:
    total = len(found.slots)
    pages = max(1, -(-total // asked.size))
    page = min(max(asked.page, 1), pages)
    place = (asked.text, asked.below, asked.filters.key, asked.sort, hash(asked.first), page, asked.size)
    slots = view.remembered(
        ("page", *who, today(view), *place), lambda: _page(view, asked, found, words, (page - 1) * asked.size)
    )
    meant = None
    if words and not words.strict and total:
        meant = view.remembered(("meant", *who, *place), lambda: _meant(view, asked.text, found, words))
    return Results(_cards(view, slots, asked.groups), total, page, pages, did_you_mean=meant)


def _meant(view: View, text: str, found: Found, words: Matched) -> str | None:
    best = ranked_page(view.table, found.slots, words.among(found.slots), 0, LOOKED_AT)
    return did_you_mean(view, text, best)


def _cards(view: View, slots: list[int], groups: frozenset[str]) -> tuple[Card, ...]:
    moment = replace(view.moment(), groups=groups)
    return tuple(card(stored, moment) for stored in view.stored(slots))


def _page(view: View, asked: _Asked, found: Found, words: Matched | None, offset: int) -> list[int]:
    if asked.sort not in SORTS and words:
        scores = words.among(found.slots) + worth(view, found.slots)
        return ranked_page(view.table, found.slots, scores, offset, asked.size)
    if asked.sort not in SORTS and (first := _first(view, asked)):
        return featured_page(view.table, found.slots, first, offset, asked.size)
    return sorted_page(view.table, found.slots, asked.sort if asked.sort in SORTS else "newest", offset, asked.size)


def _first(view: View, asked: _Asked) -> list[int]:
    if asked.first:
        return view.remembered(("first", asked.first), lambda: view.slots_of(asked.first))
    return shown_first(view, asked.below) if asked.below else []


def _inside(view: View, path: str) -> Flags:
    """By slot: what lies in this category or below it."""

    def answer() -> Flags:
        terms = view.table.product_terms.get("category")
        if terms is None:
            return np.zeros(view.table.products.size, dtype=np.bool_)
        flags: Flags = terms.bearing((path,)).take(view.table.products["category"])
        return flags

    return view.remembered(("inside", path), answer)
