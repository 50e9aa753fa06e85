"""`barrow import`: a product file read with a progress bar, and what became of each row."""

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from domains import catalog

SHOWN = 40  # rows worth a look on the screen; the back office shows them all


async def import_file(console: Console, file: Path, *, images: Path | None, currency: str | None, dry_run: bool) -> int:
    """0 when every row was understood, 1 when the file could not be read."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    )
    with bar:
        task = bar.add_task("Trying" if dry_run else "Importing", total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        if dry_run:
            report = await catalog.rehearse_import(file.name, file, currency=currency, images=images, progress=advance)
        else:
            uploaded = await catalog.upload_import(
                file.name, file, currency=currency, by="barrow import", background=False
            )
            report = await catalog.run_import(uploaded.id, progress=advance, images=images)
    _print(console, report)
    return 0 if report.state is not catalog.ImportState.FAILED else 1


def _print(console: Console, report: catalog.Import) -> None:
    telling = [row for row in report.rows if row.warned]
    if telling:
        table = Table("line", "handle", "SKU", "outcome", "why")
        for row in telling[:SHOWN]:
            table.add_row(str(row.line), row.handle, row.sku, row.outcome.value, row.why)
        console.print(table)
        if len(telling) > SHOWN:
            console.print(f"… and {len(telling) - SHOWN} more rows with a remark.")
    counts = report.counts
    console.print(
        f"{report.file_name}: {counts.created} created, {counts.updated} updated, {counts.skipped} skipped, "
        f"{counts.warned} with a warning (rows).{' Nothing was changed.' if report.dry_run else ''}",
        highlight=False,
    )
    if report.problem:
        console.print(f"[bold red]{report.problem}[/]")
