"""Purchase orders: drawn up for a supplier, ordered, taken in, closed short."""

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
from app.security.guards import require_at
from domains import inventory, users
from domains.inventory import Act, Document, DocumentKind
from domains.shared.errors import Invalid, Refusal
from domains.shared.ids import new_id
from domains.users import Permission as P

DESK: Final = papers.Desk(DocumentKind.PURCHASE, "purchase", P.STOCK_PURCHASE, P.STOCK_ADJUST)
WRITE: Final = (P.STOCK_PURCHASE, DESK.may_write)
TAKE_IN: Final = (P.STOCK_ADJUST, DESK.may_take_in)
ONE: Final = "/stock/purchase-orders/{document:str}"
DEEDS: Final = ("ordered", "cancelled", "closed")


@get_page("/stock/purchase-orders", name="admin.purchases", opt=seen_by(P.STOCK_READ))
async def index(request: Request, staff: NamedDependency[users.Person]) -> Rendered:
    return await papers.index(DESK, request, staff)


@get_page("/stock/purchase-orders/new", name="admin.new_purchase", opt=seen_by(P.STOCK_PURCHASE))
async def new() -> Rendered:
    return await _new()


@post("/stock/purchase-orders/new", name="admin.draft_purchase", opt=done_by(P.STOCK_PURCHASE), status_code=200)
async def draft(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        begun = await _begin(fields, staff)
    except Refusal as refusal:
        return await _new(Refused("document", refusal, fields))
    return see_other("admin.purchase", document=begun.number, done="begun")


@get_page(ONE, name="admin.purchase", opt=seen_by(P.STOCK_READ))
async def show(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Rendered:
    scanned = forms.asked(request, "scanned")
    return await papers.show(DESK, document, staff, done=forms.done(request, papers.DONE), scanned=scanned)


@get_page(ONE + "/print", name="admin.print_purchase", opt=seen_by(P.STOCK_READ))
async def printed(document: FromPath[str], staff: NamedDependency[users.Person]) -> Rendered:
    return await papers.printed(DESK, document, staff)


@get(ONE + "/lines.csv", name="admin.export_purchase", opt=seen_by(P.STOCK_PURCHASE))
async def export(document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[str]:
    found = await papers.seen(DESK, document, staff)
    require_at(staff, P.STOCK_PURCHASE, found.destination.code)
    return papers.as_file(found)


@post(ONE + "/lines", name="admin.set_purchase_lines", opt=done_by(P.STOCK_PURCHASE), status_code=200)
async def set_lines(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    return await papers.do(DESK, request, document, staff, "lines", WRITE, papers.set_lines, "lines")


@post(ONE + "/file", name="admin.import_purchase_lines", opt=done_by(P.STOCK_PURCHASE), status_code=200)
async def import_lines(
    request: Request, document: FromPath[str], staff: NamedDependency[users.Person]
) -> Response[None]:
    work = papers.importing(request)
    return await papers.do(DESK, request, document, staff, "file", WRITE, work, "lines")


@post(ONE + "/terms", name="admin.amend_purchase", opt=done_by(P.STOCK_PURCHASE), status_code=200)
async def amend(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    return await papers.do(DESK, request, document, staff, "terms", WRITE, papers.amend, "terms")


@post(ONE + "/scan", name="admin.scan_purchase", opt=done_by(P.STOCK_PURCHASE), status_code=200)
async def scan(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    return await papers.scan(DESK, request, document, staff, WRITE, warehouse.scan_asked)


@post(ONE + "/receipts/scan", name="admin.scan_in_purchase", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def scan_in(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    return await papers.scan(DESK, request, document, staff, TAKE_IN, warehouse.scan_arrived)


@post(ONE + "/receipts", name="admin.receive_purchase", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def receive(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    return await papers.do(DESK, request, document, staff, "receipt", TAKE_IN, papers.receive, "received")


@post(ONE + "/state", name="admin.move_purchase", opt=done_by(P.STOCK_PURCHASE), status_code=200)
async def move(request: Request, document: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    deed = (await forms.typed(request)).get("deed", "")
    return await papers.do(DESK, request, document, staff, deed if deed in DEEDS else "deed", WRITE, _move, deed)


async def _move(document: Document, fields: Fields, act: Act) -> None:
    number, reason = document.number, fields.get("reason", "")
    match fields.get("deed"):
        case "ordered":
            await warehouse.order(document, act)
        case "cancelled":
            await inventory.cancel_document(number, act, reason)
        case "closed":
            await inventory.close_document(number, act, reason=reason)
        case _:
            raise Invalid("Choose one of those offered.")


async def _begin(fields: Fields, staff: users.Person) -> Document:
    destination = fields.get("destination", "")
    if not destination:
        raise Invalid("Choose a location.", {"destination": "Choose a location."})
    require_at(staff, P.STOCK_PURCHASE, destination)
    supplier = paper_forms.chosen(fields, "supplier", "Choose a supplier.")
    act = Act(staff.email, key=forms.identity(fields.get("key", "")))
    return await inventory.draft_purchase(supplier, destination, paper_forms.terms(fields), act)


async def _new(refused: Refused = NOTHING_REFUSED) -> Rendered:
    places = {each.code: each.name for each in await inventory.locations()}
    suppliers = {str(each.id): each.name for each in await inventory.suppliers()}
    context: dict[str, Any] = {
        "papers": DESK,
        "places": places,
        "suppliers": suppliers,
        "key": new_id(),
        "refused": refused,
    }
    return page("admin/stock/documents/new", *answered(refused), **context)


routes = [index, new, draft, show, printed, export, set_lines, import_lines, amend, scan, scan_in, receive, move]
