"""What came back from an order, counted in at a location: to be sold again, or damaged."""

from typing import Final

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import Refused
from app.admin.orders import refused_page
from app.gateway import returning
from app.requests import Request
from app.responses import see_other
from app.security.declarations import done_by
from app.security.guards import require_at
from domains import users
from domains.shared.errors import Invalid, Refusal
from domains.users import Permission as P

BACK: Final = "back-"


@post("/orders/{number:str}/returned-goods", name="admin.take_back", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def take_back(request: Request, number: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        place, condition = fields.get("location", ""), fields.get("condition", "")
        require_at(staff, P.STOCK_ADJUST, place)
        if condition not in ("good", "damaged"):
            raise Invalid("Say how they came back.", {"condition": "Say how they came back."})
        back = {
            name.removeprefix(BACK): forms.whole_number(value or "0", name)
            for name, value in fields.items()
            if name.startswith(BACK)
        }
        key, reason, damaged = forms.identity(fields.get("key", "")), fields.get("reason", ""), condition == "damaged"
        await returning.take_back(number, place, back, damaged=damaged, reason=reason, actor=staff.email, key=key)
    except Refusal as refusal:
        return await refused_page(staff, number, Refused("returned", refusal, fields))
    return see_other("admin.order", number=number, done="back")


routes = [take_back]
