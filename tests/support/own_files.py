"""Our own files, as tests write them, and the way in."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from domains import catalog
from domains.catalog.models import Import
from domains.inventory import Verdict

Levels = Mapping[tuple[str, str], int]  # what is on hand


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

    async def consider(items: Sequence[catalog.StockItem]) -> list[Verdict]:
        return [_verdict(item, (levels or {}).get((item.sku, item.location))) for item in items]

    return catalog.Shelves(codes, consider)


def _verdict(item: catalog.StockItem, on_hand: int | None) -> Verdict:
    return Verdict(on_hand is not None, item.quantity not in (None, on_hand), "")


async def bring(data: bytes, *, currency: str = "EUR", keep: catalog.Shelves | None = None, **more: Any) -> Import:
    """Upload and run, as the command does; with its whole report."""
    uploaded = await catalog.upload_import("own.csv", data, currency=currency, background=False, **more)
    await catalog.run_import(uploaded.id, shelves=keep or shelves())
    return await catalog.find_import(uploaded.id, rows=1_000_000)


def outcomes(report: Import) -> list[tuple[str, str]]:
    return [(row.outcome.value, row.why) for row in report.rows]


async def whole(pieces: Any) -> bytes:
    return "".join([piece async for piece in pieces]).encode()
