"""Questions to inventory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from . import places, stock
from .bundles.ordering import Order, unfold, with_parts
from .bundles.recipes import Recipe
from .database import database
from .models import (
    Allocation,
    AllocationStatus,
    Location,
    MovementKind,
    OrderedBundle,
    Reservation,
    ReservationStatus,
    StockLevel,
    StockMovement,
)


async def levels(skus: Sequence[str]) -> dict[str, list[StockLevel]]:
    """Every asked SKU, its levels by the priority of their locations; `.available` counts ended holds as free."""
    found: dict[str, list[StockLevel]] = {sku: [] for sku in skus}
    async with database.reading() as session:
        for level in await session.scalars(stock.question(), stock.asked(skus)):
            found[level.sku].append(level)
    for row in found.values():
        row.sort(key=lambda level: (level.location.priority, level.location.code))
    return found


async def held(order_id: UUID, skus: Sequence[str]) -> dict[str, int]:
    """What this order holds right now, by SKU: its shopper may still have it, whoever else may not."""
    async with database.reading() as session:
        order = await unfold(session, order_id, dict.fromkeys(skus, 1))
        live = sa.select(Reservation.sku, sa.func.sum(Reservation.quantity)).where(
            Reservation.sku.in_(order.parts),
            Reservation.order_id == order_id,
            Reservation.status == ReservationStatus.ACTIVE,
            Reservation.ends_at > sa.func.now(),
        )
        found = {sku: int(units) for sku, units in await session.execute(live.group_by(Reservation.sku))}
        promised = sa.select(OrderedBundle.sku, OrderedBundle.quantity).where(
            OrderedBundle.sku.in_(order.bundles), OrderedBundle.order_id == order_id
        )
        rows = (await session.execute(promised)).all() if order.bundles else ()
        bundles = {row.sku: row.quantity for row in rows}
    return _by_line(order, found, bundles)


def _by_line(order: Order, found: dict[str, int], bundles: dict[str, int]) -> dict[str, int]:
    """What is held as it was ordered: bundles first, then what is left of their parts."""
    mine: dict[str, int] = {}
    for sku, units in bundles.items():
        mine[sku] = min(units, order.bundles[sku].of(found))
        for part, per in order.bundles[sku].parts.items():
            found[part] = found.get(part, 0) - per * mine[sku]
    alone = {sku: found.get(sku, 0) for sku in order.lines if sku not in order.bundles}
    return {sku: units for sku, units in (mine | alone).items() if units > 0}


async def made_of(order_id: UUID, skus: Collection[str]) -> Mapping[str, Recipe]:
    """Of those that are bundles: as they were promised to the order, else as they are made now."""
    async with database.reading() as session:
        return (await unfold(session, order_id, dict.fromkeys(skus, 1))).bundles


async def movements(sku: str, limit: int = 50) -> list[StockMovement]:
    """The ledger of a SKU, newest first."""
    newest = sa.select(StockMovement).where(StockMovement.sku == sku).order_by(StockMovement.id.desc()).limit(limit)
    async with database.reading() as session:
        return list(await session.scalars(newest))


async def location_codes() -> list[str]:
    """The default location's first."""
    default = await places.ensure_default_location()
    return [default.code, *(each.code for each in await places.locations() if each.id != default.id)]


async def on_hand(skus: Collection[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """By SKU and location code: what lies there, and how many of it are promised."""
    return {
        (level.sku, level.location.code): (level.on_hand, level.least)
        for each in (await levels(list(skus))).values()
        for level in each
    }


async def left_from(parcel_id: UUID, skus: Collection[str]) -> frozenset[str]:
    """The codes of the locations that these were taken from for a parcel; none before that is written down."""
    shipped = (StockMovement.reference == str(parcel_id), StockMovement.kind == MovementKind.SHIPPED)
    async with database.reading() as session:
        lying = await with_parts(session, skus)
        taken = sa.select(StockMovement.location_id).where(StockMovement.sku.in_(lying), *shipped)
        return frozenset(await session.scalars(sa.select(Location.code).where(Location.id.in_(taken))))


async def kept_at(order_id: UUID, skus: Collection[str]) -> frozenset[str]:
    """The codes of the locations where these are kept for the order; where all of them are sent, of those they left."""
    async with database.reading() as session:
        mine = given(order_id, await with_parts(session, skus))
        rows = sa.select(Location.code, Allocation.shipped < Allocation.quantity).where(*mine)
        found = (await session.execute(rows.join(Location, Location.id == Allocation.location_id))).all()
    return frozenset(code for code, waits in found if waits) or frozenset(code for code, _ in found)


@dataclass(frozen=True)
class Kept:
    """What a paid order has at one location: `waits` are still to be sent, `sent` have left."""

    location: str
    sku: str
    waits: int
    sent: int


async def whereabouts(order_id: UUID, skus: Collection[str]) -> list[Kept]:
    """Where what a paid order was given lies or lay, by the names of the locations in the order in which they ship. Of
    a bundle, its parts."""
    waits, sent = sa.func.sum(Allocation.quantity - Allocation.shipped), sa.func.sum(Allocation.shipped)
    async with database.reading() as session:
        rows = (
            sa.select(Location.name, Allocation.sku, waits, sent)
            .join(Location, Location.id == Allocation.location_id)
            .where(*given(order_id, await with_parts(session, skus)))
            .group_by(Location.id, Allocation.sku)
            .order_by(Location.priority, Location.code, Allocation.sku)
        )
        return [Kept(name, sku, int(left), int(gone)) for name, sku, left, gone in await session.execute(rows)]


def given(order_id: UUID, skus: Collection[str]) -> tuple[sa.ColumnElement[bool], ...]:
    released = Allocation.status == AllocationStatus.RELEASED
    return (Allocation.sku.in_(skus), Allocation.order_id == order_id, ~released)
