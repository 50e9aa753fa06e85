"""Telling an order what became of its goods, in the transaction in which it happens."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import outbox

from .events import OrderGoodsMoved, PlacedGoods, Turn
from .models import Location

Moved = tuple[str, UUID, int]  # how many of a SKU, at which location


async def tell_order(
    session: AsyncSession, customer_id: UUID, order_id: UUID, turn: Turn, moved: Sequence[Moved]
) -> None:
    """Nothing where nothing moved."""
    if not moved:
        return
    named = sa.select(Location.id, Location.name).where(Location.id.in_({place for _, place, _ in moved}))
    names = {row.id: row.name for row in await session.execute(named)}
    goods = tuple(PlacedGoods(sku, names[place], quantity) for sku, place, quantity in sorted(moved))
    outbox.record(session, OrderGoodsMoved(customer_id, order_id, turn, goods))
