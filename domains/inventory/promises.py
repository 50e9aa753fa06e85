"""What becomes of a hold: allocated to a paid order, released, prolonged, shipped, or ended by the clock."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import inbox, outbox
from domains.shared.errors import Unavailable

from . import projection, stock
from .database import database
from .errors import OutOfStock
from .events import StockRefused
from .models import (
    Allocation,
    AllocationStatus,
    Cause,
    MovementKind,
    Reservation,
    ReservationStatus,
    StockLevel,
    StockMovement,
)
from .reserving import Hold, Wanted, retake, totals

Levels = dict[UUID, StockLevel]


async def allocate(order_id: UUID, skus: Sequence[str], event_id: UUID | None = None) -> None:
    """The order is paid: its holds become allocations. Holds that ended meanwhile are taken again if goods are left,
    otherwise nothing stays held and StockRefused is recorded. Unavailable when nothing was reserved yet."""
    wanted = sorted(set(skus))
    try:
        async with database.transaction() as session:
            if await inbox.first_time(session, "inventory.allocate", event_id):
                await _allocate(session, order_id, wanted, event_id)
    except OutOfStock:
        async with database.transaction() as session:
            if await inbox.first_time(session, "inventory.allocate", event_id):
                await _refuse(session, order_id, wanted)
    await projection.refresh(wanted)


async def release(order_id: UUID, skus: Sequence[str], event_id: UUID | None = None) -> None:
    """The order is closed: what is held or allocated for it and not shipped is free again."""
    wanted = sorted(set(skus))
    async with database.transaction() as session:
        if not await inbox.first_time(session, "inventory.release", event_id):
            return
        for sku in wanted:
            await _release(session, order_id, sku, await stock.locked(session, sku), event_id)
    await projection.refresh(wanted)


async def prolong(order_id: UUID, skus: Sequence[str], until: datetime, event_id: UUID | None = None) -> None:
    """Stripe is still processing: the holds that are still there end no earlier than `until`."""
    wanted = sorted(set(skus))
    async with database.transaction() as session:
        if not await inbox.first_time(session, "inventory.prolong", event_id):
            return
        for sku in wanted:
            await stock.locked(session, sku)
            await session.execute(
                sa.update(Reservation)
                .where(
                    Reservation.sku == sku,
                    Reservation.order_id == order_id,
                    Reservation.status == ReservationStatus.ACTIVE,
                    Reservation.ends_at < until,
                )
                .values(ends_at=until)
            )
    await projection.refresh(wanted)


async def ship(order_id: UUID, fulfilment_id: UUID, items: Sequence[Wanted], event_id: UUID | None = None) -> None:
    """The parcel has left: on hand and allocated sink. Unavailable while the order's goods are not allocated yet."""
    wanted = totals(items)
    async with database.transaction() as session:
        if not await inbox.first_time(session, "inventory.ship", event_id):
            return
        for sku, quantity in wanted.items():
            await _ship(session, order_id, fulfilment_id, sku, quantity)
    await projection.refresh(wanted)


async def sweep_ended_holds(limit: int = 500) -> int:
    """End every hold past its end, SKU by SKU; how many there were. Nothing depends on it: ended holds are free."""
    ended = sa.select(Reservation.sku).where(stock.ENDED).distinct().limit(limit)
    async with database.reading() as session:
        # fans out over all SKUs: the clock asks for whatever has ended anywhere
        skus = sorted(await session.scalars(ended))
    swept = 0
    for sku in skus:
        async with database.transaction() as session:
            swept += await stock.sweep(session, sku, await stock.locked(session, sku))
    await projection.refresh(skus)
    return swept


async def _allocate(session: AsyncSession, order_id: UUID, skus: Sequence[str], event_id: UUID | None) -> None:
    rows = {sku: await stock.locked(session, sku) for sku in skus}
    if await _allocations(session, order_id, skus):
        return
    holds = await _latest_holds(session, order_id, skus)
    if {hold.sku for hold in holds} != set(skus):
        raise Unavailable("Nothing is reserved for this order yet.")
    if any(_closed_since(event_id, hold) for hold in holds):
        return
    lost: dict[str, int] = {}
    for hold in holds:
        if not hold.active:
            lost[hold.sku] = lost.get(hold.sku, 0) + hold.quantity
    if lost:
        holds = await _take_again(session, holds, lost, rows)
    for hold in holds:
        _convert(session, hold, rows[hold.sku][hold.location_id])


async def _take_again(
    session: AsyncSession, holds: Sequence[Reservation], lost: dict[str, int], rows: dict[str, Levels]
) -> Sequence[Reservation]:
    first = holds[0]
    for sku in lost:
        await stock.sweep(session, sku, rows[sku])
    again = Hold(first.customer_id, first.order_id, None, first.caused_by, first.hold_id)
    await retake(session, again, lost)
    for sku in lost:
        rows[sku] = await stock.locked(session, sku)
    return [hold for hold in await _latest_holds(session, first.order_id, list(rows)) if hold.active]


