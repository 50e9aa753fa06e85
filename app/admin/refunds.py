"""Giving money back for parts of an order: looked at first, then done."""

from collections.abc import Mapping
from typing import Final

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import Refused
from app.admin.orders import refused_page
from app.gateway import refunding
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from app.security.proving import proved_lately
from domains import orders, users
from domains.shared.errors import Refusal
from domains.shared.ids import new_id
from domains.users import Permission as P

UNITS: Final = "credit-"


@get_page("/orders/{number:str}/refund", name="admin.look_at_refund", opt=seen_by(P.ORDERS_REFUND))
async def look(request: Request, number: FromPath[str]) -> Rendered:
    """What the fields of the address would come to."""
    fields = {name: forms.asked(request, name) for name in request.query_params}
    order, quote, refused = await orders.find(number), None, Refused()
    try:
        quote = orders.quote(order, _wish(fields, order.currency))
    except Refusal as refusal:
        refused = Refused("refund", refusal, fields)
    parts = orders.creditable(order)
    key = fields.get("key") or str(new_id())
    return page(
        "admin/orders/refund", order=order, parts=parts, values=fields, quote=quote, refused=refused, refund_key=key
    )


@post(
    "/orders/{number:str}/refunds",
    name="admin.refund",
    opt=done_by(P.ORDERS_REFUND),
    guards=[proved_lately],
    status_code=200,
)
async def refund(request: Request, number: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        order = await orders.find(number)
        wish, key = _wish(fields, order.currency), forms.identity(fields.get("key", ""))
        forms.confirmed(fields)
        made = await refunding.give_back(number, wish, reason=fields.get("reason", ""), actor=staff.email, key=key)
    except Refusal as refusal:
        return await refused_page(staff, number, Refused("refund", refusal, fields))
    return see_other("admin.order", number=number, done=f"refund-{made.status}")


def _wish(fields: Mapping[str, str], currency: str) -> orders.CreditParts:
    units = {
        forms.identity(name.removeprefix(UNITS)): forms.whole_number(value, name)
        for name, value in fields.items()
        if name.startswith(UNITS) and value
    }
    amounts = {
        name: forms.amount(fields[name], currency, name).amount if fields.get(name) else 0
        for name in ("shipping", "amount", "fee")
    }
    return orders.CreditParts(units, amounts["shipping"], amounts["amount"], amounts["fee"])


routes = [look, refund]
