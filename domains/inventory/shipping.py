"""A parcel has left: what lies there and what is kept for its order sink, also where the books knew of neither."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import inbox
from domains.shared.errors import Unavailable

from . import kept, projection, stock
from .bundles.ordering import unfold
from .database import database
from .models import Allocation, AllocationStatus, Cause, Location, MovementKind, StockLevel, StockMovement
from .reserving import Wanted, totals

UNBOOKED = "sent although the books had none free: count the shelf"


@dataclass(frozen=True)
class Parcel:
    customer_id: UUID
    order_id: UUID
    fulfilment_id: UUID
    location_id: UUID | None

    def cause(self, reason: str = "shipped") -> Cause:
        return Cause(order_id=self.order_id, reference=str(self.fulfilment_id), reason=reason)


async def ship(
    customer_id: UUID,
    order_id: UUID,
    fulfilment_id: UUID,
    items: Sequence[Wanted],
    event_id: UUID | None = None,
    *,
    location: str | None = None,
) -> None:
    """On hand and allocated sink, at the location (by code) first: it is gone, so what is not kept there is taken from
    where else the order has it. Unavailable while a hold of the order is still to become an allocation; what nothing
    was held for is taken from what is free, and what the books do not have is booked in first, by name."""
    async with database.transaction() as session:
        if not await inbox.first_time(session, "inventory.ship", event_id):
            return
        place = await session.scalar(sa.select(Location.id).where(Location.code == location))
        parcel = Parcel(customer_id, order_id, fulfilment_id, place)
        wanted = (await unfold(session, order_id, totals(items))).parts
        for sku, quantity in wanted.items():
            await _ship(session, parcel, sku, quantity)
    await projection.refresh(wanted)


async def _ship(session: AsyncSession, parcel: Parcel, sku: str, quantity: int) -> None:
    rows = await stock.locked(session, sku)
    before = sa.select(StockMovement.id).where(
        StockMovement.sku == sku,
        StockMovement.reference == str(parcel.fulfilment_id),
        StockMovement.kind == MovementKind.SHIPPED,
    )
    if (await session.execute(before.limit(1))).first():
        return
    kept_for_it = await kept.allocations(session, parcel.order_id, [sku])
    for allocation in sorted(kept_for_it, key=lambda each: each.location_id != parcel.location_id):
        taken = min(quantity, allocation.left)
        if taken:
            level = rows[allocation.location_id]
            session.add(level.move(MovementKind.SHIPPED, parcel.cause(), on_hand=-taken, allocated=-taken))
            allocation.ship(taken)
            quantity -= taken
    if quantity:
        await _ship_unallocated(session, parcel, sku, quantity)


async def _ship_unallocated(session: AsyncSession, parcel: Parcel, sku: str, quantity: int) -> None:
    """It is gone, whatever the books say: they follow."""
    if await kept.awaits_allocation(session, parcel.order_id, sku):
        raise Unavailable("These goods are not allocated to the order yet.")
    levels = await _by_priority(session, sku, parcel)
    await stock.sweep(session, levels)
    taken = {}
    for level in levels:
        taken[level] = min(quantity, max(0, level.on_hand - level.promised))
        quantity -= taken[level]
    if quantity:
        session.add(levels[0].move(MovementKind.ADJUSTED, parcel.cause(UNBOOKED), on_hand=quantity))
        taken[levels[0]] += quantity
    for level, units in taken.items():
        if units:
            session.add(level.move(MovementKind.SHIPPED, parcel.cause(), on_hand=-units))
            session.add(_shipped(parcel, level, units))


async def _by_priority(session: AsyncSession, sku: str, parcel: Parcel) -> list[StockLevel]:
    """Its levels, one at the first at least: where the parcel left, then in the order in which locations ship."""
    order = sa.select(Location.id).order_by(Location.priority, Location.code)
    ids = (await session.scalars(order)).all()
    locations = sorted(ids, key=lambda each: each != parcel.location_id)
    first = pg.insert(StockLevel).values(sku=sku, location_id=locations[0])
    await session.execute(first.on_conflict_do_nothing())
    rows = await stock.locked(session, sku)
    return [rows[location] for location in locations if location in rows]


def _shipped(parcel: Parcel, level: StockLevel, units: int) -> Allocation:
    """Given and gone at once, so that the books see what the order had."""
    return Allocation(
        sku=level.sku,
        location_id=level.location_id,
        customer_id=parcel.customer_id,
        order_id=parcel.order_id,
        hold_id=parcel.fulfilment_id,
        quantity=units,
        shipped=units,
        status=AllocationStatus.SHIPPED,
    )
