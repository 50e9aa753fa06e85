"""Setting what lies there: by a person who counted, or by an import. Never below what orders already hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import inbox
from domains.shared.errors import Invalid

from . import places, projection, stock
from .bundles.ordering import made_of_parts
from .database import database
from .errors import BelowPromised, StockChanged
from .models import MOST, Cause, Location, MovementKind, StockLevel, StockMovement

IMPORTED = Cause(reason="imported from a file")
BACKORDERS = 1000  # how many may be sold beyond the shelf where a file says "continue selling"
CHUNK = 100  # rows locked together, so that checkout never waits long for an import


@dataclass(frozen=True)
class CountedItem:
    """What a file says of a SKU; None leaves the shelf, or whether it is sold on when empty (`backorder`), as it is.

    `location` is the code of where it lies, empty for the default one."""

    sku: str
    quantity: int | None
    backorder: bool | None = False
    location: str = ""


class Counted(Protocol):
    @property
    def sku(self) -> str: ...
    @property
    def quantity(self) -> int | None: ...
    @property
    def backorder(self) -> bool | None: ...
    @property
    def location(self) -> str: ...


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


async def count_imported(
    items: Sequence[Counted], event_id: UUID | None = None, *, sequence: int | None = None
) -> None:
    """A file's quantities where it says they lie: negative counts as none, and never below what is promised.

    `sequence` is the file's place among all imports: what a later one has said already stays."""
    known = await _known(items)
    rows = sorted({(item.sku, item.location): item for item in items}.items())
    for start in range(0, len(rows), CHUNK):
        chunk = [item for _, item in rows[start : start + CHUNK]]
        async with database.transaction() as session:
            if await inbox.first_time(session, f"inventory.count_imported/{start}", event_id):
                await _count(session, chunk, known, sequence)
        await projection.refresh([item.sku for item in chunk])


async def _known(items: Sequence[Counted]) -> dict[str, UUID]:
    """Code → location, the empty one being the default's; one that has gone in the meantime is left out."""
    default = await places.ensure_default_location()
    codes = {item.location for item in items}
    async with database.reading() as session:
        found = await session.scalars(sa.select(Location).where(Location.code.in_(codes)))
        return {"": default.id} | {location.code: location.id for location in found}


async def _count(
    session: AsyncSession, items: Sequence[Counted], known: Mapping[str, UUID], sequence: int | None
) -> None:
    bundled = await made_of_parts(session, {item.sku for item in items})
    lying = [item for item in items if item.location in known and item.sku not in bundled]
    await ensure_levels(session, [(item.sku, known[item.location]) for item in lying])
    levels = await stock.locked_together(session, [item.sku for item in lying])
    await stock.sweep(session, levels.values())
    for item in lying:
        level = levels[item.sku, known[item.location]]
        moved = []
        if item.backorder is not None and level.hear_policy(sequence):
            moved.append(level.limit_backorders(BACKORDERS if item.backorder else 0, IMPORTED))
        if item.quantity is not None and level.hear_quantity(sequence):
            quantity = min(max(item.quantity, level.least), MOST)
            moved.append(level.count(quantity, MovementKind.COUNTED, IMPORTED))
        session.add_all(movement for movement in moved if movement is not None)


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
