"""Booking what a count has found: the difference to what the books had then, on top of what has moved since."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock
from domains.shared.ids import new_id

from .. import counting, projection, stock
from ..bundles.ordering import made_of_parts
from ..database import database
from ..errors import CountChanged, CountEnded, CountShort
from ..handling import check_reason
from ..models import MOST, Cause, CountLine, CountStatus, MovementKind, StockCount, StockLevel
from . import counts

CHUNK = 100  # lines booked together, so that checkout never waits long


async def apply_count(count_id: UUID, revision: UUID, *, reason: str, actor: str) -> None:
    """Line by line, each once whatever happens in between; `reason` is for lines that say nothing themselves.
    CountShort names those that would leave less than is promised to orders: while there are any, nothing is booked."""
    check_reason(reason)
    skus = await _to_book(count_id, revision)
    cause = Cause(reason=reason, actor=actor)
    chunks = [skus[start : start + CHUNK] for start in range(0, len(skus), CHUNK)]
    short: dict[str, str] = {}
    for chunk in chunks:
        short |= await _book(count_id, revision, chunk, cause, dry=True)
    if short:
        raise CountShort(short)
    for chunk in chunks:
        short |= await _book(count_id, revision, chunk, cause)
        await projection.refresh(chunk)
    if short:  # sold in this very moment
        raise CountShort(short)
    async with database.transaction() as session:
        count = await _counted(session, count_id, revision, alone=True)
        count.status, count.revision = CountStatus.APPLIED, new_id()
        count.ended_by, count.ended_at = actor, clock.now()


async def _to_book(count_id: UUID, revision: UUID) -> list[str]:
    lines = sa.select(CountLine.sku).where(CountLine.count_id == count_id, CountLine.quantity.is_not(None))
    async with database.transaction() as session:
        await _counted(session, count_id, revision, alone=False)
        # fans out over the SKUs of the count by an index of its own
        return sorted(await session.scalars(lines.where(CountLine.applied_at.is_(None))))


async def _counted(session: AsyncSession, count_id: UUID, revision: UUID, *, alone: bool) -> StockCount:
    count = await counts.header(session, count_id, alone=alone)
    if count.status != CountStatus.COUNTED:
        raise CountEnded(count.status)
    if count.revision != revision:
        raise CountChanged
    return count


async def _book(
    count_id: UUID, revision: UUID, skus: Sequence[str], cause: Cause, *, dry: bool = False
) -> Mapping[str, str]:
    """Why some of them cannot be booked, by SKU; `dry` books none."""
    async with database.transaction() as session:
        count = await _counted(session, count_id, revision, alone=False)
        bundled = await made_of_parts(session, skus)  # since it was counted
        await counting.ensure_levels(session, [(sku, count.location_id) for sku in skus if sku not in bundled])
        levels = await stock.locked_together(session, skus)
        await stock.sweep(session, levels.values())
        lines = await counts.locked_lines(session, count_id, skus)
        here = {sku: None if sku in bundled else levels[sku, count.location_id] for sku in lines}
        short = {sku: why for sku, line in lines.items() if (why := _problem(line, here[sku]))}
        for sku, line in lines.items():
            if not dry and sku not in short and line.applied_at is None:
                _apply(session, count, line, here[sku], cause)
        return short


def _problem(line: CountLine, level: StockLevel | None) -> str:
    if level is None:
        return (
            "it is a bundle by now. Have it counted again, leave it empty, and count what it is made of."
            if line.variance
            else ""
        )
    left = level.on_hand + (line.variance or 0)
    if left > MOST:
        return f"there cannot be more than {MOST}."
    if left >= level.least or not line.variance:
        return ""
    return (
        f"{max(left, 0)} would lie there and {level.least} are promised. Count it again, or send or cancel what is "
        "promised first."
    )


def _apply(session: AsyncSession, count: StockCount, line: CountLine, level: StockLevel | None, cause: Cause) -> None:
    line.applied_at = clock.now()
    if level and line.variance:
        told = f"{count.name}: {line.quantity} counted. {line.reason or cause.reason}"
        reason = Cause(reference=str(count.id), reason=told, actor=cause.actor)
        session.add(level.move(MovementKind.COUNTED, reason, on_hand=line.variance))
