"""Why a figure is what it is: the ledger read out, and what has become of the last count."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from .database import database
from .models import Allocation, MovementKind, Reservation, StockLevel, StockMovement

COUNTS = (MovementKind.COUNTED, MovementKind.ADJUSTED)
A_PAGE = 50


@dataclass(frozen=True)
class Movements:
    """Newest first; `older` leads on to those before them."""

    rows: tuple[StockMovement, ...]
    older: UUID | None


@dataclass(frozen=True)
class Count:
    """Somebody said how many there are."""

    found: int
    at: datetime
    actor: str
    reason: str


@dataclass(frozen=True)
class Step:
    """What movements of one kind have changed on hand since the last count, together."""

    kind: MovementKind
    units: int
    times: int


@dataclass(frozen=True)
class Story:
    """Of one level: `on_hand` is what the last count found and all `since`; never counted, it began with none."""

    location_id: UUID
    on_hand: int
    count: Count | None
    since: tuple[Step, ...]


async def history(
    sku: str, location_ids: Collection[UUID], before: UUID | None = None, limit: int = A_PAGE
) -> Movements:
    """At these locations, of one SKU or (an empty one) of all: then it fans out over them."""
    wanted = sa.select(StockMovement).order_by(StockMovement.id.desc()).limit(limit + 1)
    wanted = wanted.where(StockMovement.location_id.in_(location_ids))
    wanted = wanted.where(StockMovement.sku == sku) if sku else wanted
    wanted = wanted.where(StockMovement.id < before) if before else wanted
    async with database.reading() as session:
        found = list(await session.scalars(wanted))
    older = found[limit - 1].id if len(found) > limit else None
    return Movements(tuple(_in_order(found[:limit])), older)


async def stories(sku: str) -> dict[UUID, Story]:
    """By location, in one statement: what it adds up is of one moment."""
    told: dict[UUID, Story] = {}
    async with database.reading() as session:
        for row in await session.execute(_since_counted(sku)):
            location_id, on_hand, found, at, actor, reason, kind, units, times = row
            count = None if at is None else Count(found, at, actor, reason)
            before = told[location_id].since if location_id in told else ()
            steps = (*before, Step(MovementKind(kind), units, times)) if kind else before
            told[location_id] = Story(location_id, on_hand, count, steps)
    return told


async def customers_of(skus: Collection[str], orders: Collection[UUID]) -> dict[UUID, UUID]:
    """Whose orders these are, by order: what an order is found by where orders are kept."""
    asked = [
        sa.select(table.order_id, table.customer_id).where(table.sku.in_(skus), table.order_id.in_(orders))
        for table in (Reservation, Allocation)
    ]
    async with database.reading() as session:
        return {row.order_id: row.customer_id for row in await session.execute(sa.union(*asked))}


def _in_order(found: Sequence[StockMovement]) -> list[StockMovement]:
    """By time, and of each level by its own numbers, which two clocks may have put the other way round."""
    places: dict[tuple[str, UUID], list[StockMovement]] = {}
    for movement in found:
        places.setdefault((movement.sku, movement.location_id), []).append(movement)
    for row in places.values():
        row.sort(key=lambda movement: movement.number)
    return [places[movement.sku, movement.location_id].pop() for movement in found]


def _since_counted(sku: str) -> sa.Select[Any]:
    mine = StockMovement.sku == sku
    counted = (
        sa.select(StockMovement)
        .where(mine, StockMovement.kind.in_(COUNTS), StockMovement.on_hand != 0, StockMovement.order_id.is_(None))
        .ext(pg.distinct_on(StockMovement.location_id))
        .order_by(StockMovement.location_id, StockMovement.number.desc())
        .subquery()
    )
    count: list[Any] = [counted.c.on_hand_after, counted.c.at, counted.c.actor, counted.c.reason]
    later = sa.and_(
        mine,
        StockMovement.location_id == StockLevel.location_id,
        StockMovement.number > sa.func.coalesce(counted.c.number, 0),
        StockMovement.on_hand != 0,
    )
    level: list[Any] = [StockLevel.location_id, StockLevel.on_hand]
    sums: list[Any] = [sa.func.sum(StockMovement.on_hand), sa.func.count(StockMovement.id)]
    columns = [*level, *count, StockMovement.kind, *sums]
    return (
        sa.select(*columns)
        .select_from(StockLevel)
        .outerjoin(counted, counted.c.location_id == StockLevel.location_id)
        .outerjoin(StockMovement, later)
        .where(StockLevel.sku == sku)
        .group_by(*level, *count, StockMovement.kind)
        .order_by(StockLevel.location_id, StockMovement.kind)
    )
