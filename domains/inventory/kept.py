"""What is kept for one order: its last holds and what it has been given. The caller has locked the levels."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Allocation, AllocationStatus, Reservation, ReservationStatus
from .routing import NOWHERE, Destination


async def holds(session: AsyncSession, order_id: UUID, skus: Iterable[str]) -> Sequence[Reservation]:
    """Of each SKU the rows of the last act of reserving; earlier ones were ended before it was taken."""
    rows = sa.select(Reservation).where(Reservation.sku.in_(list(skus)), Reservation.order_id == order_id)
    ordered = rows.order_by(Reservation.sku, Reservation.created_at)
    found = (await session.scalars(ordered, execution_options={"populate_existing": True})).all()
    last = {hold.sku: hold.hold_id for hold in found}
    return [hold for hold in found if hold.hold_id == last[hold.sku]]


async def destination(session: AsyncSession, order_id: UUID, skus: Iterable[str]) -> Destination:
    """Where the order goes to, as it was said when it was placed."""
    return next((hold.destination for hold in await holds(session, order_id, skus)), NOWHERE)


async def allocations(session: AsyncSession, order_id: UUID, skus: Iterable[str]) -> Sequence[Allocation]:
    """What the order has been given and not given back."""
    rows = sa.select(Allocation).where(
        Allocation.sku.in_(list(skus)), Allocation.order_id == order_id, Allocation.status != AllocationStatus.RELEASED
    )
    return (await session.scalars(rows.order_by(Allocation.sku, Allocation.id))).all()


async def awaits_allocation(session: AsyncSession, order_id: UUID, sku: str) -> bool:
    """Whether a hold of the order may still become an allocation: nothing has closed or refused it."""
    found = await holds(session, order_id, [sku])
    if any(hold.status == ReservationStatus.CONVERTED for hold in found):
        return False
    ended_by_itself = ReservationStatus.EXPIRED
    return any(hold.active or (hold.status == ended_by_itself and hold.released_by is None) for hold in found)


def quantities(rows: Iterable[Reservation | Allocation]) -> dict[str, int]:
    """By SKU."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.sku] = sums.get(row.sku, 0) + row.quantity
    return sums
