"""Count sheets as they are read: which there are, their lines page by page, and how far they are."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from domains.shared.errors import NotFound

from ..database import database
from ..models import CountLine, StockCount

A_PAGE: Final = 50


class CountPart(StrEnum):
    """Of the lines of a sheet."""

    UNCOUNTED = "uncounted"
    COUNTED = "counted"
    DIFFERING = "differing"


OF: Final[dict[CountPart, sa.ColumnElement[bool]]] = {
    CountPart.UNCOUNTED: CountLine.quantity.is_(None),
    CountPart.COUNTED: CountLine.quantity.is_not(None),
    CountPart.DIFFERING: CountLine.quantity != CountLine.expected,
}


@dataclass(frozen=True)
class CountSheet:
    """By SKU; `onward` is the last of them where more follow."""

    lines: tuple[CountLine, ...]
    onward: str | None


@dataclass(frozen=True)
class CountProgress:
    lines: int
    counted: int
    differing: int
    booked: int


async def counts(location_ids: Collection[UUID], limit: int = A_PAGE) -> list[StockCount]:
    """The newest first."""
    mine = sa.select(StockCount).where(StockCount.location_id.in_(location_ids))
    async with database.reading() as session:
        return list(await session.scalars(mine.order_by(StockCount.id.desc()).limit(limit)))


async def find_count(count_id: UUID) -> StockCount:
    async with database.reading() as session:
        found = await session.get(StockCount, count_id)
    if found is None:
        raise NotFound("There is no such count.")
    return found


async def count_lines(
    count_id: UUID, part: CountPart | None = None, after: str = "", limit: int = A_PAGE
) -> CountSheet:
    """Fans out over the SKUs of the count, by an index of its own."""
    lines = sa.select(CountLine).where(CountLine.count_id == count_id, CountLine.sku > after)
    lines = lines if part is None else lines.where(OF[part])
    async with database.reading() as session:
        found = list(await session.scalars(lines.order_by(CountLine.sku).limit(limit + 1)))
    return CountSheet(tuple(found[:limit]), found[limit - 1].sku if len(found) > limit else None)


async def count_progress(count_id: UUID) -> CountProgress:
    parts = (CountPart.COUNTED, CountPart.DIFFERING)
    sums = [sa.func.count().filter(OF[part]) for part in parts]
    booked = sa.func.count().filter(CountLine.applied_at.is_not(None))
    async with database.reading() as session:
        asked = sa.select(sa.func.count(), *sums, booked).where(CountLine.count_id == count_id)
        return CountProgress(*map(int, (await session.execute(asked)).one()))
