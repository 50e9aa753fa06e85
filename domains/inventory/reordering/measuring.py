"""How fast each level sells, read from the ledger by the clock, and from when on it is low."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock

from .. import stock
from ..database import database
from ..models import SOLD, ReorderRules, StockLevel, StockMovement
from . import suggesting
from .rules import locked_rules, rules_of

EVERY: Final = timedelta(hours=1)
CHUNK: Final = 200  # levels looked at together; locked are only those that sell otherwise than before
Key = tuple[str, UUID]
Sales = dict[Key, tuple[int, int]]  # of a level: units, and in how many days


async def measure_sales() -> int:
    """Once an hour, and when the shop's rules have changed; how many levels are looked at otherwise now."""
    if not await _due():
        return 0
    changed, last = 0, ("", UUID(int=0))
    while levels := await _after(last):
        changed += await _measure([level.sku for level in levels])
        last = levels[-1].sku, levels[-1].location_id
    return changed


async def _due() -> bool:
    """Whoever asks first does it."""
    async with database.transaction() as session:
        rules = await locked_rules(session)
        if rules.measured_at is not None and rules.measured_at > clock.now() - EVERY:
            return False
        rules.measured_at = clock.now()
        return True


async def _after(last: Key) -> Sequence[StockLevel]:
    key = sa.tuple_(StockLevel.sku, StockLevel.location_id)
    page = sa.select(StockLevel).where(key > sa.tuple_(*map(sa.literal, last)))
    async with database.reading() as session:
        # fans out over all SKUs on purpose, along the primary key: it is all of them
        ordered = page.order_by(StockLevel.sku, StockLevel.location_id).limit(CHUNK)
        return (await session.scalars(ordered)).all()


async def _measure(skus: Sequence[str]) -> int:
    async with database.reading() as session:
        sales = await _sales(session, skus)
        rules = await rules_of(session)
        shown = await session.scalars(sa.select(StockLevel).where(StockLevel.sku.in_(skus)))
        moved = {level.sku for level in shown if _note(level, sales, rules)}
        session.expunge_all()
    if not moved:
        return 0
    async with database.transaction() as session:
        levels = await stock.locked_together(session, moved)
        return sum([_note(level, sales, rules) for level in levels.values()])


def _note(level: StockLevel, sales: Sales, rules: ReorderRules) -> bool:
    """Whether it was otherwise."""
    before = (level.sold, level.sold_days, level.low_at)
    level.sold, level.sold_days = sales.get((level.sku, level.location_id), (0, suggesting.WINDOW))
    level.low_at = suggesting.remeasured(level, rules)
    return before != (level.sold, level.sold_days, level.low_at)


async def _sales(session: AsyncSession, skus: Sequence[str]) -> Sales:
    """What orders were given less what they gave back; a parcel that nothing was allocated for counts as it leaves."""
    here = (StockMovement.sku, StockMovement.location_id)
    units = sa.func.sum(StockMovement.allocated - StockMovement.on_hand)
    since = clock.now() - timedelta(days=suggesting.WINDOW)
    sold = sa.select(*here, units).where(StockMovement.sku.in_(skus), StockMovement.at > since, sa.text(SOLD))
    first = sa.select(*here, StockMovement.at).where(StockMovement.sku.in_(skus), StockMovement.number == 1)
    ages = {(sku, place): (clock.now() - at).days + 1 for sku, place, at in await session.execute(first)}
    return {
        (sku, place): (count, min(max(ages.get((sku, place), 0), suggesting.SHORTEST), suggesting.WINDOW))
        for sku, place, count in await session.execute(sold.group_by(*here))
    }
