"""Questions to inventory, and the figures by which its books are compared."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domains.shared.outbox import Backlog

from . import stock
from .counting import ensure_default_location
from .database import database
from .models import Allocation, AllocationStatus, Location, Reservation, ReservationStatus, StockLevel, StockMovement


@dataclass(frozen=True)
class LevelAudit:
    """A level beside what explains it: the ledger's sums, the active holds and the active allocations."""

    sku: str
    location_id: UUID
    on_hand: int
    reserved: int
    allocated: int
    damaged: int
    backorder_limit: int
    moved_on_hand: int
    moved_reserved: int
    moved_allocated: int
    moved_damaged: int
    held: int
    kept: int

    @property
    def consistent(self) -> bool:
        figures = (self.on_hand, self.reserved, self.allocated, self.damaged)
        moved = (self.moved_on_hand, self.moved_reserved, self.moved_allocated, self.moved_damaged)
        within = self.reserved + self.allocated + self.damaged <= self.on_hand + self.backorder_limit
        explained = figures == moved and self.reserved == self.held and self.allocated == self.kept
        return explained and within and min(figures[1:]) >= 0


@dataclass(frozen=True)
class OverdueHold:
    """A hold still counted as active although it ended `seconds` ago."""

    sku: str
    order_id: UUID
    quantity: int
    ends_at: datetime
    seconds: float


@dataclass(frozen=True)
class OrderStock:
    """What one order holds of a SKU: reserved, allocated and not shipped, shipped."""

    order_id: UUID
    sku: str
    reserved: int
    allocated: int
    shipped: int


@dataclass(frozen=True)
class InventoryAudit:
    levels: tuple[LevelAudit, ...]
    overdue: tuple[OverdueHold, ...]
    orders: tuple[OrderStock, ...]
    backlog: Backlog


async def levels(skus: Sequence[str]) -> dict[str, list[StockLevel]]:
    """Every asked SKU, its levels by the priority of their locations; `.available` counts ended holds as free."""
    found: dict[str, list[StockLevel]] = {sku: [] for sku in skus}
    async with database.reading() as session:
        for level in await session.scalars(stock.question(skus)):
            found[level.sku].append(level)
    for row in found.values():
        row.sort(key=lambda level: (level.location.priority, level.location.code))
    return found


async def held(order_id: UUID, skus: Sequence[str]) -> dict[str, int]:
    """What this order holds right now, by SKU: its shopper may still have it, whoever else may not."""
    live = sa.select(Reservation.sku, sa.func.sum(Reservation.quantity)).where(
        Reservation.sku.in_(skus),
        Reservation.order_id == order_id,
        Reservation.status == ReservationStatus.ACTIVE,
        Reservation.ends_at > sa.func.now(),
    )
    async with database.reading() as session:
        return {sku: int(quantity) for sku, quantity in await session.execute(live.group_by(Reservation.sku))}


async def movements(sku: str, limit: int = 50) -> list[StockMovement]:
    """The ledger of a SKU, newest first."""
    newest = sa.select(StockMovement).where(StockMovement.sku == sku).order_by(StockMovement.id.desc()).limit(limit)
    async with database.reading() as session:
        return list(await session.scalars(newest))


async def locations() -> list[Location]:
    async with database.reading() as session:
        return list(await session.scalars(sa.select(Location).order_by(Location.priority, Location.code)))


async def location_codes() -> list[str]:
    """The default location's first."""
    default = await ensure_default_location()
    return [default.code, *(each.code for each in await locations() if each.id != default.id)]


async def on_hand(skus: Collection[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """By SKU and location code: what lies there, and how many of it are promised."""
    return {
        (level.sku, level.location.code): (level.on_hand, level.least)
        for each in (await levels(list(skus))).values()
        for level in each
    }


async def audit() -> InventoryAudit:
    """Fans out over all SKUs on purpose: the books are compared whole."""
    async with database.reading() as session:
        compared = [LevelAudit(*row) for row in (await session.execute(_compared())).all()]
        overdue = [OverdueHold(*row) for row in (await session.execute(_overdue())).all()]
        orders = [OrderStock(*row) for row in (await session.execute(_by_order())).all()]
    return InventoryAudit(tuple(compared), tuple(overdue), tuple(orders), await database.outbox.backlog())


def _compared() -> sa.Select[Any]:
    moved = _per_level(
        StockMovement,
        on_hand=StockMovement.on_hand,
        reserved=StockMovement.reserved,
        allocated=StockMovement.allocated,
        damaged=StockMovement.damaged,
    )
    held = _per_level(Reservation, Reservation.status == ReservationStatus.ACTIVE, quantity=Reservation.quantity)
    kept = _per_level(
        Allocation, Allocation.status == AllocationStatus.ACTIVE, quantity=Allocation.quantity - Allocation.shipped
    )
    sums = [moved.c.on_hand, moved.c.reserved, moved.c.allocated, moved.c.damaged, held.c.quantity, kept.c.quantity]
    figures = [StockLevel.on_hand, StockLevel.reserved, StockLevel.allocated, StockLevel.damaged]
    columns: list[Any] = [StockLevel.sku, StockLevel.location_id, *figures, StockLevel.backorder_limit]
    columns += [sa.func.coalesce(total, 0) for total in sums]
    question = sa.select(*columns)
    for side in (moved, held, kept):
        here = sa.and_(side.c.sku == StockLevel.sku, side.c.location_id == StockLevel.location_id)
        question = question.outerjoin(side, here)
    return question.order_by(StockLevel.sku, StockLevel.location_id)


def _per_level(
    table: type[StockMovement] | type[Reservation] | type[Allocation],
    *where: sa.ColumnElement[bool],
    **sums: sa.ColumnElement[int] | sa.orm.InstrumentedAttribute[int],
) -> sa.Subquery:
    totals = [sa.func.sum(column).label(name) for name, column in sums.items()]
    grouped = sa.select(table.sku, table.location_id, *totals).where(*where).group_by(table.sku, table.location_id)
    return grouped.subquery()


def _overdue() -> sa.Select[Any]:
    late = sa.func.extract("epoch", sa.func.now() - Reservation.ends_at)
    return sa.select(
        Reservation.sku, Reservation.order_id, Reservation.quantity, Reservation.ends_at, sa.cast(late, sa.Float)
    ).where(stock.ENDED)


def _by_order() -> sa.Select[Any]:
    names = ("reserved", "allocated", "shipped")
    none = [sa.literal(0).label(name) for name in names]
    holds = sa.select(Reservation.order_id, Reservation.sku, Reservation.quantity.label("reserved"), *none[1:]).where(
        Reservation.status == ReservationStatus.ACTIVE
    )
    active = Allocation.status == AllocationStatus.ACTIVE
    kept = sa.case((active, Allocation.quantity - Allocation.shipped), else_=0).label("allocated")
    given = sa.select(Allocation.order_id, Allocation.sku, none[0], kept, Allocation.shipped)
    rows = sa.union_all(holds, given).subquery().c
    sums = [sa.func.sum(rows[name]) for name in names]
    return sa.select(rows.order_id, rows.sku, *sums).group_by(rows.order_id, rows.sku)
