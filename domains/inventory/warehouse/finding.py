"""Questions about transfers and purchase orders: which there are, what is on its way, and what goods have cost."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
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
from .acts import WHOLE

A_PAGE = 50


@dataclass(frozen=True)
class Documents:
    """Newest first; `older` leads on to those before them."""

    rows: tuple[Document, ...]
    older: UUID | None


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
    wanted = sa.select(Document).where(Document.kind == kind).options(*WHOLE)
    wanted = wanted.where(Document.state == state) if state else wanted
    wanted = wanted.where(Document.state.not_in(ENDED)) if open_only else wanted
    if at is not None:
        wanted = wanted.where(sa.or_(Document.source_id.in_(at), Document.destination_id.in_(at)))
    wanted = wanted.where(Document.id < before) if before else wanted
    async with database.reading() as session:
        found = list(await session.scalars(wanted.order_by(Document.id.desc()).limit(limit + 1)))
    return Documents(tuple(found[:limit]), found[limit - 1].id if len(found) > limit else None)


async def awaited(skus: Collection[str]) -> dict[str, list[Awaited]]:
    """By SKU what is on its way, whatever is expected first in front."""
    wanted = (
        sa.select(DocumentLine, Document)
        .join(Document, Document.id == DocumentLine.document_id)
        .where(DocumentLine.sku.in_(skus), Document.state.in_(ON_THE_WAY))
        .options(*WHOLE[1:])
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


async def usual_suppliers(skus: Collection[str]) -> dict[str, Supplier]:
    """From whom each of these was ordered last."""
    last = (
        sa.select(DocumentLine.sku, Supplier)
        .join(Document, Document.id == DocumentLine.document_id)
        .join(Supplier, Supplier.id == Document.supplier_id)
        .where(DocumentLine.sku.in_(skus), Document.state.not_in((DocumentState.DRAFT, DocumentState.CANCELLED)))
        .ext(pg.distinct_on(DocumentLine.sku))
        .order_by(DocumentLine.sku, Document.id.desc())
    )
    async with database.reading() as session:
        return {row[0]: row[1] for row in await session.execute(last)}
