"""The stock as a file: all figures of every SKU at every location, of which our own import reads what can be set."""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from domains.shared.spreadsheets import coded, csv_head, csv_lines

from . import stock
from .database import database
from .filed import Filed
from .models import StockLevel

HEADS: Final = (
    "SKU", "Location", "On hand", "Reserved", "Allocated", "Damaged", "Safety stock", "Incoming", "Available",
    "Sold beyond", "Sold beyond until", "Expected on", "Pre-order", "Low at", "Cover days", "Pack", "Is low at", "Sold",
    "In days",
)  # fmt: skip
PAGE: Final = 1_000
YES_OR_NO: Final = {True: "yes", False: "no"}


async def export_stock() -> AsyncIterator[str]:
    """Page by page along the primary key; fans out over all SKUs on purpose: it is all of them."""
    yield csv_head(HEADS)
    last = ("", UUID(int=0))
    while rows := await _after(last):
        yield csv_lines(map(_row, rows))
        last = rows[-1].sku, rows[-1].location_id


def _row(level: StockLevel) -> tuple[str, ...]:
    filed = Filed.of(level)
    figures = (
        level.on_hand,
        level.reserved - (level.ended or 0),
        level.allocated,
        level.damaged,
        level.safety_stock,
        level.incoming,
        level.available,
        filed.beyond,
    )
    until = filed.until.strftime("%Y-%m-%d %H:%M") if filed.until else ""
    due = filed.due_on.isoformat() if filed.due_on else ""
    low = (filed.low_units, filed.low_days, filed.pack, level.low_at, level.sold, level.sold_days)
    lowness = ("" if each is None else str(each) for each in low)
    return coded(level.sku), level.location.code, *map(str, figures), until, due, YES_OR_NO[filed.preorder], *lowness


async def _after(last: tuple[str, UUID]) -> list[StockLevel]:
    key = sa.tuple_(StockLevel.sku, StockLevel.location_id)
    question = (
        sa.select(StockLevel)
        .options(*stock.with_figures())
        .where(key > sa.tuple_(*map(sa.literal, last)))
        .order_by(StockLevel.sku, StockLevel.location_id)
        .limit(PAGE)
    )
    async with database.reading() as session:
        return list(await session.scalars(question))
