"""The category tree with what it has to offer, from the index: no page asks MongoDB for it."""

import asyncio
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from ..categories import tree as categories
from ..categories.tree import Category, CategoryNode, Crumb
from .columns import Tally
from .columns.ranks import LAST
from .columns.sieve import Slots
from .columns.terms import Codes, Flags, Terms
from .index import search_index
from .notes import NotedCategory
from .view import View
from .words import words


async def category_tree() -> tuple[CategoryNode, ...]:
    """Every category that has something for sale, as of the last commit; asked of MongoDB while there is no index."""
    if not search_index.ready():
        return await categories.category_tree()
    view = search_index.view
    known: tuple[CategoryNode, ...] | None = view.known("tree")
    return await asyncio.to_thread(_tree, view) if known is None else known


async def category(path: str) -> Category:
    """As of the last commit. MongoDB is asked where the index does not know it as shown: Moved, Unknown, or new."""
    if search_index.ready() and len(path) <= categories.LONGEST_ASKED:
        line = categories.lineage(path)
        known = await _noted(search_index.view)
        above = [known[each] for each in line if each in known and not known[each].hidden]
        if line and len(above) == len(line):
            crumbs = tuple(Crumb(each.path, each.name) for each in above[:-1])
            own = above[-1]
            return Category(
                own.path, own.name, own.description, crumbs, own.picture, own.seo_title, own.seo_description
            )
    return await categories.category(path)


async def _noted(view: View) -> Mapping[str, NotedCategory]:
    known: Mapping[str, NotedCategory] | None = view.known("noted categories")
    return await asyncio.to_thread(_by_path, view) if known is None else known


def _by_path(view: View) -> Mapping[str, NotedCategory]:
    with view.lock:
        return view.remembered("noted categories", lambda: {each.path: each for each in view.notes.categories})


def _tree(view: View) -> tuple[CategoryNode, ...]:
    with view.lock:
        return view.remembered("tree", lambda: _grown(view))


async def categories_beginning(typed: Sequence[str]) -> list[CategoryNode]:
    """Those in whose names some word begins with each of these, those above before those below."""
    if not search_index.ready():
        return NamedCategories(await categories.category_tree()).beginning(typed)
    view = search_index.view
    known: NamedCategories | None = view.known("named categories")
    return (await asyncio.to_thread(_named, view) if known is None else known).beginning(typed)


class NamedCategories:
    """The words of all categories' names in order, to be looked up by how they begin."""

    def __init__(self, tree: Sequence[CategoryNode]) -> None:
        self._nodes = list(_flat(tree))
        self._words = sorted({(word, place) for place, node in enumerate(self._nodes) for word in words(node.name)})

    def beginning(self, typed: Sequence[str]) -> list[CategoryNode]:
        places = [self._places(part) for part in typed]
        return [self._nodes[place] for place in sorted(set.intersection(*places))] if places else []

    def _places(self, beginning: str) -> set[int]:
        first, end = bisect_left(self._words, (beginning, 0)), bisect_left(self._words, (beginning + LAST, 0))
        return {place for _, place in self._words[first:end]}


def _named(view: View) -> NamedCategories:
    with view.lock:  # the tree and its names are of the same commit
        tree = view.remembered("tree", lambda: _grown(view))
        return view.remembered("named categories", lambda: NamedCategories(tree))


def _flat(nodes: Sequence[CategoryNode]) -> Iterator[CategoryNode]:
    for node in nodes:
        yield node
        yield from _flat(node.children)


def hidden_flags(view: View) -> Flags:
    """By slot: what lies in a hidden category or below one."""
    hidden = [each.path for each in view.notes.categories if each.hidden]
    terms = view.table.product_terms.get("category")
    if not hidden or terms is None:
        return np.zeros(view.table.products.size, dtype=np.bool_)
    flags: Flags = terms.bearing(hidden).take(view.table.products["category"])
    return flags


def shown_first(view: View, path: str) -> list[int]:
    """Slots of the products that staff put first in this category, in their order."""
    ordered = next((each.order for each in view.notes.categories if each.path == path), ())
    return view.remembered(("first", path), lambda: view.slots_of([str(each) for each in ordered]))


def _grown(view: View) -> tuple[CategoryNode, ...]:
    below: dict[str, list[NotedCategory]] = {}
    for each in sorted(view.notes.categories, key=lambda each: (each.position, each.name.casefold(), each.path)):
        if not each.hidden:
            below.setdefault(each.parent, []).append(each)
    terms = view.table.product_terms.get("category") or Terms()
    products = view.table.products
    slots = np.flatnonzero(products["shown"] & ~hidden_flags(view))
    codes = products["category"][slots] if terms.labels else np.zeros(0, dtype=np.intp)
    pictures = _pictures(view, slots, codes)
    return tuple(_nodes("", below, Tally(terms, terms.counted(codes)), pictures))


def _nodes(
    parent: str, below: dict[str, list[NotedCategory]], tally: Tally, pictures: dict[str, str]
) -> Iterator[CategoryNode]:
    for each in below.get(parent, ()):
        products = tally[each.path]
        if products:
            children = tuple(_nodes(each.path, below, tally, pictures))
            yield CategoryNode(each.path, each.name, each.picture or pictures.get(each.path), children, products)


def _pictures(view: View, slots: Slots, codes: Codes) -> dict[str, str]:
    """By path: of the products that were first in a category or below it, the first with a picture."""
    pictured = view.table.products["pictured"][slots]
    _, firsts = np.unique(codes[pictured], return_index=True)
    pictures: dict[str, str] = {}
    for stored in view.stored(sorted(int(slot) for slot in slots[pictured][firsts])):
        for path in categories.lineage(stored.category):
            pictures.setdefault(path, stored.image or "")
    return pictures
