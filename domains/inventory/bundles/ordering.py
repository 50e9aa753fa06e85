"""What an order asks for, as it lies on the shelves: by the composition that was promised to it, else by today's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from ..models import Bundle, BundlePart, OrderedBundle
from .recipes import Recipe, gathered

ALL_BUNDLES: Final = sa.select(Bundle.sku).join(  # those that are bundles now
    BundlePart, sa.and_(BundlePart.sku == Bundle.sku, BundlePart.version == Bundle.version)
)


@dataclass(frozen=True)
class Order:
    """`lines` as they were ordered, by SKU; `bundles` are those of them that are made of parts."""

    lines: Mapping[str, int]
    bundles: Mapping[str, Recipe]

    @cached_property
    def parts(self) -> dict[str, int]:
        """All of it, summed by what lies there, in the order in which rows are locked."""
        sums: dict[str, int] = {}
        for sku, quantity in self.lines.items():
            for part, per in self._of(sku).items():
                sums[part] = sums.get(part, 0) + per * quantity
        return dict(sorted(sums.items()))

    def reference(self, part: str) -> str | None:
        """The bundles that it goes into."""
        return ", ".join(sku for sku, bundle in self.bundles.items() if part in bundle.parts) or None

    def short(self, left: Mapping[str, int]) -> dict[str, int]:
        """The lines that cannot be supplied and how many of each could be, where `left` are all of its parts that there
        are: what is bought alone comes first."""
        there, missing = dict(left), {}
        for sku in sorted(self.lines, key=lambda each: (each in self.bundles, each)):
            quantity, of = self.lines[sku], self._of(sku)
            could = min(there.get(part, 0) // per for part, per in of.items())
            if could < quantity:
                missing[sku] = could
            for part, per in of.items():
                there[part] = there.get(part, 0) - per * min(could, quantity)
        return missing

    def _of(self, sku: str) -> Mapping[str, int]:
        return self.bundles[sku].parts if sku in self.bundles else {sku: 1}


async def unfold(session: AsyncSession, order_id: UUID, lines: Mapping[str, int]) -> Order:
    promised = sa.and_(OrderedBundle.sku == Bundle.sku, OrderedBundle.order_id == order_id)
    version = sa.func.coalesce(OrderedBundle.version, Bundle.version)
    made = sa.and_(BundlePart.sku == Bundle.sku, BundlePart.version == version)
    question = (
        sa.select(Bundle.sku, version, BundlePart.part, BundlePart.quantity)
        .outerjoin(OrderedBundle, promised)
        .join(BundlePart, made)
        .where(Bundle.sku.in_(lines))
    )
    return Order(lines, gathered((await session.execute(question)).all()))


async def promise(session: AsyncSession, order_id: UUID, order: Order) -> None:
    """From here on the order keeps these compositions, whatever becomes of the bundles."""
    rows = [
        {"sku": sku, "order_id": order_id, "version": bundle.version, "quantity": order.lines[sku]}
        for sku, bundle in order.bundles.items()
    ]
    if rows:
        await session.execute(pg.insert(OrderedBundle).on_conflict_do_nothing(), rows)


async def with_parts(session: AsyncSession, skus: Iterable[str]) -> list[str]:
    """These and whatever they have ever been made of, in the order in which rows are locked: among them is all that
    lies anywhere for an order of them."""
    wanted = set(skus)
    ever = sa.select(BundlePart.part).where(BundlePart.sku.in_(wanted)).distinct()
    return sorted(wanted.union(await session.scalars(ever)))


async def made_of_parts(session: AsyncSession, skus: Iterable[str]) -> frozenset[str]:
    """Those of them that are bundles now."""
    return frozenset(await session.scalars(ALL_BUNDLES.where(Bundle.sku.in_(skus))))
