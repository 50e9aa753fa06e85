"""What files say of the stock: looked at beforehand, and brought about. Never below what orders already hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import inbox

from . import places, projection, stock
from .bundles.ordering import made_of_parts
from .counting import ensure_levels
from .database import database
from .filed import OF_LOWNESS, OF_QUANTITY, Filed, Said, never_counted, problem
from .models import MOST, Cause, Location, MovementKind, ReorderRules, StockLevel, StockMovement
from .reordering import suggesting
from .reordering.rules import rules_of

BACKORDERS: Final = 1000  # how many may be sold beyond the shelf where a file says "continue selling"
CHUNK: Final = 100  # rows locked together, so that checkout never waits long for an import


@dataclass(frozen=True)
class CountedItem:
    """What a file says of a SKU; None leaves the shelf, or whether it is sold on when empty (`backorder`), as it is.

    `location` is the code of where it lies, empty for the default one. `said` are the other figures, by the fields of
    `Filed`: None clears one, days and moments are as in ISO 8601."""

    sku: str
    quantity: int | None
    backorder: bool | None = False
    location: str = ""
    said: Said = field(default_factory=dict)


class Counted(Protocol):
    @property
    def sku(self) -> str: ...
    @property
    def quantity(self) -> int | None: ...
    @property
    def backorder(self) -> bool | None: ...
    @property
    def location(self) -> str: ...
    @property
    def said(self) -> Said: ...


@dataclass(frozen=True)
class Verdict:
    """Of what a file says: whether there is such a level, whether it would be another, and why it cannot be so."""

    there: bool
    changes: bool
    wrong: str


async def consider(items: Sequence[Counted]) -> list[Verdict]:
    """What would come of each now, in their order; nothing is changed. Each names its location."""
    skus = [item.sku for item in items]
    async with database.reading() as session:
        found = await session.scalars(stock.question(), stock.asked(skus))
        levels = {(level.sku, level.location.code): level for level in found}
        bundled = await made_of_parts(session, set(skus))
    return [_verdict(item, levels.get((item.sku, item.location)), bundled=item.sku in bundled) for item in items]


def _verdict(item: Counted, level: StockLevel | None, *, bundled: bool) -> Verdict:
    at = level or never_counted()
    was, there = Filed.of(at), level is not None
    told = was.told(item.quantity, item.said)
    changes = told != was if there else bool(item.said) or item.quantity is not None
    if bundled and changes:
        return Verdict(there, changes, f"{item.sku} is a bundle: count what it is made of.")
    return Verdict(there, changes, problem(at, told))


async def count_imported(
    items: Sequence[Counted],
    event_id: UUID | None = None,
    *,
    sequence: int | None = None,
    file: str = "",
    by: str = "",
) -> None:
    """A file's figures where it says they lie: negative counts as none, and never below what is promised. The ledger
    names the `file` and who sent it.

    `sequence` is the file's place among all imports: what a later one has said already stays, of quantities (on hand,
    damaged) and of all that is decided about them each for itself."""
    known = await _known(items)
    cause = Cause(reason=f"imported from {file[:180] or 'a file'}", actor=by or "system")
    rows = sorted({(item.sku, item.location): item for item in items}.items())
    for start in range(0, len(rows), CHUNK):
        chunk = [item for _, item in rows[start : start + CHUNK]]
        async with database.transaction() as session:
            if await inbox.first_time(session, f"inventory.count_imported/{start}", event_id):
                await _count(session, chunk, known, sequence, cause)
        await projection.refresh([item.sku for item in chunk])


async def _known(items: Sequence[Counted]) -> dict[str, UUID]:
    """Code → location, the empty one being the default's; one that has gone in the meantime is left out."""
    default = await places.ensure_default_location()
    codes = {item.location for item in items}
    async with database.reading() as session:
        found = await session.scalars(sa.select(Location).where(Location.code.in_(codes)))
        return {"": default.id} | {location.code: location.id for location in found}


async def _count(
    session: AsyncSession, items: Sequence[Counted], known: Mapping[str, UUID], sequence: int | None, cause: Cause
) -> None:
    bundled = await made_of_parts(session, {item.sku for item in items})
    lying = [item for item in items if item.location in known and item.sku not in bundled]
    rules = await rules_of(session) if any(OF_LOWNESS & item.said.keys() for item in lying) else None
    await ensure_levels(session, [(item.sku, known[item.location]) for item in lying])
    levels = await stock.locked_together(session, [item.sku for item in lying])
    await stock.sweep(session, levels.values())
    for item in lying:
        level = levels[item.sku, known[item.location]]
        decided = item.backorder is not None or item.said.keys() - OF_QUANTITY
        counted = item.quantity is not None or item.said.keys() & OF_QUANTITY
        # Goods that come first make room for a smaller limit, and a larger limit for fewer goods
        first = item.quantity is not None and item.quantity > level.on_hand
        hears_count = counted and level.hear_quantity(sequence)
        if hears_count and first:
            session.add_all(_change_quantities(level, item, cause))
        if decided and level.hear_policy(sequence):
            session.add_all(_change_limits(level, item, cause))
            _change_lowness(level, item, rules)
        if hears_count and not first:
            session.add_all(_change_quantities(level, item, cause))


def _change_quantities(level: StockLevel, item: Counted, cause: Cause) -> list[StockMovement]:
    """What is damaged no more goes before the count, and what is newly damaged after it: it has to lie there."""
    told = Filed.of(level).told(item.quantity, item.said)
    moved: list[StockMovement | None] = []
    if told.damaged < level.damaged:
        moved.append(level.move(MovementKind.ADJUSTED, cause, damaged=told.damaged - level.damaged))
    if item.quantity is not None:
        quantity = min(max(item.quantity, level.least), MOST)
        moved.append(level.count(quantity, MovementKind.COUNTED, cause))
    free = min(level.on_hand, level.on_hand + level.backorder_limit - level.reserved - level.allocated)
    more = min(told.damaged, free) - level.damaged
    if more > 0:
        moved.append(level.move(MovementKind.DAMAGED, cause, damaged=more))
    return [movement for movement in moved if movement is not None]


def _change_limits(level: StockLevel, item: Counted, cause: Cause) -> list[StockMovement]:
    if item.backorder is not None:
        limited = level.limit_backorders(BACKORDERS if item.backorder else 0, cause)
        return [limited] if limited else []
    was = Filed.of(level)
    told = was.told(None, item.said)
    level.due_on, level.preorder = told.due_on, told.preorder
    kept, beyond = told.safety_stock - level.safety_stock, 0
    if (told.beyond, told.until) != (was.beyond, was.until):
        same_end = told.until is not None and told.until == was.until
        beyond = level.sell_beyond(told.beyond, level.beyond_until if same_end else told.until)
    if not kept and not beyond:
        return []
    return [level.move(MovementKind.ADJUSTED, cause, safety_stock=kept, backorder_limit=beyond)]


def _change_lowness(level: StockLevel, item: Counted, rules: ReorderRules | None) -> None:
    if rules is not None and OF_LOWNESS & item.said.keys():
        told = Filed.of(level).told(None, item.said)
        level.low_units, level.low_days, level.pack = told.low_units, told.low_days, told.pack
        level.low_at = suggesting.threshold(level, rules)
