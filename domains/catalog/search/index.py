"""The search index of this host as one process holds it: every process reads, one among neighbours also writes."""

import asyncio
import gc
import logging
import time
from concurrent.futures import ThreadPoolExecutor

from pymongo.errors import PyMongoError

from ...shared import tasks
from ...shared.errors import Unavailable
from ..database import documents
from .asked import keep_telling
from .bookmark import Bookmark
from .disk import Shelf, WriterLock
from .generation import leave_mark
from .view import View
from .writing import Writing

log = logging.getLogger(__name__)
LOOK = 0.1  # seconds between two looks at what the writer has committed
PAUSE = 1.0  # seconds after a failure
LITTLE_AT_A_TIME = 4_000, 100, 20  # new objects until a look, looks until a wider one, those until one at all


class SearchIndex:
    """Started by web processes only. Nothing here is the only copy of anything."""

    def __init__(self) -> None:
        self._view: View | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._writing = False

    async def start(self) -> None:
        """Begin to read and to compete for writing; returns at once, even while MongoDB is away.

        `ready` tells when there is an index: at once where an earlier process has left one.
        """
        if self._tasks:
            return
        shelf = Shelf.of_host()
        self._tasks = [
            asyncio.create_task(self._keep_reading(shelf), name="search: read"),
            asyncio.create_task(self._keep_writing(shelf), name="search: write"),
            asyncio.create_task(keep_telling(), name="search: tell"),
        ]

    async def stop(self) -> None:
        running, self._tasks = self._tasks, []
        await tasks.end(running)
        self._view = None

    def ready(self) -> bool:
        return self.bookmark is not None

    @property
    def writing(self) -> bool:
        """Whether this process is the one that writes."""
        return self._writing

    @property
    def bookmark(self) -> Bookmark | None:
        """How far the index has read; None before the first build."""
        return self._view.bookmark if self._view else None

    @property
    def view(self) -> View:
        if self._view is None or self._view.bookmark is None:
            raise Unavailable("The catalogue is being prepared. Please try again in a moment.")
        return self._view

    async def catch_up(self, patience: float = 30.0) -> None:
        """Wait until searches of this process see everything written before; Unavailable after `patience` seconds."""
        generation = await leave_mark()
        ends = time.monotonic() + patience
        while not (self.bookmark and self.bookmark.covers(generation)):
            if time.monotonic() > ends:
                raise Unavailable("The search is behind the catalogue.")
            await asyncio.sleep(0.02)

    async def lag(self, patience: float = 3.0) -> float | None:
        """Seconds until something written now is found here; None when it takes longer than `patience`."""
        started = time.monotonic()
        try:
            await self.catch_up(patience)
        except Unavailable:
            return None
        return time.monotonic() - started

    async def _keep_reading(self, shelf: Shelf) -> None:
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="search-read") as thread:
            while True:
                try:
                    await asyncio.get_running_loop().run_in_executor(thread, self._look, shelf)
                except (OSError, ValueError) as error:  # the writer swaps builds: what we opened may just have gone
                    log.info("search.reopen reason=%s", error)
                except Exception:  # as below
                    log.exception("search.read failed")
                await asyncio.sleep(LOOK)

    def _look(self, shelf: Shelf) -> None:
        folder = shelf.current()
        if folder is None:
            return
        if self._view is not None and self._view.folder == folder:
            self._view.refresh()
        else:
            self._view = View(folder)
            _settle_memory()

    async def _keep_writing(self, shelf: Shelf) -> None:
        lock = WriterLock(shelf)
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search-write")
        try:
            while True:
                try:
                    await self._write(shelf, lock, thread)
                except (PyMongoError, OSError, Unavailable) as error:
                    log.warning("search.write failed, next try in %ss: %s", PAUSE, error)
                except Exception:  # whatever it is, an index that stays behind for good is worse
                    log.exception("search.write failed, next try in %ss", PAUSE)
                await asyncio.sleep(PAUSE)
        finally:
            # What still runs in the thread ends before the lock is given away.
            await asyncio.to_thread(thread.shutdown)
            lock.release()
            self._writing = False

    async def _write(self, shelf: Shelf, lock: WriterLock, thread: ThreadPoolExecutor) -> None:
        """For as long as all goes well, if this process is or becomes the one that writes."""
        if lock.take():
            self._writing = True
            await documents.connect()
            await Writing(shelf, thread).run()


def _settle_memory() -> None:
    """What was just read stays: were it looked through for garbage again and again, searches would stop meanwhile.

    What is new is looked through more often than elsewhere, a little at a time, for the same reason."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*LITTLE_AT_A_TIME)


search_index = SearchIndex()
