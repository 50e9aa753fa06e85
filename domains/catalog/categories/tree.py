"""The category tree: found by path, shown with what it has to offer."""

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import ConnectionFailure

from ...shared import clock
from ...shared.loops import PerLoop
from ...shared.settings import settings
from ..errors import Moved, Unknown
from ..models import Category as CategoryDocument
from ..models import FormerPath, Product, ProductStatus
from ..slugs import slugify

TREE_SECONDS, EMPTY_SECONDS = 30.0, 1.0
LONGEST_ASKED = 2_000  # letters: no category lies as deep, and every level of what is asked for is looked up


@dataclass(frozen=True)
class Crumb:
    path: str
    name: str


@dataclass(frozen=True)
class Category:
    """`ancestors` from the department down, without itself."""

    path: str
    name: str
    description: str
    ancestors: tuple[Crumb, ...]
    picture: str | None = None
    seo_title: str = ""
    seo_description: str = ""

    @property
    def title(self) -> str:
        """Of its page: two departments may each have one of this name."""
        return self.seo_title or ", ".join((self.name, *(each.name for each in reversed(self.ancestors))))


@dataclass(frozen=True)
class CategoryNode:
    """`products` counts what is for sale in it and below; `picture` is a picture key."""

    path: str
    name: str
    picture: str | None
    children: tuple["CategoryNode", ...]
    products: int


@dataclass(frozen=True)
class _Goods:
    products: int
    picture: str | None


def category_path(names: Iterable[str]) -> str:
    return "/".join(slug for slug in map(slugify, names) if slug)


def lineage(path: str) -> list[str]:
    """`a/b/c` → `a`, `a/b`, `a/b/c`."""
    parts = path.split("/") if path else []
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


async def category(path: str) -> Category:
    """Moved when it is written differently (`/Kitchen/Knives/`) or lies elsewhere now; Unknown when there is none, or
    it is hidden with what lies above it."""
    plain = category_path(path.split("/")) if len(path) <= LONGEST_ASKED else ""
    paths = lineage(plain)
    found = {each.path: each for each in await CategoryDocument.find({"_id": {"$in": paths}}).to_list()}
    if plain and plain not in found and (moved := await FormerPath.get(plain)):
        raise Moved(moved.path)
    if not plain or plain not in found or any(each.hidden for each in found.values()):
        raise Unknown("We could not find this category.")
    if plain != path.strip("/"):
        raise Moved(plain)
    own = found[plain]
    crumbs = tuple(Crumb(each, found[each].name) for each in paths[:-1] if each in found)
    return Category(own.path, own.name, own.description, crumbs, own.picture, own.seo_title, own.seo_description)


async def hidden_among(paths: Iterable[str]) -> set[str]:
    """Those of these that are hidden, or lie below what is."""
    asked = set(paths)
    wanted = {each for path in asked for each in lineage(path)}
    if not wanted:
        return set()
    rows = await CategoryDocument.find({"_id": {"$in": sorted(wanted)}, "hidden": True}).to_list()
    hidden = {row.path for row in rows}
    return {path for path in asked if not hidden.isdisjoint(lineage(path))}


async def moved_among(paths: Iterable[str], session: AsyncClientSession | None = None) -> dict[str, str]:
    """Those of these that are no category any more, and where what was there lies now."""
    asked = {"_id": {"$in": sorted(set(paths))}}
    traces = {each.id: each.path for each in await FormerPath.find(asked, session=session).to_list()}
    if not traces:
        return {}
    there = {"_id": {"$in": sorted({*traces, *traces.values()})}}
    existing = {each.path for each in await CategoryDocument.find(there, session=session).to_list()}
    return {old: new for old, new in traces.items() if old not in existing and new in existing}


_tree: tuple[float, tuple[CategoryNode, ...]] | None = None  # until when it is fresh, and what it is
_growing: PerLoop[asyncio.Lock] = PerLoop(asyncio.Lock)


async def category_tree() -> tuple[CategoryNode, ...]:
    """Every category that has something for sale; up to 30 seconds old, and while MongoDB is away the last one seen.

    One visitor at a time waits for a fresh one; the others get the old."""
    known = _tree
    if known is not None and (time.monotonic() < known[0] or _growing().locked()):
        return known[1]
    async with _growing():
        if _tree is None or time.monotonic() >= _tree[0]:
            await _grow(known[1] if known else None)
        return _tree[1] if _tree else ()


def forget_tree() -> None:
    """This process has changed the catalogue: show it at once."""
    global _tree
    _tree = None


async def _grow(known: tuple[CategoryNode, ...] | None) -> None:
    global _tree
    try:
        grown = await _grown()
    except ConnectionFailure:
        if known is None:
            raise
        grown = known
    # an empty shop is about to be filled: look again soon
    _tree = (time.monotonic() + (TREE_SECONDS if grown else EMPTY_SECONDS), grown)


async def _grown() -> tuple[CategoryNode, ...]:
    goods = await _goods()
    documents = await CategoryDocument.find({}).to_list()
    below: dict[str, list[CategoryDocument]] = {}
    for document in sorted(documents, key=lambda each: (each.position, each.name.casefold(), each.path)):
        below.setdefault(document.parent, []).append(document)
    return tuple(_nodes("", below, goods))


def _nodes(parent: str, below: dict[str, list[CategoryDocument]], goods: dict[str, _Goods]) -> Iterator[CategoryNode]:
    for document in below.get(parent, ()):
        if document.hidden:
            continue
        children = tuple(_nodes(document.path, below, goods))
        own = goods.get(document.path, _Goods(0, None))
        products = own.products + sum(child.products for child in children)
        pictures = (document.picture, own.picture, *(child.picture for child in children))
        if products:
            yield CategoryNode(document.path, document.name, next(filter(None, pictures), None), children, products)


def _shown_at(moment: datetime) -> dict[str, Any]:
    """The publication window of `Product.shown_at`, as MongoDB asks it."""
    begun = {"$or": [{"shown_from": None}, {"shown_from": {"$lte": moment}}]}
    going_on = {"$or": [{"shown_until": None}, {"shown_until": {"$gt": moment}}]}
    return {"$and": [begun, going_on]}


_FIRST = {"$arrayElemAt": ["$pictures", 0]}


async def _goods() -> dict[str, _Goods]:
    pipeline: list[dict[str, Any]] = [
        {"$match": {"status": ProductStatus.ACTIVE.value, "currency": settings().shop_currency}},
        {"$match": _shown_at(clock.now())},
        {
            "$group": {
                "_id": "$category",
                "products": {"$sum": 1},
                "picture": {"$min": {"$let": {"vars": {"first": _FIRST}, "in": "$$first.key"}}},
            }
        },
    ]
    cursor = await Product.get_pymongo_collection().aggregate(pipeline)
    return {row["_id"]: _Goods(row["products"], row["picture"]) async for row in cursor}
