"""Customers: found, looked into, kept out of their accounts and let in again. How they pay is shown nowhere here."""

from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.devices import device
from app.gateway import customers
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.acting import actor_of
from app.security.declarations import done_by, seen_by
from app.security.guards import allowed
from app.security.proving import proved_lately
from domains import users
from domains.shared.errors import Refusal
from domains.users import Permission as P

DONE: Final = {
    "disabled": "They are signed out everywhere and kept out from now on. Their orders go on.",
    "enabled": "They may sign in again.",
}
ORDERS: Final = "admin.orders"  # whose orders somebody sees, they see here too


@get_page("/customers", name="admin.customers", opt=seen_by(P.CUSTOMERS_READ))
async def index(request: Request) -> Rendered:
    query = forms.asked(request, "q")
    found = await customers.find(query, forms.place(request, "before"), with_orders=allowed(request, ORDERS))
    return page("admin/customers/index", found=found, query=query, further=bool(forms.asked(request, "before")))


@get_page("/customers/{person_id:uuid}", name="admin.customer", opt=seen_by(P.CUSTOMERS_READ))
async def show(request: Request, person_id: FromPath[UUID]) -> Rendered:
    return await _sheet(request, person_id, done=forms.done(request, DONE))


@post(
    "/customers/{person_id:uuid}/disabling",
    name="admin.disable_customer",
    opt=done_by(P.CUSTOMERS_DISABLE, recorded=False),
    guards=[proved_lately],
    status_code=200,
)
async def disable(request: Request, person_id: FromPath[UUID]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        await users.disable_customer(person_id, fields.get("reason", ""), actor=actor_of(request.scope))
    except users.NoSuchCustomer:
        raise
    except Refusal as refusal:
        return await _sheet(request, person_id, Refused("disabling", refusal, fields))
    return see_other("admin.customer", person_id=str(person_id), done="disabled")


@post(
    "/customers/{person_id:uuid}/enabling",
    name="admin.enable_customer",
    opt=done_by(P.CUSTOMERS_DISABLE, recorded=False),
    guards=[proved_lately],
    status_code=200,
)
async def enable(request: Request, person_id: FromPath[UUID]) -> Response[None]:
    await users.enable_customer(person_id, actor=actor_of(request.scope))
    return see_other("admin.customer", person_id=str(person_id), done="enabled")


async def _sheet(request: Request, person_id: UUID, refused: Refused = NOTHING_REFUSED, *, done: str = "") -> Rendered:
    file = await customers.file_of(person_id, with_orders=allowed(request, ORDERS))
    devices = [(each, device(each.user_agent)) for each in file.sessions]
    return page("admin/customers/show", *answered(refused), file=file, devices=devices, refused=refused, done=done)


routes = [index, show, disable, enable]
