"""The category tree with what it has to offer, from the index: no page asks MongoDB for it."""

import asyncio
from collections.abc import Iterator

import numpy as np

from ..categories import tree as categories
from ..categories.tree import CategoryNode
from .columns.facets import Tally
from .columns.terms import Flags, Terms
from .index import search_index
from .notes import NotedCategory
from .view import View

LOOKED_AT = 12  # products in which a category without a picture of its own looks for one


async def category_tree() -> tuple[CategoryNode, ...]:
    """Every category that has something for sale, as of the last commit; asked of MongoDB while there is no index."""
    if not search_index.ready():
        return await categories.category_tree()
    view = search_index.view
    known: tuple[CategoryNode, ...] | None = view.known("tree")
    return await asyncio.to_thread(_tree, view) if known is None else known


def _tree(view: View) -> tuple[CategoryNode, ...]:
    with view.lock:
        return view.remembered("tree", lambda: _grown(view))


def hidden_flags(view: View) -> Flags:
    """By slot: what lies in a hidden category or below one."""
    hidden = [each.path for each in view.notes.categories if each.hidden]
    terms = view.table.product_terms.get("category")
    if not hidden or terms is None:
        return np.zeros(view.table.products.size, dtype=np.bool_)
    flags: Flags = terms.bearing(hidden)[view.table.products["category"]]
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
    return tuple(_nodes(view, "", below, Tally(terms, terms.counted(codes))))


def _nodes(view: View, parent: str, below: dict[str, list[NotedCategory]], tally: Tally) -> Iterator[CategoryNode]:
    for each in below.get(parent, ()):
        products = tally[each.path]
        if products:
            children = tuple(_nodes(view, each.path, below, tally))
            picture = each.picture or _picture(view, each.path)
            yield CategoryNode(each.path, each.name, picture, children, products)


def _picture(view: View, path: str) -> str | None:
    """Of the products that were first here, the first with a picture."""
    terms, products = view.table.product_terms["category"], view.table.products
    here = np.flatnonzero(terms.bearing((path,))[products["category"]] & products["shown"])
    stored = view.stored([int(slot) for slot in here[:LOOKED_AT]])
    return next((each.image for each in stored if each.image), None)
