"""Writing them: each once, its number taken in the very transaction, so that no number is lost or given twice."""

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock, inbox
from domains.shared.ids import new_id

from ..database import database
from ..loading import locked
from ..models import DocumentKind, DocumentNumber, DocumentSeries, EventKind, Order, OrderDocument
from . import contents

LETTERS: Final = {DocumentKind.INVOICE: "I", DocumentKind.CREDIT_NOTE: "C"}
CALLED: Final = {DocumentKind.INVOICE: "Invoice", DocumentKind.CREDIT_NOTE: "Credit note"}


async def write_invoice(customer_id: UUID, order_id: UUID, event_id: UUID | None = None) -> None:
    """Of an order that is paid; written once, whoever asks for it first."""
    async with database.transaction() as session:
        if await inbox.first_time(session, "orders.write_invoice", event_id):
            await _invoice(session, await locked(session, customer_id, order_id))


async def write_credit_note(customer_id: UUID, order_id: UUID, credit_id: UUID, event_id: UUID | None = None) -> None:
    """After the invoice that it corrects, which is written first where that has not come about yet."""
    async with database.transaction() as session:
        if not await inbox.first_time(session, "orders.write_credit_note", event_id):
            return
        order = await locked(session, customer_id, order_id)
        credit = next((each for each in order.credits if each.id == credit_id), None)
        if credit is None or await _known(session, order, DocumentKind.CREDIT_NOTE, credit_id):
            return
        invoice = await _invoice(session, order)
        content = contents.credit_note(order, credit, invoice.number)
        await _write(session, order, DocumentKind.CREDIT_NOTE, credit_id, content)


async def _invoice(session: AsyncSession, order: Order) -> OrderDocument:
    known = await _known(session, order, DocumentKind.INVOICE, order.id)
    return known or await _write(session, order, DocumentKind.INVOICE, order.id, contents.invoice(order))


async def _known(session: AsyncSession, order: Order, kind: DocumentKind, about: UUID) -> OrderDocument | None:
    found = sa.select(OrderDocument).where(
        OrderDocument.customer_id == order.customer_id,
        OrderDocument.order_id == order.id,
        OrderDocument.kind == kind,
        OrderDocument.about == about,
    )
    return await session.scalar(found)


async def _write(
    session: AsyncSession, order: Order, kind: DocumentKind, about: UUID, content: dict[str, Any]
) -> OrderDocument:
    now = clock.now()
    made = OrderDocument(
        customer_id=order.customer_id,
        id=new_id(),
        order_id=order.id,
        kind=kind,
        about=about,
        total_amount=content["total"],
        tax_amount=content["tax"],
        currency=order.currency,
        issued_at=now,
    )
    made.number = await _next_number(session, made)
    made.content = content | {"kind": kind.value, "number": made.number, "issued_on": now.date().isoformat()}
    made.digest = contents.digest(made.content)
    session.add(made)
    order.note(EventKind.DOCUMENT, f"{CALLED[kind]} {made.number} is written.", public=False)
    return made


async def _next_number(session: AsyncSession, made: OrderDocument) -> str:
    """Of its kind and year. Whoever writes next waits until this transaction is over."""
    series = f"{LETTERS[made.kind]}-{made.issued_at:%Y}"
    begin = pg.insert(DocumentSeries).values(name=series, last=1)
    step = begin.on_conflict_do_update(index_elements=["name"], set_={"last": DocumentSeries.last + 1})
    place = (await session.execute(step.returning(DocumentSeries.last))).scalar_one()
    number = f"{series}-{place:06d}"
    row = DocumentNumber(series=series, place=place, number=number, customer_id=made.customer_id, document_id=made.id)
    session.add(row)
    return number
