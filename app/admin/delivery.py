"""What delivery costs: zones, the countries in them, and the price of each method into each."""

import re
from typing import Final

from litestar import Response, post
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import orders
from domains.orders import RateDraft
from domains.shared.errors import Invalid, Refusal
from domains.shared.settings import settings
from domains.users import Permission as P

DONE: Final = {
    "saved": "The zone is saved. Carts show its prices from now on; orders that were placed keep theirs.",
    "zone": "The zone is there. Give it countries and prices.",
    "method": "The method is there. It is offered wherever it has a price.",
}
EMPTY_ROWS: Final = 2  # for further prices


@get_page("/delivery", name="admin.delivery", opt=seen_by(P.ORDERS_READ))
async def index(request: Request) -> Rendered:
    return await _index(done=forms.done(request, DONE))


@post("/delivery/zones", name="admin.add_zone", opt=done_by(P.SHIPPING_WRITE), status_code=200)
async def add_zone(request: Request) -> Response[None]:
    fields = await forms.typed(request)
    try:
        await orders.add_zone(fields.get("code", ""), fields.get("name", ""))
    except Refusal as refusal:
        return await _index(Refused("zone", refusal, fields))
    return see_other("admin.zone", code=fields["code"], done="zone")


@post("/delivery/methods", name="admin.add_method", opt=done_by(P.SHIPPING_WRITE), status_code=200)
async def add_method(request: Request) -> Response[None]:
    fields = await forms.typed(request)
    try:
        await orders.add_method(fields.get("code", ""), fields.get("name", ""))
    except Refusal as refusal:
        return await _index(Refused("method", refusal, fields))
    return see_other("admin.delivery", done="method")


@get_page("/delivery/zones/{code:str}", name="admin.zone", opt=seen_by(P.ORDERS_READ))
async def show(request: Request, code: FromPath[str]) -> Rendered:
    return await _zone(forms.text(code), done=forms.done(request, DONE))


@post("/delivery/zones/{code:str}", name="admin.change_zone", opt=done_by(P.SHIPPING_WRITE), status_code=200)
async def change(request: Request, code: FromPath[str]) -> Response[None]:
    code, fields = forms.text(code), await forms.typed(request)
    try:
        countries = frozenset(re.findall(r"[^\s,;]+", fields.get("countries", "").upper()))
        await orders.change_zone(code, fields.get("name", ""), countries, _rates(fields), fields.get("mark", ""))
    except Refusal as refusal:
        return await _zone(code, Refused("zone", refusal, fields))
    return see_other("admin.zone", code=code, done="saved")


def _rates(fields: Fields) -> list[RateDraft]:
    """Rows without a price are left out, and so a price that is emptied goes."""
    rates: list[RateDraft] = []
    currency = settings().shop_currency
    places = sorted(int(name[7:]) for name in fields if re.fullmatch(r"amount-[0-9]{1,3}", name))
    for place in places:
        if not fields[f"amount-{place}"]:
            continue
        free = fields.get(f"free-{place}", "")
        days = re.fullmatch(r"([0-9]{1,3})(?:\s*[-–]\s*([0-9]{1,3}))?", fields.get(f"days-{place}", ""))
        if days is None:
            raise Invalid("Give working days, such as 2-3.", {f"days-{len(rates)}": "Give working days, such as 2-3."})
        rates.append(
            RateDraft(
                method=fields.get(f"method-{place}", ""),
                max_grams=forms.whole_number(fields.get(f"grams-{place}", ""), f"grams-{len(rates)}"),
                amount=forms.amount(fields[f"amount-{place}"], currency, f"amount-{len(rates)}").amount,
                free_above=forms.amount(free, currency, f"free-{len(rates)}").amount if free else None,
                days_min=int(days[1]),
                days_max=int(days[2] or days[1]),
            )
        )
    return rates


async def _index(refused: Refused = NOTHING_REFUSED, done: str = "") -> Rendered:
    zones, methods = await orders.zone_sheets(), await orders.shipping_methods()
    return page("admin/tariffs/delivery", *answered(refused), zones=zones, methods=methods, refused=refused, done=done)


async def _zone(code: str, refused: Refused = NOTHING_REFUSED, done: str = "") -> Rendered:
    zone = await orders.zone_sheet(code)
    return page(
        "admin/tariffs/zone",
        *answered(refused),
        zone=zone,
        methods={each.code: each.label for each in await orders.shipping_methods()},
        rows=range(len(zone.rates) + EMPTY_ROWS),
        refused=refused,
        done=done,
    )


routes = [index, add_zone, add_method, show, change]
