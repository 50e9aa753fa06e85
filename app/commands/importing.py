"""`barrow import`: a file read with a progress bar, and what became of each row."""

import logging
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from domains import catalog, inventory
from domains.shared.errors import Invalid
from domains.shared.settings import settings

SHOWN = 40  # rows worth a look on the screen; the report has them all


async def import_file(
    console: Console,
    file: Path,
    *,
    images: Path | None,
    currency: str | None,
    dry_run: bool,
    report: Path | None,
    refused: Path | None,
    kind: str | None,
    mapping: Sequence[str],
) -> int:
    """0 when the file was worked through, refused rows or not; 1 when it was not."""
    logging.getLogger("catalog").setLevel(logging.ERROR)  # the rest is told below
    uploaded = await catalog.upload_import(
        file.name,
        file,
        currency=currency,
        by="barrow import",
        background=False,
        dry_run=dry_run,
        kind=catalog.ImportKind(kind) if kind else None,
        mapping=_mapping(mapping),
    )
    console.print(f"{catalog.FORMATS[uploaded.kind].title}: {uploaded.total} rows.", highlight=False)
    if uploaded.unsellable:
        console.print(f"[bold red]{uploaded.unsellable}[/]", highlight=False)
    done = await _run(console, uploaded, images)
    await _print(console, done)
    if report is not None:
        await _write(report, done)
    if refused is not None and done.refused_id is not None:
        await _write_refused(refused, done)
    return 0 if done.state is not catalog.ImportState.FAILED else 1


async def _run(console: Console, uploaded: catalog.Import, images: Path | None) -> catalog.Import:
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    )
    shelves = catalog.Shelves(inventory.location_codes, inventory.consider)
    with bar:
        task = bar.add_task("Trying" if uploaded.dry_run else "Importing", total=uploaded.total)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return await catalog.run_import(uploaded.id, progress=advance, images=images, shelves=shelves)


def _mapping(said: Sequence[str]) -> dict[str, str]:
    """`Price=Preis netto` → the field Price is the column `Preis netto`."""
    pairs = [pair.partition("=") for pair in said]
    if any(not equals or not field.strip() for field, equals, _ in pairs):
        raise Invalid("Write --map as FIELD=COLUMN, such as --map “Price=Net price”.")
    return {field.strip(): column.strip() for field, _, column in pairs}


async def _write(report: Path, done: catalog.Import) -> None:
    with report.open("w", encoding="utf-8", newline="") as out:
        async for piece in catalog.report_csv(done.id):
            out.write(piece)


async def _write_refused(refused: Path, done: catalog.Import) -> None:
    with refused.open("wb") as out:
        async for piece in await catalog.refused_csv(done.id):
            out.write(piece)


async def _print(console: Console, done: catalog.Import) -> None:
    telling = (await catalog.telling_rows(done.id)).rows[:SHOWN]
    if telling:
        table = Table("line", "handle", "SKU", "outcome", "why")
        for row in telling:
            table.add_row(str(row.line), escape(row.handle), escape(row.sku), row.outcome.value, escape(row.why))
        console.print(table)
        if done.counts.warned > len(telling):
            console.print(
                f"… and {done.counts.warned - len(telling)} more rows with a remark; --report FILE.csv has all."
            )
    counts = done.counts
    console.print(
        f"{done.file_name}: {counts.created} created, {counts.updated} updated, {counts.unchanged} unchanged, "
        f"{counts.refused} refused, {counts.warned} with a remark (rows).{' Nothing was changed.' * done.dry_run}",
        highlight=False,
        markup=False,
    )
    pictures = await catalog.import_pictures(done.id)
    if pictures.total:
        told = f"{pictures.total} pictures wanted, {pictures.ready} of them fetched; the worker fetches the rest."
        console.print(f"{told} {settings().base_url}/admin/imports/{done.id} tells how that goes.", highlight=False)
    if done.problem:
        console.print(f"[bold red]{escape(done.problem)}[/]")
