"""What is low at this moment, the most urgent first, and what somebody says of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..database import database
from ..events import LowItem
from ..models import Location, ReorderRules, Shortage, StockLevel
from . import suggesting
from .rules import rules_of
from .telling import QUIET, STANDING

A_PAGE: Final = 50
QUIET_FOR: Final = timedelta(days=7)


@dataclass(frozen=True)
class Short:
    """A level that is low, and what can be said of it. `days_left` is None while it does not sell; `quiet`: somebody
    looks after it, or does not want to hear of it now."""

    shortage: Shortage
    level: StockLevel
    item: LowItem
    days_left: float | None
    quiet: bool

    @property
    def out(self) -> bool:
        return self.item.left <= 0


@dataclass(frozen=True)
class Shorts:
    rows: tuple[Short, ...]
    total: int


async def shortages(
    location_ids: Collection[UUID], page: int = 1, *, quiet: bool | None = None, limit: int = A_PAGE
) -> Shorts:
    """At these locations, by the days that what is left will last; what is `quiet`, what is not, or (None) both."""
    asked: list[sa.ColumnElement[bool]] = [STANDING, Shortage.location_id.in_(location_ids)]
    if quiet is not None:
        asked.append(QUIET if quiet else sa.not_(QUIET))
    return await _found(asked, limit, (page - 1) * limit)


async def gathered(digest_id: UUID, limit: int) -> Shorts:
    """What is still low of what a letter of a day was gathered for."""
    return await _found([STANDING, Shortage.digest_id == digest_id], limit, 0)


async def chosen_shortages(chosen: Sequence[tuple[str, UUID]], location_ids: Collection[UUID]) -> Sequence[Short]:
    """Of these, by SKU and id, those that are still low at these locations."""
    mine = (
        Shortage.sku.in_({sku for sku, _ in chosen}),
        Shortage.id.in_({identity for _, identity in chosen}),
        Shortage.location_id.in_(location_ids),
    )
    return (await _found([STANDING, *mine], A_PAGE, 0)).rows


async def count_shortages(codes: Collection[str] | None = None) -> int:
    """How many wait for somebody at these locations; None: at all."""
    waiting = sa.select(sa.func.count()).select_from(Shortage).where(STANDING, sa.not_(QUIET))
    if codes is not None:
        here = sa.select(Location.id).where(Location.code.in_(codes))
        waiting = waiting.where(Shortage.location_id.in_(here))
    async with database.reading() as session:
        # fans out over all SKUs by an index that holds none but what is low
        return await session.scalar(waiting) or 0


async def look_after(chosen: Sequence[tuple[str, UUID]], location_ids: Collection[UUID], *, by: str) -> int:
    """`by` sees to these, by SKU and id: no letter tells of them before nothing is left. How many there were."""
    return await _say(chosen, location_ids, {"seen_by": by, "quiet_until": None})


async def quieten(chosen: Sequence[tuple[str, UUID]], location_ids: Collection[UUID]) -> int:
    """Nothing of these for a week; then the letter of the day tells of them again."""
    return await _say(chosen, location_ids, {"quiet_until": sa.func.now() + QUIET_FOR, "digest_id": None})


async def wake(chosen: Sequence[tuple[str, UUID]], location_ids: Collection[UUID]) -> int:
    """They wait for somebody again."""
    return await _say(chosen, location_ids, {"seen_by": None, "quiet_until": None})


async def _say(chosen: Sequence[tuple[str, UUID]], location_ids: Collection[UUID], said: dict[str, Any]) -> int:
    mine = (
        Shortage.sku.in_({sku for sku, _ in chosen}),
        Shortage.id.in_({identity for _, identity in chosen}),
        Shortage.location_id.in_(location_ids),
    )
    async with database.transaction() as session:
        rows = sa.select(Shortage).where(STANDING, *mine).order_by(Shortage.sku, Shortage.id).with_for_update()
        found = (await session.scalars(rows)).all()
        for shortage in found:
            for name, value in said.items():
                setattr(shortage, name, value)
        return len(found)


async def _found(asked: Sequence[sa.ColumnElement[bool]], limit: int, offset: int) -> Shorts:
    """Fans out over all SKUs by indexes that hold none but what is low."""
    here = sa.and_(StockLevel.sku == Shortage.sku, StockLevel.location_id == Shortage.location_id)
    left = (
        StockLevel.on_hand - StockLevel.reserved - StockLevel.allocated - StockLevel.damaged - StockLevel.safety_stock
    )
    lasts = (
        sa.func.greatest(left, 0) * 1.0 * StockLevel.sold_days / sa.func.nullif(sa.func.greatest(StockLevel.sold, 0), 0)
    )
    urgent = (sa.case((left <= 0, 0), else_=1), lasts.asc().nulls_last(), StockLevel.sold.desc())
    page = (
        sa.select(Shortage, StockLevel, QUIET)
        .join(StockLevel, here)
        .options(joinedload(StockLevel.location, innerjoin=True))
        .where(*asked)
        .order_by(*urgent, Shortage.sku, Shortage.id)
        .limit(limit)
        .offset(offset)
    )
    async with database.transaction() as session:
        rules = await rules_of(session)
        rows = (await session.execute(page)).all()
        total = await session.scalar(sa.select(sa.func.count()).select_from(Shortage).where(*asked))
    return Shorts(tuple(_short(*row, rules) for row in rows), total or 0)


def _short(shortage: Shortage, level: StockLevel, quiet: bool, rules: ReorderRules) -> Short:
    item = suggesting.item(level, level.location.code, rules)
    return Short(shortage, level, item, suggesting.days_left(level), quiet)
