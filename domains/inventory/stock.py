"""Reading and locking stock levels: always SKU by SKU in one order, so that two orders never wait for each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, with_expression
from sqlalchemy.sql.base import ExecutableOption

from .models import Cause, Location, MovementKind, Reservation, ReservationStatus, RoutingRules, StockLevel
from .routing import DEFAULT, Rule, Shelf, Shelves

ENDED = sa.and_(Reservation.status == ReservationStatus.ACTIVE, Reservation.ends_at <= sa.func.now())
RUNNING = sa.and_(Reservation.status == ReservationStatus.ACTIVE, Reservation.ends_at > sa.func.now())


@dataclass(frozen=True)
class Offer:
    """What is free, and the rules by which the shop chooses from where it sends."""

    shelves: Shelves
    rules: tuple[Rule, ...]


def ended_holds() -> sa.ScalarSelect[int]:
    """Quantity at a level held by reservations past their end: free, although nobody has swept them."""
    return (
        sa.select(sa.func.coalesce(sa.func.sum(Reservation.quantity), 0))
        .where(Reservation.sku == StockLevel.sku, Reservation.location_id == StockLevel.location_id, ENDED)
        .correlate(StockLevel)
        .scalar_subquery()
    )


def beyond() -> sa.ColumnElement[int]:
    """How many are sold beyond the shelf at this moment."""
    open_still = sa.or_(StockLevel.beyond_until.is_(None), StockLevel.beyond_until > sa.func.now())
    return sa.case((open_still, StockLevel.backorder_limit), else_=0)


def next_end() -> sa.ScalarSelect[datetime]:
    """When the first of a SKU's holds ends: until then its figure changes only by being written."""
    return (
        sa.select(sa.func.min(Reservation.ends_at))
        .where(Reservation.sku == StockLevel.sku, RUNNING)
        .correlate(StockLevel)
        .scalar_subquery()
    )


def with_figures() -> tuple[ExecutableOption, ...]:
    """Its location, and what of it counts at this moment alone."""
    return (
        joinedload(StockLevel.location, innerjoin=True),
        with_expression(StockLevel.ended, ended_holds()),
        with_expression(StockLevel.beyond, beyond()),
    )


def in_stock() -> sa.ColumnElement[int]:
    """What can be sold of what lies there: `StockLevel.in_stock`, told by the database."""
    return sa.func.greatest(0, _unpromised() + ended_holds() - StockLevel.safety_stock)


def available() -> sa.ColumnElement[int]:
    """What can be sold, back-orders included: `StockLevel.available`, told by the database."""
    return sa.func.greatest(0, _unpromised() + ended_holds() - StockLevel.safety_stock + beyond())


def _unpromised() -> sa.ColumnElement[int]:
    return StockLevel.on_hand - StockLevel.reserved - StockLevel.allocated - StockLevel.damaged


@cache
def question() -> sa.Select[StockLevel]:
    """Of the SKUs given as `asked(skus)`. Made once: a sale asks it twice, and making it takes longer than asking."""
    return (
        sa.select(StockLevel)
        .where(StockLevel.sku.in_(sa.bindparam("skus", expanding=True)))
        .options(*with_figures())
        .order_by(StockLevel.sku)
        .execution_options(populate_existing=True)
    )


@cache
def shelf_question() -> sa.Select[Any]:
    """What is free of the SKUs given as `asked(skus)`, and where."""
    place: list[Any] = [StockLevel.sku, StockLevel.location_id]
    place += [Location.priority, Location.zones, Location.country, Location.region]
    rules = sa.select(RoutingRules.rules).scalar_subquery().label("rules")
    return (
        sa.select(*place, in_stock().label("in_stock"), available().label("available"), rules)
        .join(Location, Location.id == StockLevel.location_id)
        .where(StockLevel.sku.in_(sa.bindparam("skus", expanding=True)))
    )


def asked(skus: Iterable[str]) -> dict[str, list[str]]:
    return {"skus": sorted(set(skus))}


async def offer(session: AsyncSession, skus: Iterable[str]) -> Offer:
    return offered((await session.execute(shelf_question(), asked(skus))).all())


def offered(rows: Sequence[sa.Row[Any]]) -> Offer:
    """The answers to `shelf_question`; without a SKU there are none."""
    found: dict[str, list[Shelf]] = {}
    for row in rows:
        if row.sku is not None:
            place = (row.zones, row.country, row.region)
            shelf = Shelf(row.location_id, row.priority, row.in_stock, row.available, *place)
            found.setdefault(row.sku, []).append(shelf)
    chosen = next((row.rules for row in rows if row.rules is not None), None)
    return Offer(found, DEFAULT if chosen is None else tuple(Rule(rule) for rule in chosen))


async def locked(session: AsyncSession, sku: str) -> dict[UUID, StockLevel]:
    """The levels of one SKU, ours until the transaction ends. Call it for SKUs in sorted order."""
    lock = (
        sa.select(StockLevel)
        .where(StockLevel.sku == sku)
        .order_by(StockLevel.location_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {level.location_id: level for level in await session.scalars(lock)}


async def locked_together(session: AsyncSession, skus: Iterable[str]) -> dict[tuple[str, UUID], StockLevel]:
    """The levels of many SKUs in one statement, in the order in which everybody locks: (sku, location), as Python
    sorts, whatever the database's own order is."""
    lock = (
        sa.select(StockLevel)
        .where(StockLevel.sku.in_(sorted(set(skus))))
        .order_by(StockLevel.sku.collate("C"), StockLevel.location_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {(level.sku, level.location_id): level for level in await session.scalars(lock)}


async def sweep(session: AsyncSession, levels: Iterable[StockLevel]) -> int:
    """End the holds at these locked levels that are past their end; how many there were."""
    rows = {(level.sku, level.location_id): level for level in levels}
    holds = (
        sa.update(Reservation)
        .where(Reservation.sku.in_(sorted({sku for sku, _ in rows})), ENDED)
        .values(status=ReservationStatus.EXPIRED, ended_at=sa.func.now())
        .returning(Reservation)
    )
    swept: Sequence[Any] = (await session.scalars(holds, execution_options={"populate_existing": True})).all()
    for hold in swept:
        cause = Cause(order_id=hold.order_id, reason="the hold ended unpaid")
        level = rows[hold.sku, hold.location_id]
        session.add(level.move(MovementKind.EXPIRED, cause, reserved=-hold.quantity))
    await session.flush()
    return len(swept)
