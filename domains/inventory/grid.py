"""The stock of every SKU at every location, row by row, for those who look after it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from . import stock
from .database import database
from .models import STANDINGS, Location, StockLevel

A_PAGE: Final = 50


class Standing(StrEnum):
    """What rows are picked by: each has an index that holds none but them."""

    SOLD_OUT = "sold_out"
    BEYOND = "beyond"
    DAMAGED = "damaged"
    INCOMING = "incoming"


@dataclass(frozen=True)
class Sought:
    """Which levels: `skus` None for all of them, `locations` are ids. A hold past its end that nobody has swept counts
    as sold still: the clock sweeps it within a minute."""

    locations: Collection[UUID]
    skus: Collection[str] | None = None
    standing: Standing | None = None


@dataclass(frozen=True)
class Grid:
    """By SKU, and of one SKU by location; `onward` leads on to those after them."""

    rows: tuple[StockLevel, ...]
    onward: tuple[str, UUID] | None


async def grid(
    sought: Sought, after: tuple[str, UUID] | None = None, *, backwards: bool = False, limit: int = A_PAGE
) -> Grid:
    """Along the primary key, from the last SKU to the first where `backwards`. Without SKUs it fans out over them."""
    key = sa.tuple_(StockLevel.sku, StockLevel.location_id)
    question = sa.select(StockLevel).options(*stock.with_figures()).where(*conditions(sought)).limit(limit + 1)
    if after is not None:
        last = sa.tuple_(*map(sa.literal, after))
        question = question.where(key < last if backwards else key > last)
    order = (StockLevel.sku, StockLevel.location_id)
    async with database.reading() as session:
        rows = list(await session.scalars(question.order_by(*(c.desc() if backwards else c.asc() for c in order))))
    onward = (rows[limit - 1].sku, rows[limit - 1].location_id) if len(rows) > limit else None
    return Grid(tuple(rows[:limit]), onward)


async def how_many(sought: Sought, most: int) -> int:
    """Counted up to one more than `most`."""
    fitting = sa.select(sa.literal(1)).select_from(StockLevel).where(*conditions(sought)).limit(most + 1).subquery()
    async with database.reading() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(fitting)) or 0


async def level(sku: str, location_code: str) -> StockLevel | None:
    """None where that SKU has never been at that location."""
    question = stock.question().join(Location, Location.id == StockLevel.location_id)
    async with database.reading() as session:
        return await session.scalar(question.where(Location.code == location_code), stock.asked([sku]))


def conditions(sought: Sought) -> list[sa.ColumnElement[bool] | sa.TextClause]:
    found: list[sa.ColumnElement[bool] | sa.TextClause] = [StockLevel.location_id.in_(sought.locations)]
    if sought.skus is not None:
        found.append(StockLevel.sku.in_(sorted(sought.skus)))
    if sought.standing is not None:
        found.append(sa.text(STANDINGS[sought.standing]))
    return found
