"""The figures by which inventory's books are compared: every level beside what explains it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domains.shared.outbox import Backlog

from . import stock
from .database import database
from .models import (
    FIGURES,
    ON_THE_WAY,
    Allocation,
    AllocationStatus,
    BundlePart,
    Document,
    DocumentLine,
    DocumentState,
    OrderedBundle,
    Reservation,
    ReservationStatus,
    StockLevel,
    StockMovement,
)
from .rebuilding import Drift, drift


@dataclass(frozen=True)
class LevelAudit:
    """A level's figures beside what explains them: the ledger's sums by the same names, the active holds (`held`), what
    is left of the active allocations (`kept`), what ready transfers keep (`ready`), what is on its way (`coming`)."""

    sku: str
    location_id: UUID
    figures: Mapping[str, int]
    moved: Mapping[str, int]
    held: int
    kept: int
    ready: int
    coming: int

    @property
    def consistent(self) -> bool:
        return not self.wrong

    @property
    def wrong(self) -> tuple[str, ...]:
        """What does not agree, in words."""
        return tuple(self._disagreements())

    def _disagreements(self) -> Iterator[str]:
        for figure, is_now in self.figures.items():
            if is_now != self.moved[figure]:
                yield f"{figure.replace('_', ' ')} {is_now} (ledger {self.moved[figure]})"
        reserved, allocated = self.figures["reserved"], self.figures["allocated"]
        if reserved != self.held:
            yield f"reserved {reserved} (holds {self.held})"
        if allocated != self.kept + self.ready:
            yield f"allocated {allocated} (kept for orders {self.kept}, for transfers {self.ready})"
        if self.figures["incoming"] != self.coming:
            yield f"incoming {self.figures['incoming']} (on the way {self.coming})"
        promised, there = reserved + allocated + self.figures["damaged"], self.figures["on_hand"]
        if promised > there + self.figures["backorder_limit"]:
            yield f"{promised} are promised of {there} on hand"


@dataclass(frozen=True)
class OverdueHold:
    """A hold still counted as active although it ended `seconds` ago."""

    sku: str
    order_id: UUID
    quantity: int
    ends_at: datetime
    seconds: float


@dataclass(frozen=True)
class OrderStock:
    """What one order holds of a SKU: reserved, allocated and not shipped, shipped."""

    order_id: UUID
    sku: str
    reserved: int
    allocated: int
    shipped: int


@dataclass(frozen=True)
class PromisedBundle:
    """A line of an order and how many of each part make one of it."""

    order_id: UUID
    sku: str
    parts: Mapping[str, int]


@dataclass(frozen=True)
class InventoryAudit:
    levels: tuple[LevelAudit, ...]
    overdue: tuple[OverdueHold, ...]
    orders: tuple[OrderStock, ...]
    backlog: Backlog
    bundles: tuple[PromisedBundle, ...] = ()
    drifted: tuple[Drift, ...] = ()

    def in_parts(self, order_id: UUID, lines: Iterable[tuple[str, int]]) -> dict[str, int]:
        """What an order's lines come to, as it lies on the shelves."""
        made = {bundle.sku: bundle.parts for bundle in self.bundles if bundle.order_id == order_id}
        sums: dict[str, int] = {}
        for sku, quantity in lines:
            for part, per in made.get(sku, {sku: 1}).items():
                sums[part] = sums.get(part, 0) + per * quantity
        return sums


async def audit() -> InventoryAudit:
    """Fans out over all SKUs on purpose: the books are compared whole."""
    async with database.reading() as session:
        compared = [_level(row) for row in (await session.execute(_compared())).all()]
        overdue = [OverdueHold(*row) for row in (await session.execute(_overdue())).all()]
        orders = [OrderStock(*row) for row in (await session.execute(_by_order())).all()]
        bundles = _gathered((await session.execute(_promised())).all())
    backlog, drifted = await database.outbox.backlog(), await drift()
    return InventoryAudit(tuple(compared), tuple(overdue), tuple(orders), backlog, bundles, drifted)


def _promised() -> sa.Select[UUID, str, str, int]:
    made = sa.and_(BundlePart.sku == OrderedBundle.sku, BundlePart.version == OrderedBundle.version)
    columns = (OrderedBundle.order_id, OrderedBundle.sku, BundlePart.part, BundlePart.quantity)
    return sa.select(*columns).join(BundlePart, made)


