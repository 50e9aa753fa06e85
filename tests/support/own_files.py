"""Our own files, as tests write them, and the way in."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from domains import catalog
from domains.catalog.models import Import

Levels = Mapping[tuple[str, str], tuple[int, int]]


def table(*rows: Mapping[str, object]) -> bytes:
    """A CSV file with the columns that any row has."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def shelves(levels: Levels | None = None, locations: Sequence[str] = ("main", "hamburg")) -> catalog.Shelves:
    async def codes() -> Sequence[str]:
        return locations

    async def told(skus: Collection[str]) -> Levels:
        return {key: level for key, level in (levels or {}).items() if key[0] in skus}

    return catalog.Shelves(codes, told)


async def bring(data: bytes, *, currency: str = "EUR", keep: catalog.Shelves | None = None, **more: Any) -> Import:
    """Upload and run, as the command does; with its whole report."""
    uploaded = await catalog.upload_import("own.csv", data, currency=currency, background=False, **more)
    await catalog.run_import(uploaded.id, shelves=keep or shelves())
    return await catalog.find_import(uploaded.id, rows=1_000_000)


def outcomes(report: Import) -> list[tuple[str, str]]:
    return [(row.outcome.value, row.why) for row in report.rows]


async def whole(pieces: Any) -> bytes:
    return "".join([piece async for piece in pieces]).encode()
