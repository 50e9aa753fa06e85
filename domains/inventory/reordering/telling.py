"""Telling of what has become low: once of each step, whoever looks. Nobody who sells has to think of it."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock, outbox
from domains.shared.ids import new_id

from .. import stock
from ..database import database
from ..events import ShortagesGathered, StockLow
from ..models import STEP_DUE, Location, LowStep, Shortage, StockLevel
from . import suggesting
from .rules import locked_rules, rules_of

CHUNK = 500
STANDING = Shortage.ended_at.is_(None)
QUIET = sa.or_(Shortage.seen_by.is_not(None), sa.func.coalesce(Shortage.quiet_until > sa.func.now(), sa.false()))


async def tell_low(limit: int = 5_000) -> int:
    """Begin, worsen or end the shortage of every level where one is due; how many there were."""
    told = 0
    while told < limit and (count := await _tell_some()):
        told += count
    return told


async def gather_digest() -> int:
    """Once a day: what is low, and neither told of so nor looked after, goes into one letter; how much that is."""
    now = clock.now()
    async with database.transaction() as session:
        rules = await locked_rules(session)
        if now.hour < rules.digest_hour or (rules.digest_on is not None and rules.digest_on >= now.date()):
            return 0
        rules.digest_on, digest_id = now.date(), new_id()
        # fans out over all SKUs by an index that holds none but what is low
        lock = sa.select(Shortage).where(STANDING, Shortage.digest_id.is_(None), sa.not_(QUIET))
        fresh = (await session.scalars(lock.order_by(Shortage.sku, Shortage.id).with_for_update())).all()
        for shortage in fresh:
            shortage.digest_id = digest_id
        if fresh:
            outbox.record(session, ShortagesGathered(digest_id))
        return len(fresh)


async def _tell_some() -> int:
    due = sa.select(StockLevel.sku).where(sa.text(STEP_DUE)).distinct().order_by(StockLevel.sku).limit(CHUNK)
    async with database.reading() as session:
        # fans out over all SKUs by an index that holds none but these
        skus = list(await session.scalars(due))
    if not skus:
        return 0
    async with database.transaction() as session:
        levels = await stock.locked_together(session, skus)
        await stock.sweep(session, levels.values())
        turned = {level: step for level in levels.values() if (step := level.due_step) is not None}
        await _write_down(session, turned)
        if worse := [level for level, step in turned.items() if step]:
            rules, codes = await rules_of(session), await _codes(session)
            outbox.record(
                session, StockLow(tuple(suggesting.item(level, codes[level.location_id], rules) for level in worse))
            )
    return len(turned)


async def _write_down(session: AsyncSession, turned: dict[StockLevel, LowStep]) -> None:
    skus = {level.sku for level in turned}
    rows = sa.select(Shortage).where(Shortage.sku.in_(skus), STANDING).order_by(Shortage.sku, Shortage.id)
    standing = {(row.sku, row.location_id): row for row in await session.scalars(rows.with_for_update())}
    for level, step in turned.items():
        level.low_step = step
        shortage = standing.get((level.sku, level.location_id))
        if shortage is None:
            shortage = Shortage(sku=level.sku, location_id=level.location_id)
            session.add(shortage)
        if step is LowStep.OUT:
            shortage.worsen()
        elif step is LowStep.ENOUGH:
            shortage.ended_at = sa.func.now()


async def _codes(session: AsyncSession) -> dict[UUID, str]:
    return {row.id: row.code for row in await session.execute(sa.select(Location.id, Location.code))}
