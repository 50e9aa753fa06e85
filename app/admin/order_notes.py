"""What staff write down about an order, for each other or for the customer as well."""

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import Refused
from app.admin.orders import refused_page
from app.gateway import backoffice
from app.requests import Request
from app.responses import see_other
from app.security.declarations import done_by
from domains import users
from domains.shared.errors import Refusal
from domains.users import Permission as P


@post("/orders/{number:str}/notes", name="admin.note", opt=done_by(P.ORDERS_MESSAGE), status_code=200)
async def write(request: Request, number: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        text, public, key = fields.get("text", ""), "public" in fields, forms.identity(fields.get("key", ""))
        await backoffice.write_note(number, text, public=public, actor=staff.email, key=key)
    except Refusal as refusal:
        return await refused_page(staff, number, Refused("note", refusal, fields))
    return see_other("admin.order", number=number, done="noted")


routes = [write]
