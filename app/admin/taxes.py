"""Tax rates of countries and classes, each from a day on."""

from datetime import date
from typing import Final

from litestar import Response, post

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import orders
from domains.shared import clock
from domains.shared.errors import NotFound, Refusal
from domains.users import Permission as P

DONE: Final = {
    "added": "The rate is there. Carts are counted with it from its first day on; orders that were placed keep theirs.",
    "ended": "The rate ends on that day.",
}


@get_page("/taxes", name="admin.taxes", opt=seen_by(P.ORDERS_READ))
async def index(request: Request) -> Rendered:
    return await _page(done=forms.done(request, DONE))


@post("/taxes", name="admin.add_tax", opt=done_by(P.SHIPPING_WRITE), status_code=200)
async def add(request: Request) -> Response[None]:
    fields = await forms.typed(request)
    try:
        await orders.add_tax_rate(
            fields.get("country", "").upper(),
            fields.get("tax_class", ""),
            fields.get("percent", ""),
            fields.get("label", ""),
            forms.day(fields.get("valid_from", ""), "valid_from"),
        )
    except Refusal as refusal:
        return await _page(Refused("tax", refusal, fields))
    return see_other("admin.taxes", done="added")


@post("/taxes/end", name="admin.end_tax", opt=done_by(P.SHIPPING_WRITE), status_code=200)
async def end(request: Request) -> Response[None]:
    fields = await forms.typed(request)
    try:
        first = date.fromisoformat(fields.get("valid_from", ""))
    except ValueError:
        raise NotFound("There is no such tax rate.") from None
    country, tax_class = fields.get("country", ""), fields.get("tax_class", "")
    try:
        await orders.end_tax_rate(country, tax_class, first, forms.day(fields.get("last", ""), "last"))
    except Refusal as refusal:
        return await _page(Refused(f"end-{country}-{tax_class}-{first}", refusal, fields))
    return see_other("admin.taxes", done="ended")


async def _page(refused: Refused = NOTHING_REFUSED, done: str = "") -> Rendered:
    rates, today = await orders.all_tax_rates(), clock.now().date()
    return page(
        "admin/tariffs/taxes",
        *answered(refused),
        rates=rates,
        today=today,
        percent=orders.percent,
        refused=refused,
        done=done,
    )


routes = [index, add, end]