async def _latest_holds(session: AsyncSession, order_id: UUID, skus: Sequence[str]) -> Sequence[Reservation]:
    """The rows of the last act of reserving; earlier ones were ended before it was taken."""
    mine = sa.and_(Reservation.sku.in_(skus), Reservation.order_id == order_id)
    last = sa.select(Reservation.hold_id).where(mine).order_by(Reservation.created_at.desc()).limit(1)
    hold_id = await session.scalar(last)
    rows = sa.select(Reservation).where(mine, Reservation.hold_id == hold_id).order_by(Reservation.sku)
    return (await session.scalars(rows, execution_options={"populate_existing": True})).all()


async def _allocations(session: AsyncSession, order_id: UUID, skus: Sequence[str]) -> Sequence[Allocation]:
    """What the order has been given and not given back."""
    rows = sa.select(Allocation).where(
        Allocation.sku.in_(skus), Allocation.order_id == order_id, Allocation.status != AllocationStatus.RELEASED
    )
    return (await session.scalars(rows.order_by(Allocation.sku, Allocation.id))).all()


def _convert(session: AsyncSession, hold: Reservation, level: StockLevel) -> None:
    cause = Cause(order_id=hold.order_id, reason="the order is paid")
    session.add(level.move(MovementKind.ALLOCATED, cause, reserved=-hold.quantity, allocated=hold.quantity))
    hold.status = ReservationStatus.CONVERTED
    hold.ended_at = sa.func.now()
    session.add(
        Allocation(
            sku=hold.sku,
            location_id=hold.location_id,
            customer_id=hold.customer_id,
            order_id=hold.order_id,
            hold_id=hold.hold_id,
            caused_by=hold.caused_by,
            quantity=hold.quantity,
        )
    )


async def _refuse(session: AsyncSession, order_id: UUID, skus: Sequence[str]) -> None:
    customer_id = (await _latest_holds(session, order_id, skus))[0].customer_id
    for sku in skus:
        await _release(session, order_id, sku, await stock.locked(session, sku), None)
    outbox.record(session, StockRefused(customer_id, order_id))


async def _release(session: AsyncSession, order_id: UUID, sku: str, rows: Levels, event_id: UUID | None) -> None:
    holds = sa.select(Reservation).where(
        Reservation.sku == sku, Reservation.order_id == order_id, Reservation.status != ReservationStatus.CONVERTED
    )
    for hold in await session.scalars(holds):
        if not _speaks_of(event_id, hold.caused_by):
            continue
        hold.close(event_id)
        if hold.active:
            cause = Cause(order_id=order_id, reason="the order was closed")
            session.add(rows[hold.location_id].move(MovementKind.RELEASED, cause, reserved=-hold.quantity))
            hold.status = ReservationStatus.RELEASED
            hold.ended_at = sa.func.now()
    for allocation in await _allocations(session, order_id, [sku]):
        if allocation.left and _speaks_of(event_id, allocation.caused_by):
            cause = Cause(order_id=order_id, reason="the order was cancelled")
            session.add(rows[allocation.location_id].move(MovementKind.RELEASED, cause, allocated=-allocation.left))
            allocation.status = AllocationStatus.RELEASED


def _speaks_of(event_id: UUID | None, caused_by: UUID | None) -> bool:
    """Not of goods held again after it: the closing of an order may arrive after its reopening.

    Both ids are UUIDv7 of the same outbox, so the smaller one is the older fact."""
    return event_id is None or caused_by is None or event_id > caused_by


def _closed_since(event_id: UUID | None, hold: Reservation) -> bool:
    """The fact of the payment arrives after the younger one that closed the order: there is nothing to allocate."""
    return event_id is not None and hold.released_by is not None and hold.released_by > event_id


async def _ship(session: AsyncSession, order_id: UUID, fulfilment_id: UUID, sku: str, quantity: int) -> None:
    rows = await stock.locked(session, sku)
    before = sa.select(StockMovement.id).where(
        StockMovement.sku == sku,
        StockMovement.reference == str(fulfilment_id),
        StockMovement.kind == MovementKind.SHIPPED,
    )
    if (await session.execute(before.limit(1))).first():
        return
    cause = Cause(order_id=order_id, reference=str(fulfilment_id), reason="shipped")
    for allocation in await _allocations(session, order_id, [sku]):
        taken = min(quantity, allocation.left)
        if taken:
            level = rows[allocation.location_id]
            session.add(level.move(MovementKind.SHIPPED, cause, on_hand=-taken, allocated=-taken))
            allocation.ship(taken)
            quantity -= taken
    if quantity:
        raise Unavailable("These goods are not allocated to the order yet.")
