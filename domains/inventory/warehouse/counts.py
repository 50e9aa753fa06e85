"""Counting a location, or a part of it: a sheet is opened, filled in while selling goes on, closed, or given up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock, inbox
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id

from .. import places
from ..bundles.ordering import ALL_BUNDLES, made_of_parts
from ..database import database
from ..errors import CountChanged, CountEnded, LineChanged
from ..handling import LONGEST_REASON
from ..models import MOST, CountLine, CountStatus, StockCount, StockLevel

MOST_LINES: Final = 50_000
MOST_AT_ONCE: Final = 1_000  # lines of one form or file
LONGEST_NAME: Final = 80
NOT_A_COUNT: Final = "Enter a whole number from 0."


@dataclass(frozen=True)
class Found:
    """What lay there; `seen` is what its form showed as counted. Added to what was found before where it is `more`."""

    sku: str
    quantity: int
    seen: int | None = None
    compared: bool = False
    more: bool = False


async def open_count(
    location_code: str, name: str, scope: str, skus: Collection[str] | None, *, blind: bool, actor: str, key: UUID
) -> UUID:
    """Of these SKUs, of all that were ever there where None; without bundles, of which nothing lies anywhere. `key`
    comes with the form and becomes its id."""
    if not 0 < len(name) <= LONGEST_NAME:
        told = f"Give the count a name of {LONGEST_NAME} characters at most."
        raise Invalid(told, {"name": told})
    async with database.transaction() as session:
        if not await inbox.first_time(session, "inventory.open_count", key):
            return key
        if skus is not None:
            skus = set(skus).difference(await session.scalars(ALL_BUNDLES))
        if skus is not None and not 0 < len(skus) <= MOST_LINES:
            raise Invalid(f"A count has from 1 to {MOST_LINES} SKUs that lie on a shelf.")
        location = await places.location(session, location_code)
        count = StockCount(id=key, location_id=location.id, name=name, scope=scope, blind=blind, created_by=actor)
        session.add(count)
        await session.flush()
        if skus is None:
            await _all_levels(session, key, location.id)
        else:
            await _lines(session, key, location.id, skus)
    return key


async def enter_found(count_id: UUID, found: Sequence[Found], *, actor: str, key: UUID | None = None) -> None:
    """What was found of these; a SKU that is not on the sheet is put on it, and what was booked before is booked anew.
    All of them or none: Invalid for a count that cannot be and for a bundle, LineChanged where another has counted the
    same meanwhile, CountEnded when it is no longer open."""
    wrong = {f"quantity-{each.sku}": NOT_A_COUNT for each in found if not 0 <= each.quantity <= MOST}
    if wrong or not 1 <= len(found) <= MOST_AT_ONCE:
        raise Invalid(NOT_A_COUNT if wrong else f"Enter from 1 to {MOST_AT_ONCE} lines at once.", wrong)
    async with database.transaction() as session:
        count = await opened(session, count_id)
        if not await inbox.first_time(session, "inventory.enter_found", key):
            return
        if bundled := await made_of_parts(session, {each.sku for each in found}):
            told = f"{min(bundled)} is a bundle: count what it is made of."
            raise Invalid(told, {f"quantity-{min(bundled)}": told})
        await _lines(session, count_id, count.location_id, {each.sku for each in found})
        lines = await locked_lines(session, count_id, [each.sku for each in found])
        on_hand = await _on_hand(session, count.location_id, lines)
        for each in found:
            line = lines[each.sku]
            if each.compared and line.quantity != each.seen:
                raise LineChanged(each.sku, line.quantity, line.counted_by)
            line.quantity = min((line.quantity or 0) + each.quantity, MOST) if each.more else each.quantity
            line.expected = on_hand.get(each.sku, 0)
            line.counted_by, line.counted_at, line.applied_at = actor, clock.now(), None


async def explain_lines(count_id: UUID, reasons: dict[str, str]) -> None:
    """Of lines by SKU, in words; only before it is applied."""
    async with database.transaction() as session:
        count = await header(session, count_id)
        if count.status in (CountStatus.APPLIED, CountStatus.CANCELLED):
            raise CountEnded(count.status)
        for sku, line in (await locked_lines(session, count_id, list(reasons))).items():
            line.reason = reasons[sku][:LONGEST_REASON]


async def count_again(count_id: UUID, skus: Sequence[str], revision: UUID) -> None:
    """These lines are as if nobody had counted them, and the sheet is open for them."""
    async with database.transaction() as session:
        count = await _at(session, count_id, revision)
        if count.status not in (CountStatus.OPEN, CountStatus.COUNTED):
            raise CountEnded(count.status)
        for line in (await locked_lines(session, count_id, skus)).values():
            if line.applied_at is None:
                line.quantity = line.expected = line.counted_by = line.counted_at = None
        count.status, count.revision = CountStatus.OPEN, new_id()


async def close_count(count_id: UUID, revision: UUID) -> None:
    """Nothing more is entered: what differs is looked at. Invalid while nothing is counted."""
    async with database.transaction() as session:
        count = await _at(session, count_id, revision)
        if not count.open:
            raise CountEnded(count.status)
        counted = sa.select(sa.func.count()).where(CountLine.count_id == count_id, CountLine.quantity.is_not(None))
        if not await session.scalar(counted):
            raise Invalid("Nothing is counted yet.")
        count.status, count.revision = CountStatus.COUNTED, new_id()


async def cancel_count(count_id: UUID, revision: UUID, *, actor: str) -> None:
    """Nothing of it is ever booked: Invalid where something was."""
    async with database.transaction() as session:
        count = await _at(session, count_id, revision)
        if count.status not in (CountStatus.OPEN, CountStatus.COUNTED):
            raise CountEnded(count.status)
        booked = sa.select(CountLine.sku).where(CountLine.count_id == count_id, CountLine.applied_at.is_not(None))
        if await session.scalar(booked.limit(1)):
            raise Invalid("Some of it is booked already. Count the others again or leave them out, then book the rest.")
        count.status, count.revision = CountStatus.CANCELLED, new_id()
        count.ended_by, count.ended_at = actor, clock.now()


async def header(session: AsyncSession, count_id: UUID, *, alone: bool = True) -> StockCount:
    """Locked: `alone` by whoever changes it, else beside others who enter lines."""
    wanted = sa.select(StockCount).where(StockCount.id == count_id).with_for_update(read=not alone)
    found = await session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such count.")
    return found


async def opened(session: AsyncSession, count_id: UUID) -> StockCount:
    count = await header(session, count_id, alone=False)
    if not count.open:
        raise CountEnded(count.status)
    return count


async def locked_lines(session: AsyncSession, count_id: UUID, skus: Collection[str]) -> dict[str, CountLine]:
    """In the order of SKUs; whoever locks levels too locks those first."""
    wanted = sa.select(CountLine).where(CountLine.sku.in_(sorted(skus)), CountLine.count_id == count_id)
    ordered = wanted.order_by(CountLine.sku.collate("C")).with_for_update().execution_options(populate_existing=True)
    return {line.sku: line for line in await session.scalars(ordered)}


async def _at(session: AsyncSession, count_id: UUID, revision: UUID) -> StockCount:
    count = await header(session, count_id)
    if count.revision != revision:
        raise CountChanged
    return count


async def _all_levels(session: AsyncSession, count_id: UUID, location_id: UUID) -> None:
    """Fans out over all SKUs on purpose: it is all of them."""
    here = sa.select(StockLevel.sku, sa.literal(count_id, sa.Uuid()), StockLevel.location_id)
    here = here.where(StockLevel.location_id == location_id, StockLevel.sku.not_in(ALL_BUNDLES)).limit(MOST_LINES)
    await session.execute(sa.insert(CountLine).from_select(["sku", "count_id", "location_id"], here))


async def _lines(session: AsyncSession, count_id: UUID, location_id: UUID, skus: Collection[str]) -> None:
    lines = [{"sku": sku, "count_id": count_id, "location_id": location_id} for sku in sorted(skus)]
    await session.execute(pg.insert(CountLine).on_conflict_do_nothing(), lines)


async def _on_hand(session: AsyncSession, location_id: UUID, skus: Collection[str]) -> dict[str, int]:
    """What the books have at this moment. Nothing is locked: who buys does not wait for who counts."""
    here = (StockLevel.sku.in_(sorted(skus)), StockLevel.location_id == location_id)
    rows = await session.execute(sa.select(StockLevel.sku, StockLevel.on_hand).where(*here))
    return {row.sku: row.on_hand for row in rows}
