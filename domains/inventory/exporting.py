"""The stock as a file: what is on hand of every SKU at every location, in the columns our own import reads."""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from domains.shared.spreadsheets import coded, csv_head, csv_lines

from .database import database
from .models import Location, StockLevel

HEADS: Final = ("SKU", "Location", "On hand")
PAGE: Final = 1_000


async def export_stock() -> AsyncIterator[str]:
    """Page by page along the primary key; fans out over all SKUs on purpose: it is all of them."""
    yield csv_head(HEADS)
    last = ("", UUID(int=0))
    while rows := await _after(last):
        yield csv_lines((coded(sku), code, str(on_hand)) for sku, _, code, on_hand in rows)
        last = rows[-1][:2]


async def _after(last: tuple[str, UUID]) -> list[tuple[str, UUID, str, int]]:
    key = sa.tuple_(StockLevel.sku, StockLevel.location_id)
    question = (
        sa.select(StockLevel.sku, StockLevel.location_id, Location.code, StockLevel.on_hand)
        .join(Location, Location.id == StockLevel.location_id)
        .where(key > sa.tuple_(*map(sa.literal, last)))
        .order_by(StockLevel.sku, StockLevel.location_id)
        .limit(PAGE)
    )
    async with database.reading() as session:
        return [(row[0], row[1], row[2], row[3]) for row in await session.execute(question)]
