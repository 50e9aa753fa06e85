"""From whom goods are bought."""

from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from app.security.guards import require_all
from app.security.recording import note_before
from domains import inventory, users
from domains.shared.errors import Refusal
from domains.users import Permission as P

DONE: Final = {"saved": "The supplier is saved."}


@get_page("/stock/suppliers", name="admin.suppliers", opt=seen_by(P.STOCK_PURCHASE))
async def index(request: Request) -> Rendered:
    return page("admin/stock/suppliers/index", suppliers=await inventory.suppliers(), done=forms.done(request, DONE))


@get_page("/stock/suppliers/new", name="admin.new_supplier", opt=seen_by(P.STOCK_PURCHASE))
async def new() -> Rendered:
    return _sheet(None)


@post("/stock/suppliers/new", name="admin.add_supplier", opt=done_by(P.STOCK_PURCHASE), status_code=200)
async def add(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    require_all(staff, {P.STOCK_PURCHASE})
    fields = await forms.typed(request)
    try:
        await inventory.add_supplier(_draft(fields))
    except Refusal as refusal:
        return _sheet(None, Refused("supplier", refusal, fields))
    return see_other("admin.suppliers", done="saved")


@get_page("/stock/suppliers/{supplier_id:uuid}", name="admin.supplier", opt=seen_by(P.STOCK_PURCHASE))
async def show(supplier_id: FromPath[UUID]) -> Rendered:
    return _sheet(await inventory.find_supplier(supplier_id))


@post(
    "/stock/suppliers/{supplier_id:uuid}", name="admin.change_supplier", opt=done_by(P.STOCK_PURCHASE), status_code=200
)
async def change(request: Request, supplier_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    require_all(staff, {P.STOCK_PURCHASE})
    supplier, fields = await inventory.find_supplier(supplier_id), await forms.typed(request)
    note_before(request, name=supplier.name, email=supplier.email, lead_days=supplier.lead_days)
    try:
        await inventory.change_supplier(supplier_id, _draft(fields), forms.revision(fields))
    except Refusal as refusal:
        return _sheet(supplier, Refused("supplier", refusal, fields))
    return see_other("admin.suppliers", done="saved")


def _draft(fields: Fields) -> inventory.SupplierDraft:
    return inventory.SupplierDraft(
        name=fields.get("name", ""),
        email=fields.get("email", ""),
        reference=fields.get("reference", ""),
        lead_days=forms.whole_number(fields.get("lead_days", ""), "lead_days"),
    )


def _sheet(supplier: inventory.Supplier | None, refused: Refused = NOTHING_REFUSED) -> Rendered:
    return page("admin/stock/suppliers/show", *answered(refused), supplier=supplier, refused=refused)


routes = [index, new, add, show, change]
