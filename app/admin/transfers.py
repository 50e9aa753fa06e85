"""Transfers of stock from one location to another: drawn up, made ready, sent, taken in."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms, paper_forms, papers
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.gateway import warehouse
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from app.security.guards import NotPermitted
from domains import inventory, users
from domains.inventory import Act, Document, DocumentKind
from domains.shared.errors import Invalid, Refusal
from domains.shared.ids import new_id
from domains.users import Permission as P

DESK: Final = papers.Desk(DocumentKind.TRANSFER, "transfer", P.STOCK_TRANSFER, P.STOCK_TRANSFER)
WRITE: Final = (P.STOCK_TRANSFER, DESK.may_write)
SEND: Final = (P.STOCK_TRANSFER, DESK.may_send)
TAKE_IN: Final = (P.STOCK_TRANSFER, DESK.may_take_in)
ONE: Final = "/stock/transfers/{document:str}"
CHOOSE: Final = "Choose a location."
DEEDS: Final = {"ready": SEND, "unready": SEND, "sent": SEND, "cancelled": SEND, "closed": TAKE_IN}


@get_page("/stock/transfers", name="admin.transfers", opt=seen_by(P.STOCK_READ))
async def index(request: Request, staff: NamedDependency[users.Person]) -> Rendered:
    return await papers.index(DESK, request, staff)


@get_page("/stock/transfers/new", name="admin.new_transfer", opt=seen_by(P.STOCK_TRANSFER))
async def new() -> Rendered:
    return await _new()


@post("/stock/transfers/new", name="admin.draft_transfer", opt=done_by(P.STOCK_TRANSFER), status_code=200)
async def draft(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        begun = await _begin(fields, staff)
    except Refusal as refusal:
        return await _new(Refused("document", refusal, fields))
    return see_other("admin.transfer", document=begun.number, done="begun")


@get_page(ONE, name="admin.transfer", opt=seen_by(P.STOCK_READ))
async def show(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Rendered:
    scanned = forms.asked(request, "scanned")
    return await papers.show(DESK, document, staff, done=forms.done(request, papers.DONE), scanned=scanned)


@get_page(ONE + "/print", name="admin.print_transfer", opt=seen_by(P.STOCK_READ))
async def printed(document: FromPath[str], staff: NamedDependency[users.Person]) -> Rendered:
    return await papers.printed(DESK, document, staff)


@get(ONE + "/lines.csv", name="admin.export_transfer", opt=seen_by(P.STOCK_READ))
async def export(document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[str]:
    return papers.as_file(await papers.seen(DESK, document, staff))


@post(ONE + "/lines", name="admin.set_transfer_lines", opt=done_by(P.STOCK_TRANSFER), status_code=200)
async def set_lines(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    return await papers.do(DESK, request, document, staff, "lines", WRITE, papers.set_lines, "lines")


@post(ONE + "/file", name="admin.import_transfer_lines", opt=done_by(P.STOCK_TRANSFER), status_code=200)
async def import_lines(
    request: Request, document: FromPath[str], staff: NamedDependency[users.Person]
) -> Response[None]:
    work = papers.importing(request)
    return await papers.do(DESK, request, document, staff, "file", WRITE, work, "lines")


@post(ONE + "/terms", name="admin.amend_transfer", opt=done_by(P.STOCK_TRANSFER), status_code=200)
async def amend(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    return await papers.do(DESK, request, document, staff, "terms", WRITE, papers.amend, "terms")


@post(ONE + "/scan", name="admin.scan_transfer", opt=done_by(P.STOCK_TRANSFER), status_code=200)
async def scan(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    return await papers.scan(DESK, request, document, staff, WRITE, warehouse.scan_asked)


@post(ONE + "/receipts/scan", name="admin.scan_in_transfer", opt=done_by(P.STOCK_TRANSFER), status_code=200)
async def scan_in(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    return await papers.scan(DESK, request, document, staff, TAKE_IN, warehouse.scan_arrived)


@post(ONE + "/receipts", name="admin.receive_transfer", opt=done_by(P.STOCK_TRANSFER), status_code=200)
async def receive(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    return await papers.do(DESK, request, document, staff, "receipt", TAKE_IN, papers.receive, "received")


@post(ONE + "/state", name="admin.move_transfer", opt=done_by(P.STOCK_TRANSFER), status_code=200)
async def move(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    deed = (await forms.typed(request)).get("deed", "")
    may = DEEDS.get(deed, SEND)
    return await papers.do(DESK, request, document, staff, deed if deed in DEEDS else "deed", may, _move, deed)


async def _move(document: Document, fields: Fields, act: Act) -> None:
    number, reason = document.number, fields.get("reason", "")
    match fields.get("deed"):
        case "ready":
            await inventory.ready_transfer(number, act)
        case "unready":
            await inventory.unready_transfer(number, act)
        case "sent":
            await inventory.send_transfer(number, paper_forms.sent(document, fields), act)
        case "cancelled":
            await inventory.cancel_document(number, act, reason)
        case "closed":
            await inventory.close_document(number, act, reason=reason)
        case _:
            raise Invalid("Choose one of those offered.")


async def _begin(fields: Fields, staff: users.Person) -> Document:
    source, destination = fields.get("source", ""), fields.get("destination", "")
    if wrong := {end: CHOOSE for end in ("source", "destination") if not fields.get(end)}:
        raise Invalid(CHOOSE, wrong)
    if not any(staff.may(P.STOCK_TRANSFER, code) for code in (source, destination)):
        raise NotPermitted(P.STOCK_TRANSFER, "at this location")
    act = Act(staff.email, key=forms.identity(fields.get("key", "")))
    return await inventory.draft_transfer(source, destination, paper_forms.terms(fields), act)


async def _new(refused: Refused = NOTHING_REFUSED) -> Rendered:
    places = {each.code: each.name for each in await inventory.locations()}
    context: dict[str, Any] = {"papers": DESK, "places": places, "suppliers": {}, "key": new_id(), "refused": refused}
    return page("admin/stock/documents/new", *answered(refused), **context)


routes = [index, new, draft, show, printed, export, set_lines, import_lines, amend, scan, scan_in, receive, move]
