"""Runs an import: batch by batch, at need product by product, resumable after a crash, once at a time."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from ...shared.errors import Invalid
from ..categories.tree import forget_tree
from ..models import Import, ImportOutcome, ImportRow, ImportState
from .entries import Lines
from .images import Images, Pictures
from .kinds import Importing, importing
from .lease import Lease
from .mending import keep_refused
from .reports import find_import
from .sheet import Sheet, open_sheet
from .stock import Shelves
from .uploads import discard, downloaded

Progress = Callable[[int, int], None]
Advance = Callable[[Sequence[ImportRow]], Awaitable[None]]
BATCH = 100
STOPPED = "It was stopped before its end. What the report names is done; import the file again for the rest."
log = logging.getLogger("catalog.import")


async def run_import(
    import_id: UUID,
    event_id: UUID | None = None,
    progress: Progress | None = None,
    *,
    images: Images | None = None,
    shelves: Shelves | None = None,
) -> Import:
    """Bring an uploaded file into the catalogue; `progress(done, total)` in rows. Running it again changes nothing.

    After a crash it goes on where it stopped. Unavailable while another process is at it. `shelves` tell how the
    stock stands: without them a file of stock is refused.
    """
    if lease := await Lease.take(import_id):
        file_id = lease.running.file_id
        async with _given_up_at_need(lease, event_id), lease.kept():
            await _run(lease, event_id, progress, Pictures(images, keep=not lease.running.dry_run), shelves)
        if not lease.running.repeatable:
            await discard(file_id)
    return await find_import(import_id)


@asynccontextmanager
async def _given_up_at_need(lease: Lease, event_id: UUID | None) -> AsyncIterator[None]:
    file_id = lease.running.file_id
    try:
        yield
    except asyncio.CancelledError:
        # A worker that must stop leaves the rest to another; a person who stops it means it.
        await asyncio.shield(lease.give_up() if event_id else _stop(lease, file_id))
        raise
    except BaseException:
        await asyncio.shield(lease.give_up())
        raise
    finally:
        forget_tree()


async def _stop(lease: Lease, file_id: Any) -> None:
    await lease.end(ImportState.FAILED, event_id=None, problem=STOPPED)
    await discard(file_id)


async def _run(
    lease: Lease, event_id: UUID | None, progress: Progress | None, pictures: Pictures, shelves: Shelves | None
) -> None:
    running = lease.running

    async def advance(rows: Sequence[ImportRow]) -> None:
        await lease.advance(rows)
        if progress:
            progress(running.done, running.total)

    try:
        async with downloaded(running.file_id) as path:
            sheet = await asyncio.to_thread(open_sheet, path, running.kind, running.columns, running.given)
            await lease.begin(sheet.total)
            if running.kind.whole and running.looking:
                async with importing(running, pictures, shelves, trial=True) as kind:
                    await _check(sheet, kind, advance, lease)
            if running.checked or not running.kind.whole:
                async with importing(running, pictures, shelves, trial=running.dry_run) as kind:
                    await _import(sheet, kind, advance, already=running.done)
            running.refused_id = await keep_refused(running, sheet.look)
    except Invalid as refusal:
        await lease.end(ImportState.FAILED, event_id=event_id, problem=refusal.message)
        return
    await lease.end(ImportState.COMPLETED, event_id=event_id)
    log.info("import.completed id=%s rows=%s %s", running.id, running.done, running.counts)


async def _check(sheet: Sheet, kind: Importing[Any], advance: Advance, lease: Lease) -> None:
    """Look at all rows before any is done. Invalid where one is wrong: then the report has the wrong ones alone, but of
    a trial all of them."""
    running = lease.running

    async def note(rows: Sequence[ImportRow]) -> None:
        if noted := [row for row in rows if running.dry_run or row.outcome is ImportOutcome.REFUSED]:
            await advance(noted)

    await _import(sheet, kind, note, already=0)
    if wrong := running.counts.refused:
        rows = "1 row is wrong" if wrong == 1 else f"{wrong} rows are wrong"
        raise Invalid(f"Nothing was changed: {rows}, and such a file is taken as a whole. Mend it and send it again.")
    if not running.dry_run:
        await lease.checked()


async def _import(sheet: Sheet, kind: Importing[Any], advance: Advance, *, already: int) -> None:
    """`already` rows are in the report from an earlier start: they are read again, not done again."""
    await _do(kind, _after(kind.entries(sheet), already), advance)
    await _do(kind, kind.rest(), advance)


async def _do(kind: Importing[Any], every: Iterator[Lines], advance: Advance) -> None:
    for batch in _batches(every, BATCH * kind.weight):
        rows = await kind.together(batch)
        await advance(await kind.one_by_one(batch) if rows is None else rows)
        await _heed_cancellation()


async def _heed_cancellation() -> None:
    """On Python 3.11 `wait_for`, which the driver uses, may swallow a cancellation; the task still knows of it.

    One that has not been delivered yet is delivered by the sleep: raised by hand it would come a second time,
    in the middle of the tidying up.
    """
    await asyncio.sleep(0)
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _after(every: Iterator[Lines], already: int) -> Iterator[Lines]:
    for entry in every:
        if already > 0:
            already -= len(entry.report.skus)
        else:
            yield entry


def _batches(every: Iterator[Lines], most: int) -> Iterator[list[Lines]]:
    """Up to so many entries, no two of a batch with the same slug."""
    batch: dict[str, Lines] = {}
    for entry in every:
        if len(batch) == most or entry.slug in batch:
            yield list(batch.values())
            batch = {}
        batch[entry.slug or f"?{entry.line}"] = entry
    if batch:
        yield list(batch.values())
