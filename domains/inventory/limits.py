"""How many are kept back from sale, and how many may be sold that are not there yet: until when, and when they come."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from domains.shared import clock
from domains.shared.errors import Invalid

from . import counting, projection, stock
from .database import database
from .errors import LimitsChanged, PromisedBeyond
from .handling import check_reason
from .models import MOST, Cause, MovementKind, StockLevel

OVER = Cause(reason="the time for selling beyond the shelf is over")


@dataclass(frozen=True)
class Limits:
    """`beyond` may be sold that are not there, before `until` or for ever; `due_on` is when they are expected, which
    with `preorder` is when they come out."""

    safety_stock: int = 0
    beyond: int = 0
    until: datetime | None = None
    due_on: date | None = None
    preorder: bool = False

    def check(self) -> None:
        wrong = {}
        for name, units in (("safety_stock", self.safety_stock), ("beyond", self.beyond)):
            if not 0 <= units <= MOST:
                wrong[name] = "Enter a whole number from 0."
        if self.until is not None and self.until <= clock.now():
            wrong["until"] = "Choose a day that is not over."
        if self.preorder and self.due_on is None:
            wrong["due_on"] = "Say when it comes out."
        if wrong:
            raise Invalid(next(iter(wrong.values())), wrong)


async def set_limits(
    sku: str, location_code: str, limits: Limits, *, reason: str, actor: str, seen: str | None = None
) -> None:
    """No more `beyond` ends it for whoever comes; PromisedBeyond for fewer than orders hold already. LimitsChanged
    where the mark of the limits that were shown (`seen`) is another by now."""
    limits.check()
    check_reason(reason)
    async with database.transaction() as session:
        level = await counting.opened(session, sku, location_code)
        if seen not in (None, level.limits_mark):
            raise LimitsChanged
        if 0 < limits.beyond < level.promised - level.on_hand:
            raise PromisedBeyond(level.promised - level.on_hand)
        level.due_on, level.preorder = limits.due_on, limits.preorder
        kept, beyond = limits.safety_stock - level.safety_stock, level.sell_beyond(limits.beyond, limits.until)
        if kept or beyond:
            cause = Cause(reason=reason, actor=actor)
            session.add(level.move(MovementKind.ADJUSTED, cause, safety_stock=kept, backorder_limit=beyond))
    await projection.refresh([sku])


async def end_limits(most: int = 500) -> int:
    """Take back limits whose time is over, as far as nothing is promised of them; how many. Nothing hangs on it: they
    count for nothing already."""
    promised = StockLevel.reserved + StockLevel.allocated + StockLevel.damaged - StockLevel.on_hand
    over = sa.and_(StockLevel.beyond_until <= sa.func.now(), StockLevel.backorder_limit > sa.func.greatest(promised, 0))
    async with database.reading() as session:
        # fans out over all SKUs by an index that holds none but those with an end
        skus = sorted(set(await session.scalars(sa.select(StockLevel.sku).where(over).limit(most))))
    return sum([await _end(sku, over) for sku in skus])


async def _end(sku: str, over: sa.ColumnElement[bool]) -> int:
    async with database.transaction() as session:
        levels = await stock.locked(session, sku)
        here = sa.select(StockLevel.location_id).where(StockLevel.sku == sku, over)
        ended: list[UUID] = list(await session.scalars(here))
        for place in ended:
            level = levels[place]
            change = max(level.promised - level.on_hand, 0) - level.backorder_limit
            session.add(level.move(MovementKind.ADJUSTED, OVER, backorder_limit=change))
    await projection.refresh([sku])
    return len(ended)
