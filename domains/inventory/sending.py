"""What of a paid order can leave from which location: what is kept for it there and has not left yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

import sqlalchemy as sa

from .bundles.ordering import Order, unfold
from .database import database
from .models import Allocation, Location
from .queries import given

Lines = Mapping[str, int]  # units by SKU, as they were ordered


@dataclass(frozen=True)
class Sendable:
    """`units` by the SKU of what was ordered: of a bundle, as many as all its parts are kept there for."""

    location: str
    units: Lines


async def sendable(order_id: UUID, lines: Lines, gone: Mapping[str, Lines]) -> list[Sendable]:
    """Of the `lines` still to be sent, in the order in which locations ship. `gone` has left by now, by location code:
    the books may not have been told yet."""
    every = {sku: 1 for each in (lines, *gone.values()) for sku in each}
    quantity, sent = sa.func.sum(Allocation.quantity), sa.func.sum(Allocation.shipped)
    async with database.reading() as session:
        bundles = (await unfold(session, order_id, every)).bundles
        rows = (
            sa.select(Location.code, Allocation.sku, quantity, sent)
            .join(Location, Location.id == Allocation.location_id)
            .where(*given(order_id, Order(every, bundles).parts.keys()))
            .group_by(Location.id, Allocation.sku)
            .order_by(Location.priority, Location.code, Allocation.sku)
        )
        found = (await session.execute(rows)).all()
    open_lines, there = dict(lines), []
    for code, kept in groupby(found, key=lambda row: row[0]):
        left_already = Order(gone.get(code, {}), bundles).parts
        left = {sku: max(0, int(had) - max(int(took), left_already.get(sku, 0))) for _, sku, had, took in kept}
        units = _supplied(Order(open_lines, bundles), left)
        if units:
            there.append(Sendable(code, units))
            open_lines = {sku: units_open - units.get(sku, 0) for sku, units_open in open_lines.items()}
    return there


def _supplied(order: Order, left: Mapping[str, int]) -> dict[str, int]:
    could = {**order.lines, **order.short(left)}
    return {sku: units for sku, units in could.items() if units}
