"""Sending something back: asked for from the page of one's order."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import Cache, Of, done_by, seen_by
from domains import orders
from domains.orders import ReturnReason
from domains.shared.errors import Invalid, Refusal
from domains.shared.ids import new_id

from . import forms
from .orders import PRIVATE

UNITS: Final = "units-"
REASONS: Final = {
    ReturnReason.UNWANTED: "I do not want it any more",
    ReturnReason.UNLIKE: "It is not what I expected",
    ReturnReason.WRONG: "You sent something else",
    ReturnReason.DAMAGED: "It arrived damaged",
    ReturnReason.BROKEN: "It does not work",
    ReturnReason.LATE: "It came too late",
    ReturnReason.OTHER: "Something else",
}


@get_page("/orders/{number:str}/return", name="returns.new", opt=seen_by(of=Of.TOKEN, cache=Cache.NEVER))
async def new(request: Request, number: FromPath[str]) -> Rendered:
    order = await orders.order(forms.text(number), forms.asked(request, "token"))
    return _page(order, {"key": str(new_id())})


@post("/orders/{number:str}/returns", name="returns.ask", opt=done_by(of=Of.TOKEN), status_code=200)
async def ask(request: Request, number: FromPath[str]) -> Response[None]:
    fields = await forms.typed(request)
    order = await orders.order(forms.text(number), forms.asked(request, "token"))
    try:
        await orders.ask_return(
            order.customer_id,
            order.id,
            _units(order, fields),
            reason=next((reason for reason in ReturnReason if reason == fields.get("reason")), None),
            note=fields.get("note", ""),
            key=forms.identity(fields.get("key", "")),
        )
    except (Invalid, orders.TooLateToReturn) as refusal:
        return _page(order, fields, refusal)
    return see_other("orders.show", number=order.number, token=order.token, anchor="order-returns")


def _units(order: orders.Order, fields: Mapping[str, str]) -> dict[UUID, int]:
    units: dict[UUID, int] = {}
    for line in order.lines:
        typed = fields.get(f"{UNITS}{line.id}", "") or "0"
        if not typed.isascii() or not typed.isdigit() or len(typed) > 9:
            told = "Give a whole number, 0 or more."
            raise Invalid(told, {f"{UNITS}{line.id}": told})
        units[line.id] = int(typed)
    return units


def _page(order: orders.Order, fields: Mapping[str, str], refusal: Refusal | None = None) -> Rendered:
    return page(
        "order/return",
        refusal.status if refusal else 200,
        PRIVATE,
        order=order,
        left=orders.returnable(order),
        open=orders.in_time(order),
        reasons=[{"value": value, "label": label} for value, label in REASONS.items()],
        fields=fields,
        errors=refusal.fields if isinstance(refusal, Invalid) else {},
        problem=str(refusal or ""),
    )