def _gathered(rows: Iterable[sa.Row[UUID, str, str, int]]) -> tuple[PromisedBundle, ...]:
    parts: dict[tuple[UUID, str], dict[str, int]] = {}
    for order_id, sku, part, quantity in rows:
        parts.setdefault((order_id, sku), {})[part] = quantity
    return tuple(PromisedBundle(order_id, sku, made) for (order_id, sku), made in parts.items())


def _level(row: sa.Row[Any]) -> LevelAudit:
    sku, location_id, held, kept, ready, coming, *figures = tuple(row)
    each = len(FIGURES)
    now, moved = dict(zip(FIGURES, figures[:each], strict=True)), dict(zip(FIGURES, figures[each:], strict=True))
    return LevelAudit(sku, location_id, now, moved, held, kept, ready, coming)


def _compared() -> sa.Select[Any]:
    moved = _per_level(StockMovement, **{figure: getattr(StockMovement, figure) for figure in FIGURES})
    held = _per_level(Reservation, Reservation.status == ReservationStatus.ACTIVE, quantity=Reservation.quantity)
    kept = _per_level(
        Allocation, Allocation.status == AllocationStatus.ACTIVE, quantity=Allocation.quantity - Allocation.shipped
    )
    ready = _of_documents(Document.source_id, DocumentLine.asked, Document.state == DocumentState.READY)
    left = DocumentLine.sent - DocumentLine.received - DocumentLine.damaged - DocumentLine.missing
    coming = _of_documents(Document.destination_id, left, Document.state.in_(ON_THE_WAY))
    sums = [held.c.quantity, kept.c.quantity, ready.c.quantity, coming.c.quantity]
    columns: list[Any] = [StockLevel.sku, StockLevel.location_id, *(sa.func.coalesce(total, 0) for total in sums)]
    columns += [getattr(StockLevel, figure) for figure in FIGURES]
    columns += [sa.func.coalesce(moved.c[figure], 0) for figure in FIGURES]
    question = sa.select(*columns)
    for side in (moved, held, kept, ready, coming):
        here = sa.and_(side.c.sku == StockLevel.sku, side.c.location_id == StockLevel.location_id)
        question = question.outerjoin(side, here)
    return question.order_by(StockLevel.sku, StockLevel.location_id)


def _per_level(
    table: type[StockMovement] | type[Reservation] | type[Allocation],
    *where: sa.ColumnElement[bool],
    **sums: sa.ColumnElement[int] | sa.orm.InstrumentedAttribute[int],
) -> sa.Subquery:
    totals = [sa.func.sum(column).label(name) for name, column in sums.items()]
    grouped = sa.select(table.sku, table.location_id, *totals).where(*where).group_by(table.sku, table.location_id)
    return grouped.subquery()


def _of_documents(
    place: sa.orm.InstrumentedAttribute[Any],
    units: sa.ColumnElement[int] | sa.orm.InstrumentedAttribute[int],
    where: sa.ColumnElement[bool],
) -> sa.Subquery:
    total = sa.func.sum(units).label("quantity")
    lines = sa.select(DocumentLine.sku, place.label("location_id"), total).join_from(DocumentLine, Document)
    return lines.where(where).group_by(DocumentLine.sku, place).subquery()


def _overdue() -> sa.Select[Any]:
    late = sa.func.extract("epoch", sa.func.now() - Reservation.ends_at)
    return sa.select(
        Reservation.sku, Reservation.order_id, Reservation.quantity, Reservation.ends_at, sa.cast(late, sa.Float)
    ).where(stock.ENDED)


def _by_order() -> sa.Select[Any]:
    names = ("reserved", "allocated", "shipped")
    none = [sa.literal(0).label(name) for name in names]
    holds = sa.select(Reservation.order_id, Reservation.sku, Reservation.quantity.label("reserved"), *none[1:]).where(
        Reservation.status == ReservationStatus.ACTIVE
    )
    active = Allocation.status == AllocationStatus.ACTIVE
    kept = sa.case((active, Allocation.quantity - Allocation.shipped), else_=0).label("allocated")
    given = sa.select(Allocation.order_id, Allocation.sku, none[0], kept, Allocation.shipped)
    rows = sa.union_all(holds, given).subquery().c
    sums = [sa.func.sum(rows[name]) for name in names]
    return sa.select(rows.order_id, rows.sku, *sums).group_by(rows.order_id, rows.sku)
