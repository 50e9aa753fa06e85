"""What becomes of a hold: allocated to a paid order, released, prolonged, or ended by the clock."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import inbox, outbox
from domains.shared.ids import new_id

from . import kept, projection, stock
from .bundles.ordering import Order, promise, unfold, with_parts
from .database import database
from .errors import OutOfStock
from .events import StockRefused, Turn
from .models import Allocation, AllocationStatus, Cause, MovementKind, Reservation, ReservationStatus, StockLevel
from .narrating import tell_order
from .reserving import Hold, Wanted, retake, totals

Levels = dict[UUID, StockLevel]
Rows = dict[str, Levels]
CLOSED_FOR_GOOD = "inventory.closed"  # in the inbox by order: an order that was never held leaves no other trace
log = logging.getLogger(__name__)


async def allocate(customer_id: UUID, order_id: UUID, items: Sequence[Wanted], event_id: UUID | None = None) -> None:
    """The order is paid: its holds become allocations. Holds that ended meanwhile are taken again if goods are left,
    otherwise nothing stays held and StockRefused is recorded.

    What was never held for it is allocated where there is enough; where not, the books name the order."""
    order = Order(totals(items), {})
    try:
        async with database.transaction() as session:
            order = await unfold(session, order_id, order.lines)
            if await inbox.first_time(session, "inventory.allocate", event_id):
                given = await _allocate(session, Hold(customer_id, order_id, None), order, event_id)
                moved = [(each.sku, each.location_id, each.quantity) for each in given]
                await tell_order(session, customer_id, order_id, Turn.ALLOCATED, moved)
    except OutOfStock:
        async with database.transaction() as session:
            if await inbox.first_time(session, "inventory.allocate", event_id):
                await _refuse(session, customer_id, order_id, order.parts, event_id)
    await projection.refresh(order.parts)


async def release(order_id: UUID, skus: Sequence[str], event_id: UUID | None = None, *, for_good: bool = False) -> None:
    """The order is closed: what is held or allocated for it and not shipped is free again. Closed `for_good`, it gets
    nothing any more, whatever is still told of its payment."""
    async with database.transaction() as session:
        wanted = await with_parts(session, skus)
        if not await inbox.first_time(session, "inventory.release", event_id):
            return
        if for_good:
            await inbox.first_time(session, CLOSED_FOR_GOOD, order_id)
        freed: list[Allocation] = []
        for sku in wanted:
            freed += await _release(session, order_id, sku, await stock.locked(session, sku), event_id)
        if freed:
            moved = [(each.sku, each.location_id, each.left) for each in freed]
            await tell_order(session, freed[0].customer_id, order_id, Turn.RELEASED, moved)
    await projection.refresh(wanted)


async def prolong(order_id: UUID, skus: Sequence[str], until: datetime, event_id: UUID | None = None) -> None:
    """Stripe is still processing: the holds that are still there end no earlier than `until`."""
    async with database.transaction() as session:
        wanted = await with_parts(session, skus)
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


async def sweep_ended_holds(limit: int = 500) -> int:
    """End every hold past its end, SKU by SKU; how many there were. Nothing depends on it: ended holds are free."""
    ended = sa.select(Reservation.sku).where(stock.ENDED).distinct().limit(limit)
    async with database.reading() as session:
        # fans out over all SKUs: the clock asks for whatever has ended anywhere
        skus = sorted(await session.scalars(ended))
    swept = 0
    for sku in skus:
        async with database.transaction() as session:
            swept += await stock.sweep(session, (await stock.locked(session, sku)).values())
    await projection.refresh(skus)
    return swept


async def _allocate(session: AsyncSession, paid: Hold, order: Order, event_id: UUID | None) -> list[Allocation]:
    """Those that it has been given by this."""
    wanted = order.parts
    rows = {sku: await stock.locked(session, sku) for sku in wanted}
    holds = await kept.holds(session, paid.order_id, wanted)
    if await inbox.known(
        session, CLOSED_FOR_GOOD, paid.order_id
    ):  # asked with the levels locked: no release is between
        return []
    if any(_closed_since(event_id, hold) for hold in holds):
        return []
    await promise(session, paid.order_id, order)
    given = kept.quantities(await kept.allocations(session, paid.order_id, wanted))
    held = {hold.sku for hold in holds}
    converted = any(hold.status == ReservationStatus.CONVERTED for hold in holds)
    made: list[Allocation] = []
    if not converted and not held & given.keys():
        made += await _allocate_held(session, paid, holds, rows)
    for sku, quantity in wanted.items():
        if sku not in held and quantity > given.get(sku, 0):
            made += await _allocate_unheld(session, paid, sku, quantity - given.get(sku, 0), rows)
    return made


async def _allocate_held(
    session: AsyncSession, paid: Hold, holds: Sequence[Reservation], rows: Rows
) -> list[Allocation]:
    lost = kept.quantities(hold for hold in holds if not hold.active)
    if lost:
        first = holds[0]
        again = replace(paid, caused_by=first.caused_by, to=first.destination, id=first.hold_id)
        await _take(session, again, lost, rows)
        holds = await kept.holds(session, paid.order_id, rows)
    return [_convert(session, hold, rows[hold.sku][hold.location_id]) for hold in holds if hold.active]


async def _allocate_unheld(session: AsyncSession, paid: Hold, sku: str, quantity: int, rows: Rows) -> list[Allocation]:
    """No event leaves a paid order without a hold, but a database that was set back may."""
    try:
        await _take(session, replace(paid, id=new_id()), {sku: quantity}, rows)
    except OutOfStock:  # refused before anything was written
        log.error("allocate.missing order=%s sku=%s quantity=%s", paid.order_id, sku, quantity)
        return []
    holds = await kept.holds(session, paid.order_id, [sku])
    return [_convert(session, hold, rows[sku][hold.location_id]) for hold in holds]


async def _take(session: AsyncSession, hold: Hold, wanted: dict[str, int], rows: Rows) -> None:
    for sku in wanted:
        await stock.sweep(session, rows[sku].values())
    await retake(session, hold, Order(wanted, {}))
    for sku in wanted:
        rows[sku] = await stock.locked(session, sku)


def _convert(session: AsyncSession, hold: Reservation, level: StockLevel) -> Allocation:
    cause = Cause(order_id=hold.order_id, reason="the order is paid")
    session.add(level.move(MovementKind.ALLOCATED, cause, reserved=-hold.quantity, allocated=hold.quantity))
    hold.status = ReservationStatus.CONVERTED
    hold.ended_at = sa.func.now()
    made = Allocation(
        sku=hold.sku,
        location_id=hold.location_id,
        customer_id=hold.customer_id,
        order_id=hold.order_id,
        hold_id=hold.hold_id,
        caused_by=hold.caused_by,
        quantity=hold.quantity,
    )
    session.add(made)
    return made


async def _refuse(
    session: AsyncSession, customer_id: UUID, order_id: UUID, skus: Iterable[str], event_id: UUID | None
) -> None:
    for sku in skus:
        await _release(session, order_id, sku, await stock.locked(session, sku), event_id)
    outbox.record(session, StockRefused(customer_id, order_id))


async def _release(
    session: AsyncSession, order_id: UUID, sku: str, rows: Levels, event_id: UUID | None
) -> list[Allocation]:
    """The allocations that were let go."""
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
    given = await kept.allocations(session, order_id, [sku])
    freed = [each for each in given if each.left and _speaks_of(event_id, each.caused_by)]
    for allocation in freed:
        cause = Cause(order_id=order_id, reason="the order was cancelled")
        session.add(rows[allocation.location_id].move(MovementKind.RELEASED, cause, allocated=-allocation.left))
        allocation.status = AllocationStatus.RELEASED
    return freed


def _speaks_of(event_id: UUID | None, caused_by: UUID | None) -> bool:
    """Not of goods held again after it: the closing of an order may arrive after its reopening.

    Both ids are UUIDv7 of the same outbox, so the smaller one is the older fact."""
    return event_id is None or caused_by is None or event_id > caused_by


def _closed_since(event_id: UUID | None, hold: Reservation) -> bool:
    """The fact of the payment arrives after the younger one that closed the order: there is nothing to allocate."""
    return event_id is not None and hold.released_by is not None and hold.released_by > event_id
