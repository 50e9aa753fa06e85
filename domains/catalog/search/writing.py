"""The one process of a host that writes: it builds the index and follows MongoDB's stream of changes."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID

from msgspec import ValidationError
from msgspec.structs import replace
from pymongo import ReadPreference
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import OperationFailure

from ..database import documents
from . import stock
from .bookmark import Bookmark
from .build import Build
from .changes import PRODUCTS, Changes, gathered, position, watched
from .disk import Shelf
from .generation import Generation, wanted
from .notes import noted
from .reading import ReadProduct, read_product

log = logging.getLogger(__name__)
T = TypeVar("T")
BATCH = 200
QUIET = 60.0  # seconds after which a position is noted although nothing of ours has changed


class Writing:
    """Tantivy's calls block: they all run in one thread, one after the other."""

    def __init__(self, shelf: Shelf, thread: ThreadPoolExecutor) -> None:
        self._shelf = shelf
        self._thread = thread
        self._build: Build | None = None

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

    async def _reopened(self, generation: Generation) -> Build | None:
        """The build in use, if it is of this generation and sound."""
        if self._build is None:
            try:
                self._build = await self._in_thread(self._open_current)
            except (OSError, ValueError) as error:
                log.warning("search.index unreadable, building anew: %s", error)
        build = self._build
        return build if build and build.bookmark and build.bookmark.belongs_to(generation) else None

    async def _built(self) -> Build:
        """A new build beside the old: first the position in the stream, then all products; the stream has the rest."""
        started = time.monotonic()
        token = await position()
        generation = await wanted()
        build = await self._in_thread(lambda: Build.at(self._shelf.new_build()))
        count = 0
        in_stock = await stock.in_stock()
        async for products in _all_products():
            await self._in_thread(build.put, products, in_stock)
            count += len(products)
        await self._in_thread(build.put_notes, await noted())
        await self._in_thread(build.commit, Bookmark(generation.origin, generation.number, generation.mark, token))
        await self._in_thread(self._swap, build)
        log.info(
            "search.built generation=%s products=%s in=%.1fs", generation.number, count, time.monotonic() - started
        )
        return build

    async def _follow(self, build: Build) -> bool:
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

    async def _apply(self, build: Build, changes: Changes) -> None:
        """Products are read again by their ids: whatever the order of changes, the index gets their present state."""
        assert build.bookmark is not None
        changed = changes.products | (await stock.bearers(changes.skus) if changes.skus else set())
        for ids in _in_batches(sorted(changed)):
            products = await _products(ids)
            in_stock = await stock.in_stock([variant.sku for product in products for variant in product.variants])
            left = {product.id for product in products}
            await self._in_thread(build.put, products, in_stock)
            await self._in_thread(build.remove, [str(each) for each in ids if each not in left])
        if changes.notes:
            await self._in_thread(build.put_notes, await noted())
        mark = build.bookmark.mark if changes.mark is None else changes.mark
        token = changes.token or build.bookmark.token
        await self._in_thread(build.commit, replace(build.bookmark, mark=mark, token=token))

    def _open_current(self) -> Build | None:
        folder = self._shelf.current()
        return Build.at(folder) if folder else None

    def _swap(self, build: Build) -> None:
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


async def _products(ids: Collection[UUID]) -> list[ReadProduct]:
    found = _collection().find({"_id": {"$in": list(ids)}})
    return [product async for raw in found if (product := _read(raw))]


async def _all_products() -> AsyncIterator[list[ReadProduct]]:
    batch: list[ReadProduct] = []
    async for raw in _collection().find({}, batch_size=BATCH):
        if product := _read(raw):
            batch.append(product)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _collection() -> AsyncCollection[dict[str, Any]]:
    """Read where it is written: a secondary may not have yet what the stream has told of."""
    return documents.database.get_collection(PRODUCTS, read_preference=ReadPreference.PRIMARY)


def _read(raw: dict[str, Any]) -> ReadProduct | None:
    """None for what cannot be read, and for what has no variants: nothing to price."""
    try:
        product = read_product(raw)
    except ValidationError as error:  # one odd document must not keep the others from being found
        log.warning("search.product unreadable id=%s: %s", raw.get("_id"), error)
        return None
    return product if product.variants else None


def _in_batches(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
