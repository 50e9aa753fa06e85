"""Finding documents: of an order, by number, and page by page for staff."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa

from domains.shared.errors import NotFound
from domains.shared.settings import settings

from ..database import database
from ..models import DocumentKind, DocumentNumber, DocumentSeries, Order, OrderDocument
from . import contents

AT_ONCE = 500


@dataclass(frozen=True)
class DocumentPage:
    """Newest first, with the number of the order of each; `next` continues where this page ends."""

    documents: tuple[tuple[OrderDocument, str], ...]
    next: str | None


@dataclass(frozen=True)
class DocumentsWanted:
    """Issued from the one day to the other, both included."""

    kind: DocumentKind | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class DocumentsAudit:
    """`since` when there are any. `invoiced` by order: the total of its invoice. `changed` say something else than when
    they were written; `gaps` are numbers that no document bears."""

    since: datetime | None
    invoiced: dict[UUID, int]
    changed: tuple[str, ...]
    gaps: tuple[str, ...]


async def documents_of(customer_id: UUID, order_id: UUID) -> Sequence[OrderDocument]:
    mine = sa.select(OrderDocument).where(OrderDocument.customer_id == customer_id, OrderDocument.order_id == order_id)
    async with database.reading() as session:
        return (await session.scalars(mine.order_by(OrderDocument.id))).all()


async def document(number: str) -> OrderDocument:
    """For staff, by its number alone. NotFound."""
    known = sa.select(DocumentNumber).where(DocumentNumber.number == number.replace("\x00", "").upper())
    async with database.reading() as session:
        if entry := await session.scalar(known):
            found = await session.get(OrderDocument, (entry.customer_id, entry.document_id))
            if found:
                return found
    raise NotFound("There is no such document.")


async def documents(wanted: DocumentsWanted, after: str = "", limit: int = 50) -> DocumentPage:
    """Over all customers, so it fans out."""
    chosen = _chosen(wanted).order_by(OrderDocument.issued_at.desc(), OrderDocument.id.desc())
    async with database.reading() as session:
        if after:
            entry = await session.scalar(sa.select(DocumentNumber).where(DocumentNumber.number == after))
            mark = await session.get(OrderDocument, (entry.customer_id, entry.document_id)) if entry else None
            if mark:
                place = sa.tuple_(OrderDocument.issued_at, OrderDocument.id)
                chosen = chosen.where(place < sa.tuple_(sa.literal(mark.issued_at), sa.literal(mark.id)))
        found = [(row[0], row[1]) for row in await session.execute(chosen.limit(limit + 1))]
    return DocumentPage(tuple(found[:limit]), found[limit - 1][0].number if len(found) > limit else None)


async def every_document(wanted: DocumentsWanted) -> AsyncIterator[tuple[OrderDocument, str]]:
    """Oldest first, for a file."""
    last: OrderDocument | None = None
    while True:
        chosen = _chosen(wanted).order_by(OrderDocument.issued_at, OrderDocument.id)
        if last:
            place = sa.tuple_(OrderDocument.issued_at, OrderDocument.id)
            chosen = chosen.where(place > sa.tuple_(sa.literal(last.issued_at), sa.literal(last.id)))
        async with database.reading() as session:
            found = (await session.execute(chosen.limit(AT_ONCE))).all()
        for made, number in found:
            yield made, number
            last = made
        if len(found) < AT_ONCE:
            return


async def audit_documents() -> DocumentsAudit:
    """Over all customers, in batches: fans out."""
    invoiced: dict[UUID, int] = {}
    since: datetime | None = None
    changed: list[str] = []
    async for made, _ in every_document(DocumentsWanted()):
        since = since or made.issued_at
        if made.kind == DocumentKind.INVOICE:
            invoiced[made.about] = made.total_amount
        told = (made.content.get("total"), made.content.get("tax"), made.content.get("number"))
        held = (made.total_amount, made.tax_amount, made.number)
        if told != held or (made.erased_at is None and contents.digest(made.content) != made.digest):
            changed.append(made.number)
    numbered = sa.select(DocumentSeries.name, DocumentSeries.last)
    given = sa.select(DocumentNumber.series, DocumentNumber.place)
    async with database.reading() as session:
        series = {row.name: row.last for row in await session.execute(numbered)}
        places: dict[str, set[int]] = {}
        for row in await session.execute(given):
            places.setdefault(row.series, set()).add(row.place)
    gaps = [
        f"{name}-{place:06d}"
        for name, last in series.items()
        for place in range(1, last + 1)
        if place not in places.get(name, ())
    ]
    return DocumentsAudit(since, invoiced, tuple(changed), tuple(gaps))


async def forget_buyers(limit: int = 200) -> int:
    """Of documents that no law asks for any more, whom they were for. Their figures and numbers stay."""
    kept = timedelta(days=settings().document_days_kept)
    old = sa.select(OrderDocument).where(
        OrderDocument.erased_at.is_(None), OrderDocument.issued_at < sa.func.now() - kept
    )
    async with database.transaction() as session:
        found = (await session.scalars(old.limit(limit).with_for_update())).all()
        for made in found:
            made.content = {name: value for name, value in made.content.items() if name not in contents.BUYER}
            made.erased_at = sa.func.now()
    return len(found)


def _chosen(wanted: DocumentsWanted) -> "sa.Select[OrderDocument, str]":
    of_order = sa.and_(Order.customer_id == OrderDocument.customer_id, Order.id == OrderDocument.order_id)
    chosen = sa.select(OrderDocument, Order.number).join(Order, of_order)
    if wanted.kind:
        chosen = chosen.where(OrderDocument.kind == wanted.kind)
    if wanted.since:
        chosen = chosen.where(OrderDocument.issued_at >= _begin(wanted.since))
    if wanted.until:
        chosen = chosen.where(OrderDocument.issued_at < _begin(wanted.until) + timedelta(days=1))
    return chosen


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
