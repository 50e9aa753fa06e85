"""Questions about transfers and purchase orders: which there are, what is on its way, and what goods have cost."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from domains.shared.errors import NotFound

from ..database import database
from ..models import (
    ENDED,
    ON_THE_WAY,
    Document,
    DocumentKind,
    DocumentLine,
    DocumentState,
    Receipt,
    Supplier,
)
from .acts import ENDS, WHOLE

A_PAGE = 50
LEFT = DocumentLine.sent - DocumentLine.received - DocumentLine.damaged - DocumentLine.missing


@dataclass(frozen=True)
class Sums:
    """Of a document's lines: how many there are, how many units were asked for, and are still on their way."""

    lines: int = 0
    asked: int = 0
    left: int = 0


@dataclass(frozen=True)
class Documents:
    """Newest first, without their lines: `sums` adds those up by document. `older` leads on to those before them."""

    rows: tuple[Document, ...]
    sums: Mapping[UUID, Sums]
    older: UUID | None

    def sum_of(self, document: Document) -> Sums:
        return self.sums.get(document.id, Sums())


@dataclass(frozen=True)
class LastPurchase:
    """From whom it was ordered last, and what one cost: in minor units, None where nobody has said."""

    supplier: Supplier
    unit_cost: int | None


@dataclass(frozen=True)
class Awaited:
    """So many units of a SKU are still on their way with this document."""

    document: Document
    units: int


@dataclass(frozen=True)
class LandedCost:
    """What was paid for the units of one receipt, by the document that it came with."""

    receipt: Receipt
    number: str


async def find_document(kind: DocumentKind, number: str) -> Document:
    """With its lines and its steps. Fans out over all SKUs by the index on documents: its lines are of many."""
    wanted = sa.select(Document).where(Document.kind == kind, Document.number == number.upper())
    async with database.reading() as session:
        found = await session.scalar(wanted.options(*WHOLE, selectinload(Document.steps)))
    if found is None:
        raise NotFound("There is no such document.")
    return found


async def documents(
    kind: DocumentKind,
    *,
    state: DocumentState | None = None,
    open_only: bool = False,
    at: Collection[UUID] | None = None,
    before: UUID | None = None,
    limit: int = A_PAGE,
) -> Documents:
    """Those from or to the locations `at`, of everywhere where none are named."""
    wanted = sa.select(Document).where(Document.kind == kind).options(*ENDS)
    wanted = wanted.where(Document.state == state) if state else wanted
    wanted = wanted.where(Document.state.not_in(ENDED)) if open_only else wanted
    if at is not None:
        wanted = wanted.where(sa.or_(Document.source_id.in_(at), Document.destination_id.in_(at)))
    wanted = wanted.where(Document.id < before) if before else wanted
    async with database.reading() as session:
        found = list(await session.scalars(wanted.order_by(Document.id.desc()).limit(limit + 1)))
        sums = await _sums(session, [each.id for each in found])
    return Documents(tuple(found[:limit]), sums, found[limit - 1].id if len(found) > limit else None)


async def awaited(skus: Collection[str]) -> dict[str, list[Awaited]]:
    """By SKU what is on its way, whatever is expected first in front."""
    wanted = (
        sa.select(DocumentLine, Document)
        .join(Document, Document.id == DocumentLine.document_id)
        .where(DocumentLine.sku.in_(skus), Document.state.in_(ON_THE_WAY))
        .options(*ENDS)
        .order_by(Document.expected_on.nulls_last(), Document.id)
    )
    found: dict[str, list[Awaited]] = {}
    async with database.reading() as session:
        for line, its in await session.execute(wanted):
            if line.left:
                found.setdefault(line.sku, []).append(Awaited(its, line.left))
    return found


async def receipts_of(document_id: UUID) -> Sequence[Receipt]:
    """What has arrived of a document, in order. Fans out over all SKUs by the index on documents."""
    wanted = sa.select(Receipt).where(Receipt.document_id == document_id).order_by(Receipt.id)
    async with database.reading() as session:
        return (await session.scalars(wanted)).all()


async def landed_costs(sku: str, limit: int = 5) -> list[LandedCost]:
    """What this cost whenever it was bought, newest first."""
    wanted = (
        sa.select(Receipt, Document.number)
        .join(Document, Document.id == Receipt.document_id)
        .where(Receipt.sku == sku, Receipt.currency != "", Receipt.received + Receipt.damaged > 0)
        .order_by(Receipt.id.desc())
        .limit(limit)
    )
    async with database.reading() as session:
        return [LandedCost(receipt, number) for receipt, number in await session.execute(wanted)]


async def last_purchases(skus: Collection[str]) -> dict[str, LastPurchase]:
    """By SKU, of those that have ever been ordered."""
    last = (
        sa.select(DocumentLine.sku, Supplier, DocumentLine.unit_cost)
        .join(Document, Document.id == DocumentLine.document_id)
        .join(Supplier, Supplier.id == Document.supplier_id)
        .where(DocumentLine.sku.in_(skus), Document.state.not_in((DocumentState.DRAFT, DocumentState.CANCELLED)))
        .ext(pg.distinct_on(DocumentLine.sku))
        .order_by(DocumentLine.sku, Document.id.desc())
    )
    async with database.reading() as session:
        return {sku: LastPurchase(supplier, cost) for sku, supplier, cost in await session.execute(last)}


async def _sums(session: AsyncSession, document_ids: Collection[UUID]) -> dict[UUID, Sums]:
    """Fans out over all SKUs by the index on documents."""
    asked: list[Any] = [sa.func.count(), sa.func.sum(DocumentLine.asked), sa.func.sum(LEFT)]
    lines = sa.select(DocumentLine.document_id, *asked).where(DocumentLine.document_id.in_(document_ids))
    found = await session.execute(lines.group_by(DocumentLine.document_id))
    return {document_id: Sums(*figures) for document_id, *figures in found}
