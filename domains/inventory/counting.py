"""Setting what lies there, by a person who counted. Never below what orders already hold."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.errors import Invalid

from . import places, projection, stock
from .bundles.ordering import made_of_parts
from .database import database
from .errors import BelowPromised, StockChanged
from .models import MOST, Cause, MovementKind, StockLevel, StockMovement


async def set_on_hand(
    sku: str, location_code: str, quantity: int, *, reason: str, actor: str, seen: int | None = None
) -> StockLevel:
    """What a person found on the shelf. BelowPromised when orders hold more than that; StockChanged when they were
    shown (`seen`) another figure than there is by now."""
    if not 0 <= quantity <= MOST:
        raise Invalid("A stock count is a whole number from 0.", {"quantity": "Enter a whole number from 0."})
    async with database.transaction() as session:
        level = await opened(session, sku, location_code)
        if seen not in (None, level.on_hand):
            raise StockChanged(level.on_hand, await last_changer(session, level, "on_hand"))
        if quantity < level.least:
            raise BelowPromised(level.least)
        movement = level.count(quantity, MovementKind.ADJUSTED, Cause(reason=reason, actor=actor))
        if movement is not None:
            session.add(movement)
    await projection.refresh([sku])
    return await _level(sku, level.location_id)


async def opened(session: AsyncSession, sku: str, location_code: str) -> StockLevel:
    """The level of a SKU at a location, locked, made where there was none; holds past their end stand in nobody's way.
    NotFound for a location there is not."""
    location = await places.location(session, location_code)
    await ensure_levels(session, [(sku, location.id)])
    levels = await stock.locked(session, sku)
    await stock.sweep(session, levels.values())
    return levels[location.id]


async def ensure_levels(session: AsyncSession, wanted: Sequence[tuple[str, UUID]]) -> None:
    """Invalid for a bundle: its parts lie there, and it has no stock of its own."""
    if bundled := await made_of_parts(session, {sku for sku, _ in wanted}):
        told = f"{min(bundled)} is a bundle: count what it is made of."
        raise Invalid(told, {"quantity": told})
    rows = [{"sku": sku, "location_id": location_id} for sku, location_id in wanted]
    if rows:
        await session.execute(pg.insert(StockLevel).on_conflict_do_nothing(), rows)


async def last_changer(session: AsyncSession, level: StockLevel, figure: str) -> str:
    """Who changed this figure last."""
    here = (StockMovement.sku == level.sku, StockMovement.location_id == level.location_id)
    changed = getattr(StockMovement, figure) != 0
    last = sa.select(StockMovement.actor).where(*here, changed).order_by(StockMovement.number.desc()).limit(1)
    return await session.scalar(last) or ""


async def _level(sku: str, location_id: UUID) -> StockLevel:
    async with database.reading() as session:
        question = stock.question().where(StockLevel.location_id == location_id)
        return (await session.scalars(question, stock.asked([sku]))).one()
