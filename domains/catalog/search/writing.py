"""The one process of a host that writes: it builds the index and follows MongoDB's stream of changes."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from beanie.odm.utils.parsing import parse_obj
from msgspec.structs import replace
from pydantic import ValidationError
from pymongo import ReadPreference
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import OperationFailure
from tantivy import IndexWriter

from ..database import documents
from ..models import Product
from . import bookmark as bookmarks
from .bookmark import Bookmark, bookmark_of
from .changes import PRODUCTS, Changes, gathered, position, watched
from .disk import Shelf
from .generation import Generation, wanted
from .schema import entry, opened

log = logging.getLogger(__name__)
T = TypeVar("T")
HEAP = 32_000_000
BATCH = 200
QUIET = 60.0  # seconds after which a position is noted although nothing of ours has changed


@dataclass
class _Build:
    """An index open for writing."""

    folder: Path
    writer: IndexWriter
    bookmark: Bookmark | None

    @classmethod
    def at(cls, folder: Path) -> "_Build":
        index = opened(folder)
        index.reload()
        return cls(folder, index.writer(HEAP, num_threads=1), bookmark_of(index))

    def put(self, products: Iterable[Product]) -> None:
        for product in products:
            self.remove([str(product.id)])
            if product.variants:  # nothing to price otherwise
                self.writer.add_document(entry(product))

    def remove(self, ids: Iterable[str]) -> None:
        for each in ids:
            self.writer.delete_documents_by_term("id", each)

    def commit(self, bookmark: Bookmark) -> None:
        self.remove([bookmarks.KEY])
        self.writer.add_document(bookmark.entry())
        self.writer.commit()
        self.bookmark = bookmark


class Writing:
    """Tantivy's calls block: they all run in one thread, one after the other."""

    def __init__(self, shelf: Shelf, thread: ThreadPoolExecutor) -> None:
        self._shelf = shelf
        self._thread = thread
        self._build: _Build | None = None

    async def run(self) -> None:
        """Write until something fails: then the caller tries again, from what was committed last."""
        intact = True
        try:
            await self._in_thread(self._shelf.clear)
            while True:
                build = await self._reopened(await wanted()) if intact else None
                intact = await self._follow(build or await self._built())
        finally:
            await self._in_thread(self._close)

    async def _reopened(self, generation: Generation) -> _Build | None:
        """The build in use, if it is of this generation and sound."""
        if self._build is None:
            try:
                self._build = await self._in_thread(self._open_current)
            except (OSError, ValueError) as error:
                log.warning("search.index unreadable, building anew: %s", error)
        build = self._build
        return build if build and build.bookmark and build.bookmark.belongs_to(generation) else None

    async def _built(self) -> _Build:
        """A new build beside the old: first the position in the stream, then all products; the stream has the rest."""
        started = time.monotonic()
        token = await position()
        generation = await wanted()
        build = await self._in_thread(lambda: _Build.at(self._shelf.new_build()))
        count = 0
        async for products in _all_products():
            await self._in_thread(build.put, products)
            count += len(products)
        await self._in_thread(build.commit, Bookmark(generation.origin, generation.number, generation.mark, token))
        await self._in_thread(self._swap, build)
        log.info(
            "search.built generation=%s products=%s in=%.1fs", generation.number, count, time.monotonic() - started
        )
        return build

    async def _follow(self, build: _Build) -> bool:
        """Apply changes until another build is wanted; False when this one can no longer be continued."""
        assert build.bookmark is not None
        committed = time.monotonic()
        try:
            async with watched(build.bookmark.token) as stream:
                while True:
                    changes = await gathered(stream)
                    if changes.lost:
                        return False
                    if not changes.empty or time.monotonic() > committed + QUIET:
                        await self._apply(build, changes)
                        committed = time.monotonic()
                    if changes.state_changed:
                        return True
        except OperationFailure as error:
            log.warning("search.stream cannot be continued, building anew: %s", error)
            return False

    async def _apply(self, build: _Build, changes: Changes) -> None:
        """Products are read again by their ids: whatever the order of changes, the index gets their present state."""
        assert build.bookmark is not None
        for ids in _in_batches(sorted(changes.products)):
            products = await _products(ids)
            await self._in_thread(build.remove, [str(each) for each in ids])
            await self._in_thread(build.put, products)
        mark = build.bookmark.mark if changes.mark is None else changes.mark
        token = changes.token or build.bookmark.token
        await self._in_thread(build.commit, replace(build.bookmark, mark=mark, token=token))

    def _open_current(self) -> _Build | None:
        folder = self._shelf.current()
        return _Build.at(folder) if folder else None

    def _swap(self, build: _Build) -> None:
        self._shelf.publish(build.folder)
        self._close()
        self._build = build
        self._shelf.clear()

    def _close(self) -> None:
        if self._build is not None:
            build, self._build = self._build, None
            build.writer.wait_merging_threads()

    async def _in_thread(self, work: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)


async def _products(ids: Collection[UUID]) -> list[Product]:
    found = _collection().find({"_id": {"$in": list(ids)}})
    return [product async for raw in found if (product := _parsed(raw))]


async def _all_products() -> AsyncIterator[list[Product]]:
    batch: list[Product] = []
    async for raw in _collection().find({}, batch_size=BATCH):
        if product := _parsed(raw):
            batch.append(product)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _collection() -> AsyncCollection[dict[str, Any]]:
    """Read where it is written: a secondary may not have yet what the stream has told of."""
    return documents.database.get_collection(PRODUCTS, read_preference=ReadPreference.PRIMARY)


def _parsed(raw: dict[str, Any]) -> Product | None:
    try:
        product = parse_obj(Product, raw)
    except ValidationError as error:  # one odd document must not keep the others from being found
        log.warning("search.product unreadable id=%s: %s", raw.get("_id"), error)
        return None
    assert isinstance(product, Product)
    return product


def _in_batches(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
