"""Invoices and credit notes for staff: found, printed, taken away as a file."""

import csv
import io
from collections.abc import AsyncIterator

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Stream

from app.admin import forms
from app.papers import invoices, press
from app.requests import Request, get_page
from app.responses import Rendered, page
from app.security.declarations import seen_by
from domains import orders
from domains.orders import DocumentKind, DocumentsWanted
from domains.shared import clock
from domains.shared.errors import Invalid
from domains.shared.money import Money
from domains.users import Permission as P

COLUMNS = ("Number", "Kind", "Date", "Order", "Currency", "Total", "Tax")


@get_page("/documents", name="admin.documents", opt=seen_by(P.ORDERS_READ))
async def index(request: Request) -> Rendered:
    asked = {name: forms.asked(request, name) for name in ("kind", "since", "until", "after")}
    found = await orders.documents(_wanted(request), asked["after"])
    return page("admin/orders/documents", found=found, asked=asked)


@get("/documents/{number:str}", name="admin.document", opt=seen_by(P.ORDERS_READ))
async def show(number: FromPath[str]) -> Response[bytes]:
    found = await orders.document(number)
    return press.answer(found.number, await invoices.printed(found))


@get("/exports/documents", name="admin.documents_file", opt=seen_by(P.EXPORTS_READ))
async def export(request: Request) -> Stream:
    headers = {"Content-Disposition": f'attachment; filename="documents-{clock.now():%Y-%m-%d}.csv"'}
    return Stream(_rows(_wanted(request)), media_type="text/csv", headers=headers)


def _wanted(request: Request) -> DocumentsWanted:
    """A day that is none limits nothing, as an empty one does."""
    days = []
    for name in ("since", "until"):
        try:
            days.append(forms.day(forms.asked(request, name), name))
        except Invalid:
            days.append(None)
    return DocumentsWanted(forms.choice(DocumentKind, forms.asked(request, "kind")), *days)


async def _rows(wanted: DocumentsWanted) -> AsyncIterator[str]:
    yield _row(COLUMNS)
    async for made, number in orders.every_document(wanted):
        sign = -1 if made.kind == DocumentKind.CREDIT_NOTE else 1
        amounts = [str(Money(sign * amount, made.currency).decimal) for amount in (made.total_amount, made.tax_amount)]
        yield _row((made.number, made.kind, made.issued_at.date().isoformat(), number, made.currency, *amounts))


def _row(cells: tuple[object, ...]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


routes = [index, show, export]
