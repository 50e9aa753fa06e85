"""What an order was sent comes back: to be sold again or damaged, never more of it than has left and not come back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import inbox
from domains.shared.errors import Invalid

from . import counting, places, projection, queries, stock
from .bundles.ordering import with_parts
from .database import database
from .errors import NotSent
from .events import Turn
from .handling import EFFECTS, Deed, check_reason
from .models import Allocation, Cause, MovementKind, StockMovement
from .narrating import tell_order


@dataclass(frozen=True)
class Outside:
    """Of one SKU, what of an order is with its buyer; of a bundle, its parts."""

    sku: str
    sent: int
    back: int

    @property
    def left(self) -> int:
        return self.sent - self.back


async def outside(order_id: UUID, skus: Collection[str]) -> list[Outside]:
    """By SKU, those of which anything was sent."""
    async with database.reading() as session:
        return await _outside(session, order_id, await with_parts(session, skus))


async def take_back(
    order_id: UUID,
    location_code: str,
    quantities: Mapping[str, int],
    *,
    damaged: bool,
    reason: str,
    actor: str,
    key: UUID,
) -> None:
    """By SKU, all of these or none. `key` comes with the form: sent twice, it is done once. Invalid for nothing at all;
    NotSent for more than is outside."""
    wanted = {sku: units for sku, units in quantities.items() if units}
    if not wanted or min(wanted.values()) < 0:
        raise Invalid("Say how many came back.")
    check_reason(reason)
    effect = EFFECTS[Deed.TAKE_BACK_DAMAGED if damaged else Deed.TAKE_BACK]
    cause = Cause(order_id=order_id, reference=str(order_id), reason=reason, actor=actor)
    async with database.transaction() as session:
        if not await inbox.first_time(session, "inventory.take_back", key):
            return
        location = await places.location(session, location_code)
        await counting.ensure_levels(session, [(sku, location.id) for sku in sorted(wanted)])
        levels = await stock.locked_together(session, wanted)
        left = {each.sku: each.left for each in await _outside(session, order_id, wanted)}
        if short := {sku: max(left.get(sku, 0), 0) for sku, units in wanted.items() if units > left.get(sku, 0)}:
            raise NotSent(short)
        for sku, units in sorted(wanted.items()):
            level = levels[sku, location.id]
            session.add(level.move(effect.kind, cause, on_hand=units, damaged=effect.damaged * units))
        buyer = await session.scalar(sa.select(Allocation.customer_id).where(*queries.given(order_id, wanted)).limit(1))
        if buyer:
            moved = [(sku, location.id, units) for sku, units in wanted.items()]
            await tell_order(session, buyer, order_id, Turn.RETURNED, moved)
    await projection.refresh(sorted(wanted))


async def _outside(session: AsyncSession, order_id: UUID, skus: Collection[str]) -> list[Outside]:
    """What came back is found by its reference, which has an index."""
    gone = sa.select(Allocation.sku, sa.func.sum(Allocation.shipped)).where(*queries.given(order_id, skus))
    came = sa.select(StockMovement.sku, sa.func.sum(StockMovement.on_hand)).where(
        StockMovement.sku.in_(skus),
        StockMovement.reference == str(order_id),
        StockMovement.kind == MovementKind.RETURNED,
    )
    back = {sku: int(units) for sku, units in await session.execute(came.group_by(StockMovement.sku))}
    sent = await session.execute(gone.group_by(Allocation.sku).order_by(Allocation.sku))
    return [Outside(sku, int(units), back.get(sku, 0)) for sku, units in sent if units]
