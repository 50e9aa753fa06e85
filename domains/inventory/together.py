"""The same done to many levels at once: to all of them, or, with each reason named, to none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import inbox
from domains.shared.errors import Invalid, Refusal

from . import counting, projection, stock
from .database import database
from .errors import BelowPromised, NotTogether, StockChanged, TooFew
from .handling import EFFECTS, Deed, check_reason
from .models import MOST, Cause, Location, MovementKind, StockLevel, StockMovement

MOST_TOGETHER: Final = 500  # locked at once, so that checkout waits for a moment and not for longer


@dataclass(frozen=True)
class Picked:
    """`seen` is how many were shown as on hand; None where nobody looked at the figure."""

    sku: str
    location: str
    seen: int | None = None


async def handle_together(
    picked: Sequence[Picked], deed: Deed | None, quantity: int, *, reason: str, actor: str, key: UUID
) -> None:
    """Of each level so many, or (without a deed) on hand set to so many. `key` comes with the form: sent twice, it is
    done once. NotTogether, and nothing changed, where it cannot be done to all."""
    if not 1 <= len(picked) <= MOST_TOGETHER:
        raise Invalid(f"Choose from 1 to {MOST_TOGETHER} rows.")
    if not (0 if deed is None else 1) <= quantity <= MOST:
        told = f"Enter a whole number from {0 if deed is None else 1}."
        raise Invalid(told, {"quantity": told})
    check_reason(reason)
    async with database.transaction() as session:
        if not await inbox.first_time(session, "inventory.handle_together", key):
            return
        levels = await _locked(session, picked)
        why: dict[tuple[str, str], str] = {}
        for each in picked:
            try:
                moved = await _done(session, levels.get((each.sku, each.location)), each, deed, quantity, reason, actor)
            except Refusal as refusal:
                why[each.sku, each.location] = refusal.message
            else:
                session.add_all(moved)
        if why:
            raise NotTogether(why)
    await projection.refresh(sorted({each.sku for each in picked}))


async def _locked(session: AsyncSession, picked: Sequence[Picked]) -> dict[tuple[str, str], StockLevel]:
    wanted = sa.select(Location.id, Location.code).where(Location.code.in_({each.location for each in picked}))
    codes = {row.id: row.code for row in await session.execute(wanted)}
    levels = await stock.locked_together(session, [each.sku for each in picked])
    await stock.sweep(session, levels.values())
    return {(sku, codes[place]): level for (sku, place), level in levels.items() if place in codes}


async def _done(
    session: AsyncSession,
    level: StockLevel | None,
    each: Picked,
    deed: Deed | None,
    quantity: int,
    reason: str,
    actor: str,
) -> list[StockMovement]:
    if level is None:
        raise Refusal("has never been counted there.")
    if each.seen not in (None, level.on_hand):
        raise StockChanged(level.on_hand, await counting.last_changer(session, level, "on_hand"))
    cause = Cause(reason=reason, actor=actor)
    if deed is None:
        if quantity < level.least:
            raise BelowPromised(level.least)
        moved = level.count(quantity, MovementKind.ADJUSTED, cause)
        return [moved] if moved else []
    effect = EFFECTS[deed]
    if quantity > (most := effect.most(level)):
        raise TooFew(most)
    return [level.move(effect.kind, cause, on_hand=effect.on_hand * quantity, damaged=effect.damaged * quantity)]
