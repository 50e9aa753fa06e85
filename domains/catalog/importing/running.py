"""Runs an import: batch by batch, at need product by product, resumable after a crash, once at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from beanie.exceptions import RevisionIdWasChanged
from pymongo.errors import DuplicateKeyError

from ...shared.errors import Invalid, Unavailable
from ..categories import forget_tree
from ..models import Import, ImportRow, ImportState
from .entries import ProductEntry
from .images import Images, Pictures
from .lease import Lease
from .plan import CannotBeProduct, Plan, make_plan, refused, report
from .reading import entries
from .rehearsing import Rehearsal
from .reports import find_import
from .sheet import Sheet, open_sheet
from .uploads import discard, downloaded
from .writing import Catalogue, Known, Live

Progress = Callable[[int, int], None]
Advance = Callable[[Sequence[ImportRow]], Awaitable[None]]
BATCH = 40
TRIES = 5
STOPPED = "It was stopped before its end. What the report names is done; import the file again for the rest."
log = logging.getLogger("catalog.import")


async def run_import(
    import_id: UUID, event_id: UUID | None = None, progress: Progress | None = None, *, images: Images | None = None
) -> Import:
    """Bring an uploaded file into the catalogue; `progress(done, total)` in rows. Running it again changes nothing.

    After a crash it goes on where it stopped. Unavailable while another process is at it.
    """
    lease = await Lease.take(import_id)
    if lease is None:
        return await find_import(import_id)
    file_id = lease.running.file_id
    try:
        async with lease.kept():
            await _run(lease, event_id, progress, Pictures(images, keep=not lease.running.dry_run))
    except asyncio.CancelledError:
        # A worker that must stop leaves the rest to another; a person who stops it means it.
        await asyncio.shield(lease.give_up() if event_id else _stop(lease, file_id))
        raise
    except BaseException:
        await asyncio.shield(lease.give_up())
        raise
    finally:
        forget_tree()
    await discard(file_id)
    return await find_import(import_id)


async def _stop(lease: Lease, file_id: Any) -> None:
    await lease.end(ImportState.FAILED, event_id=None, problem=STOPPED)
    await discard(file_id)


async def _run(lease: Lease, event_id: UUID | None, progress: Progress | None, pictures: Pictures) -> None:
    running = lease.running

    async def advance(rows: Sequence[ImportRow]) -> None:
        await lease.advance(rows)
        if progress:
            progress(running.done, running.total)

    try:
        async with downloaded(running.file_id) as path:
            sheet = await asyncio.to_thread(open_sheet, path)
            await lease.begin(sheet.total)
            with _catalogue(running) as catalogue:
                await _import(sheet, running.currency, catalogue, pictures, advance, already=running.done)
    except Invalid as refusal:
        await lease.end(ImportState.FAILED, event_id=event_id, problem=refusal.message)
        return
    await lease.end(ImportState.COMPLETED, event_id=event_id)
    log.info("import.completed id=%s rows=%s %s", running.id, running.done, running.counts)


@contextmanager
def _catalogue(running: Import) -> Iterator[Catalogue]:
    if not running.dry_run:
        yield Live(running.id)
        return
    with closing(Rehearsal()) as rehearsal:
        yield rehearsal


async def _import(
    sheet: Sheet, currency: str, catalogue: Catalogue, pictures: Pictures, advance: Advance, *, already: int
) -> None:
    """`already` rows are in the report from an earlier start: they are read again, not done again."""
    importing = _Importing(catalogue, pictures, currency)
    for batch in _batches(_after(entries(sheet, currency), already)):
        await advance(await importing.together(batch) or await importing.one_by_one(batch))
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


def _after(every: Iterator[ProductEntry], already: int) -> Iterator[ProductEntry]:
    for entry in every:
        if already > 0:
            already -= len(entry.report.skus)
        else:
            yield entry


def _batches(every: Iterator[ProductEntry]) -> Iterator[list[ProductEntry]]:
    """Up to BATCH products, no two entries of a batch about the same one."""
    batch: dict[str, ProductEntry] = {}
    for entry in every:
        if len(batch) == BATCH or entry.slug in batch:
            yield list(batch.values())
            batch = {}
        batch[entry.slug] = entry
    if batch:
        yield list(batch.values())


@dataclass(frozen=True)
class _Importing:
    catalogue: Catalogue
    pictures: Pictures
    currency: str

    async def together(self, batch: Sequence[ProductEntry]) -> list[ImportRow]:
        """The whole batch as one write. Nothing, where one of its products stands in the way of that."""
        known = await self.catalogue.known(batch)
        rows: list[ImportRow] = []
        plans: list[Plan] = []
        try:
            for entry in batch:
                try:
                    plan = await self._plan(entry, known)
                except CannotBeProduct as reason:
                    rows += refused(entry, str(reason))
                else:
                    rows += report(plan)
                    if plan.changes:
                        plans.append(plan)
                        known.learn(entry.slug, plan.after)
            if plans:
                await self.catalogue.write(plans)
        except Unavailable:
            raise
        except Exception as error:
            log.info("import.batch_divided line=%s error=%r", batch[0].line, error)
            return []
        return rows

    async def one_by_one(self, batch: Sequence[ProductEntry]) -> list[ImportRow]:
        """Each product is its own write, so that one that cannot be written stops no other."""
        known = await self.catalogue.known(batch)
        return [row for entry in batch for row in await self._one(entry, known)]

    async def _one(self, entry: ProductEntry, known: Known) -> list[ImportRow]:
        for _ in range(TRIES):
            try:
                plan = await self._plan(entry, known)
                if plan.changes:
                    await self.catalogue.write([plan])
                    known.learn(entry.slug, plan.after)
                return report(plan)
            except CannotBeProduct as reason:
                return refused(entry, str(reason))
            except (DuplicateKeyError, RevisionIdWasChanged):
                known.refresh(entry.slug, await self.catalogue.known([entry], thorough=True))
            except Unavailable:
                raise
            except Exception:  # the log says what to mend
                log.exception("import.product_failed handle=%s line=%s", entry.handle, entry.line)
                return refused(entry, "The product could not be written; nothing of it was changed.")
        return refused(entry, "Others kept changing this product; import it again.")

    async def _plan(self, entry: ProductEntry, known: Known) -> Plan:
        if not entry.slug:
            raise CannotBeProduct("")
        found = await self.pictures.find(entry.sources)
        return make_plan(entry, known.product(entry.slug), known.holders, found, self.currency)
