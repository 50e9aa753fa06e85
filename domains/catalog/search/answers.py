"""Search, as pages ask for it. Whatever was typed, there is an answer; without an index yet it is Unavailable."""

import asyncio
from dataclasses import dataclass
from typing import Any, Literal

from tantivy import DocAddress, Occur, Order, Query, Searcher

from ...shared import clock
from ..categories import CategoryNode, category_tree
from ..price_lists import price_list_terms
from .cards import Card, Moment, unpack
from .index import search_index
from .queries import Typed, attempts, filters
from .words import tidy, words

Sort = Literal["relevance", "newest", "price", "-price", "name"]
ORDERS = {
    "newest": ("by_newest", Order.Desc),
    "price": ("by_price", Order.Asc),
    "-price": ("by_price", Order.Desc),
    "name": ("by_name", Order.Asc),
}
LARGEST_PAGE = 100
# Among so many best hits equal scores are put in a lasting order; deeper pages take the index's own.
RANKED = 1000


@dataclass(frozen=True)
class Results:
    """`page` is the one shown: pages beyond the last show the last. `did_you_mean` is not offered yet."""

    cards: tuple[Card, ...]
    total: int
    page: int
    pages: int
    did_you_mean: str | None = None


@dataclass(frozen=True)
class CategoryHit:
    path: str
    name: str
    products: int


@dataclass(frozen=True)
class Suggestions:
    products: tuple[Card, ...]
    categories: tuple[CategoryHit, ...]


async def search(
    query: str = "", *, category: str | None = None, sort: str = "relevance", page: int = 1, size: int = 24
) -> Results:
    """Products for sale; an empty query lists all of them, newest first unless sorted otherwise."""
    size = min(max(size, 1), LARGEST_PAGE)
    path = tidy(category).strip("/") if category is not None else None
    now = Moment(clock.now(), await price_list_terms())
    return await asyncio.to_thread(_search, search_index.searcher(), query, path or None, sort, page, size, now)


async def suggest(query: str, limit: int = 6) -> Suggestions:
    """What to offer below the search field while somebody types."""
    typed = words(query[:LARGEST_PAGE])
    if not typed:
        return Suggestions((), ())
    found = await search(query, size=limit)
    categories = [hit for node in await category_tree() for hit in _matching(node, typed)]
    return Suggestions(found.cards, tuple(sorted(categories, key=lambda hit: -hit.products)[:limit]))


def _matching(node: CategoryNode, typed: list[str]) -> list[CategoryHit]:
    named = words(node.name)
    matches = all(any(word.startswith(part) for word in named) for part in typed)
    own = [CategoryHit(node.path, node.name, node.products)] if matches else []
    return own + [hit for child in node.children for hit in _matching(child, typed)]


def _search(
    searcher: Searcher, text: str, category: str | None, sort: str, page: int, size: int, now: Moment
) -> Results:
    narrowed = _narrowed(searcher, text, category)
    total = _count(searcher, narrowed)
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    order = ORDERS.get(sort, None if text.strip() else ORDERS["newest"])
    addresses = _page(searcher, narrowed, order, (page - 1) * size, size) if total else []
    return Results(tuple(_card(searcher, address, now) for address in addresses), total, page, pages)


def _narrowed(searcher: Searcher, text: str, category: str | None) -> Query:
    """The first reading of the text that finds anything here."""
    here = filters(category)
    if not text.strip():
        return Query.boolean_query(here)
    typed = Typed.of(text)
    if typed.empty:
        return Query.empty_query()

    def among(query: Query) -> Query:
        return Query.boolean_query([*here, (Occur.Must, query)])

    readings = attempts(typed, known=lambda query: _count(searcher, among(query)) > 0)
    found = (among(reading) for reading in readings)
    return next((query for query in found if _count(searcher, query)), Query.empty_query())


def _count(searcher: Searcher, query: Query) -> int:
    found: Any = searcher.search(query, limit=1, count=True)  # its type stubs forget `count`
    return int(found.count)


def _page(
    searcher: Searcher, query: Query, order: tuple[str, Order] | None, offset: int, size: int
) -> list[DocAddress]:
    if order is not None:
        field, way = order
        found = searcher.search(query, limit=size, offset=offset, count=False, order_by_field=field, order=way)
        return [address for _, address in found.hits]
    best = searcher.search(query, limit=max(RANKED, offset + size), count=False).hits
    ties = searcher.fast_field_values("tie", [address for _, address in best])
    ranked = sorted(zip(best, ties, strict=True), key=lambda hit: (-hit[0][0], hit[1]))
    return [address for (_, address), _ in ranked[offset : offset + size]]


def _card(searcher: Searcher, address: DocAddress, now: Moment) -> Card:
    data = searcher.doc(address).get_first("data")
    assert isinstance(data, bytes)
    return unpack(data, now)
