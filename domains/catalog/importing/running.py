"""Runs an import: batch by batch, each product on its own, resumable after a crash, once at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from uuid import UUID

from beanie.exceptions import RevisionIdWasChanged
from pymongo.errors import DuplicateKeyError

from ...shared.errors import Invalid, Unavailable
from ...shared.money import exponent
from ...shared.settings import settings
from ..categories import forget_tree
from ..models import Import, ImportRow, ImportState
from .entries import ProductEntry
from .images import Images, Pictures
from .lease import Lease
from .plan import CannotBeProduct, make_plan, refused, report
from .reading import entries
from .reports import find_import
from .sheet import Sheet, open_sheet
from .uploads import discard, downloaded, local_file
from .writing import Catalogue, Known, Live, Rehearsal

Progress = Callable[[int, int], None]
Advance = Callable[[Sequence[ImportRow]], Awaitable[None]]
BATCH = 40
TRIES = 5
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
        await _run(lease, event_id, progress, Pictures(images))
    except BaseException:
        await asyncio.shield(lease.give_up())
        raise
    finally:
        forget_tree()
    await discard(file_id)
    return await find_import(import_id)


async def rehearse_import(
    name: str,
    data: bytes | Path,
    *,
    currency: str | None = None,
    images: Images | None = None,
    progress: Progress | None = None,
) -> Import:
    """What an import would do, row by row; nothing is written anywhere. Invalid when it is no product file."""
    currency = (currency or settings().shop_currency).upper()
    exponent(currency)
    rehearsed = Import(name=name, currency=currency, dry_run=True, state=ImportState.PROCESSING)

    async def advance(rows: Sequence[ImportRow]) -> None:
        rehearsed.rows.extend(rows)
        rehearsed.done += len(rows)
        for row in rows:
            rehearsed.counts.add(row)
        if progress:
            progress(rehearsed.done, rehearsed.total)

    async with local_file(data) as path:
        sheet = await asyncio.to_thread(open_sheet, path)
        rehearsed.total = sheet.total
        await _import(sheet, currency, Rehearsal(), Pictures(images, keep=False), advance, already=0)
    rehearsed.state = ImportState.COMPLETED
    return rehearsed


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
            await _import(sheet, running.currency, Live(running.id), pictures, advance, already=running.done)
    except Invalid as refusal:
        await lease.end(ImportState.FAILED, event_id=event_id, problem=refusal.message)
        return
    await lease.end(ImportState.COMPLETED, event_id=event_id)
    log.info("import.completed id=%s rows=%s %s", running.id, running.done, running.counts)


async def _import(
    sheet: Sheet, currency: str, catalogue: Catalogue, pictures: Pictures, advance: Advance, *, already: int
) -> None:
    """`already` rows are in the report from an earlier start: they are read again, not done again."""
    for batch in _batches(_after(entries(sheet, currency), already)):
        known = await catalogue.known(batch)
        rows: list[ImportRow] = []
        for entry in batch:
            rows += await _import_one(entry, known, catalogue, pictures, currency)
        await advance(rows)


def _after(every: Iterator[ProductEntry], already: int) -> Iterator[ProductEntry]:
    for entry in every:
        if already > 0:
            already -= len(entry.report.skus)
        else:
            yield entry


def _batches(every: Iterator[ProductEntry]) -> Iterator[list[ProductEntry]]:
    while batch := list(islice(every, BATCH)):
        yield batch


async def _import_one(
    entry: ProductEntry, known: Known, catalogue: Catalogue, pictures: Pictures, currency: str
) -> list[ImportRow]:
    if not entry.slug:
        return refused(entry, "")
    found = await pictures.find(entry.sources)
    for _ in range(TRIES):
        try:
            plan = make_plan(entry, known.product(entry.slug), known.holders, found, currency)
            if plan.changes:
                await catalogue.write(plan)
                known.learn(entry.slug, plan.after)
            return report(plan)
        except CannotBeProduct as reason:
            return refused(entry, str(reason))
        except (DuplicateKeyError, RevisionIdWasChanged):
            known.refresh(entry.slug, await catalogue.known([entry], thorough=True))
        except Unavailable:
            raise
        except Exception:  # one product that cannot be written must not stop the others; the log says what to mend
            log.exception("import.product_failed handle=%s line=%s", entry.handle, entry.line)
            return refused(entry, "The product could not be written; nothing of it was changed.")
    return refused(entry, "Others kept changing this product; import it again.")
