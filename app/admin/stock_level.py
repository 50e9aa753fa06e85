"""How many of one SKU lie at one location: a row of the grid that is changed in place, or a page without JavaScript."""

from typing import Any, Final
from urllib.parse import quote

from litestar import Response, post
from litestar.di import NamedDependency

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.gateway import shelves
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other, swap
from app.security.declarations import done_by, seen_by
from app.security.guards import require_at
from domains import inventory, users
from domains.shared.errors import Refusal
from domains.users import Permission as P

DONE: Final = {"saved": "It is written down, and the figures have followed."}


@get_page("/stock/level", name="admin.level", opt=seen_by(P.STOCK_READ))
async def show(request: Request, staff: NamedDependency[users.Person]) -> Rendered:
    """For htmx a row: to be changed, or (`as=row`) as it was before."""
    sku, place = forms.asked(request, "sku"), await inventory.find_location(forms.asked(request, "location"))
    require_at(staff, P.STOCK_READ, place.code)
    if request.htmx and forms.asked(request, "as") == "row" and await inventory.level(sku, place.code):
        return await _row(staff, sku, place)
    return await _form(request, staff, sku, place, done=forms.done(request, DONE))


@post("/stock/level", name="admin.set_level", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def save(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    sku, place = fields.get("sku", ""), await inventory.find_location(fields.get("location", ""))
    require_at(staff, P.STOCK_ADJUST, place.code)
    try:
        quantity, seen = forms.whole_number(fields.get("quantity", ""), "quantity"), forms.shown(fields, "seen")
        reason = fields.get("reason", "")
        await shelves.set_on_hand(sku, place, quantity, reason=reason, actor=staff.email, seen=seen)
    except Refusal as refusal:
        return await _form(request, staff, sku, place, Refused(_form_of(sku, place), refusal, fields))
    if request.htmx:
        return await _row(staff, sku, place, f"{sku}: {quantity} on hand")
    return see_other("admin.level", sku=sku, location=place.code, done="saved")


async def _row(staff: users.Person, sku: str, place: inventory.Location, announcement: str = "") -> Rendered:
    """`left`: whoever was changing it goes on from here."""
    found = await shelves.shelf(sku, place)
    context: dict[str, Any] = {"found": found, "level": found.rows[0], "changeable": _changeable(staff, place)}
    return swap("admin/level", **context, left=True, announcement=announcement)


async def _form(
    request: Request,
    staff: users.Person,
    sku: str,
    place: inventory.Location,
    refused: Refused = NOTHING_REFUSED,
    done: str = "",
) -> Rendered:
    context: dict[str, Any] = {"found": await shelves.shelf(sku, place), "sku": sku, "place": place, "refused": refused}
    if request.htmx:
        return swap("admin/level", *answered(refused), **context, swapped=True, announcement="")
    return page("admin/stock/level", *answered(refused), **context, changeable=_changeable(staff, place), done=done)


def _form_of(sku: str, place: inventory.Location) -> str:
    """Its id: there may be several on one page."""
    return f"level-{place.code}-{quote(sku).replace('_', '-')}"


def _changeable(staff: users.Person, place: inventory.Location) -> frozenset[str]:
    return frozenset({place.code} if staff.may(P.STOCK_ADJUST, place.code) else ())


routes = [show, save]
