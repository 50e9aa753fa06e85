"""The rows an import left out, in a file of their own: as they were, with the reason, to be mended and sent again."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO, Final
from uuid import UUID

from ...shared.spreadsheets import csv_head, csv_lines
from ..errors import Unknown
from ..models import Import, ImportOutcome, ImportPage
from .keeping import keep
from .sheet import Look, Row
from .uploads import discard, kept_pieces

REASON: Final = "Why it was left out"


async def keep_refused(running: Import, look: Look) -> str | None:
    """The id of the file; None where no row was left out. Again, it replaces the one before."""
    if not running.counts.refused:
        return None
    key = f"refused-{running.id}"
    await discard(key)
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        await _write(file, running.id, look)
        file.flush()
        await keep(key, running.name, Path(file.name))
    return key


async def refused_csv(import_id: UUID) -> AsyncIterator[bytes]:
    found = await Import.get(import_id)
    if found is None or found.refused_id is None:
        raise Unknown("There is no such file.")
    return kept_pieces(found.refused_id)


async def _write(file: IO[bytes], import_id: UUID, look: Look) -> None:
    header = [*(cell for cell in look.header if cell != REASON), REASON]
    places = [place for place, cell in enumerate(look.header) if cell != REASON]
    file.write(csv_head(header).encode())
    rows = look.rows()
    async for page in ImportPage.find({"import_id": import_id, "telling": True}).sort("first"):
        why = {row.line: row.why for row in page.rows if row.outcome is ImportOutcome.REFUSED}
        file.write(csv_lines(_mended(row, places, why[row.line]) for row in _those(rows, list(why))).encode())


def _those(rows: Iterator[Row], lines: list[int]) -> Iterator[Row]:
    """Both are in the order of the file."""
    for line in lines:
        for row in rows:
            if row.line == line:
                yield row
                break


def _mended(row: Row, places: list[int], why: str) -> list[str]:
    cells = [row.raw[place] if place < len(row.raw) else "" for place in places]
    return [*cells, f"Line {row.line}: {why}"]
