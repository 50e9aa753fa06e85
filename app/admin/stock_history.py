"""Why a figure of stock is what it is, for a SKU and for a location: the ledger read out. And what is done to goods."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency

from app.admin import forms, movement_words
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.gateway import stockroom
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from app.security.guards import require_at
from domains import inventory, users
from domains.inventory import Deed
from domains.shared.errors import Invalid, Refusal
from domains.shared.ids import new_id
from domains.users import Permission as P

DONE: Final = {
    "moved": "It is written down, and the figures have followed.",
    "limited": "The limits are saved. They hold at once.",
    "low": "It is saved. Where so few are left already, that is told within a minute.",
}
LOW_BY: Final = {
    "shop": "As the shop's rule says",
    "units": "When so many are left",
    "days": "When what is left sells in so many days",
    "never": "Never",
}
DEEDS: Final = {
    Deed.RECEIVE: "Have come in",
    Deed.TAKE_BACK: "Came back, can be sold again",
    Deed.TAKE_BACK_DAMAGED: "Came back damaged",
    Deed.SET_ASIDE: "Set aside as damaged",
    Deed.MEND: "Damaged ones that can be sold after all",
    Deed.WRITE_OFF: "Write off good ones",
    Deed.WRITE_OFF_DAMAGED: "Write off damaged ones",
}


@get_page("/stock/history", name="admin.stock_history", opt=seen_by(P.STOCK_READ))
async def show(request: Request, staff: NamedDependency[users.Person]) -> Rendered:
    sku, code = forms.asked(request, "sku"), forms.asked(request, "location")
    return await _page(staff, sku, code, before=forms.place(request, "before"), done=forms.done(request, DONE))


@post("/stock/movements", name="admin.move_stock", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def move(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    sku, code = fields.get("sku", ""), fields.get("location", "")
    try:
        require_at(staff, P.STOCK_ADJUST, code)
        deed = forms.choice(Deed, fields.get("deed", ""))
        if deed is None:
            raise Invalid("Choose one of those offered.", {"deed": "Choose one of those offered."})
        quantity, reason = forms.whole_number(fields.get("quantity", ""), "quantity"), fields.get("reason", "")
        key = forms.identity(fields.get("key", ""))
        await stockroom.handle(sku, code, deed, quantity, reason=reason, actor=staff.email, key=key)
    except Refusal as refusal:
        return await _page(staff, sku, "", Refused(f"deed-{code}", refusal, fields))
    return see_other("admin.stock_history", sku=sku, done="moved")


@post("/stock/limits", name="admin.limit_stock", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def limit(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    sku, code = fields.get("sku", ""), fields.get("location", "")
    try:
        require_at(staff, P.STOCK_ADJUST, code)
        reason, seen = fields.get("reason", ""), fields.get("seen")
        await stockroom.set_limits(sku, code, _limits(fields), reason=reason, actor=staff.email, seen=seen)
    except Refusal as refusal:
        return await _page(staff, sku, "", Refused(f"limits-{code}", refusal, fields))
    return see_other("admin.stock_history", sku=sku, done="limited")


@post("/stock/low/level", name="admin.set_low_rule", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def set_low_rule(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    sku, code = fields.get("sku", ""), fields.get("location", "")
    try:
        require_at(staff, P.STOCK_ADJUST, code)
        await stockroom.set_low_rule(sku, code, _low_rule(fields))
    except Refusal as refusal:
        return await _page(staff, sku, "", Refused(f"low-{code}", refusal, fields))
    return see_other("admin.stock_history", sku=sku, done="low")


def _low_rule(fields: Fields) -> inventory.LowRule:
    pack = forms.whole_number(fields.get("pack", ""), "pack")
    match fields.get("low_by", ""):
        case "shop":
            return inventory.LowRule(pack=pack)
        case "units":
            return inventory.LowRule(units=forms.whole_number(fields.get("low", ""), "low"), pack=pack)
        case "days":
            return inventory.LowRule(days=forms.whole_number(fields.get("low", ""), "low"), pack=pack)
        case "never":
            return inventory.LowRule(days=0, pack=pack)
    raise Invalid("Choose one of those offered.", {"low_by": "Choose one of those offered."})


def _limits(fields: Fields) -> inventory.Limits:
    last = forms.day(fields.get("until", ""), "until")
    return inventory.Limits(
        safety_stock=forms.whole_number(fields.get("safety_stock", ""), "safety_stock"),
        beyond=forms.whole_number(fields.get("beyond", ""), "beyond"),
        until=None if last is None else datetime.combine(last + timedelta(days=1), time(), UTC),
        due_on=forms.day(fields.get("due_on", ""), "due_on"),
        preorder=bool(fields.get("preorder")),
    )


async def _page(
    staff: users.Person,
    sku: str,
    code: str,
    refused: Refused = NOTHING_REFUSED,
    *,
    before: UUID | None = None,
    done: str = "",
) -> Rendered:
    """Of a SKU, of a location or of both; of neither, the question which."""
    places = [each for each in await inventory.locations() if staff.may(P.STOCK_READ, each.code)]
    here = [each for each in places if each.code == code] if code else places
    found = await stockroom.ledger(sku, here if sku or code else [], before)
    context: dict[str, Any] = {
        "found": found,
        "levels": [(each, movement_words.reading(each, found.stories[each.location_id])) for each in found.levels],
        "lines": movement_words.lines(found),
        "names": {place.code: place.name for place in places},
        "asked": {"sku": sku or None, "location": code or None},
        "changeable": {place.code for place in places if staff.may(P.STOCK_ADJUST, place.code)},
    }
    context |= {
        "deeds": DEEDS,
        "low_by": LOW_BY,
        "key": new_id(),
        "refused": refused,
        "done": done,
        "one_day": timedelta(days=1),
        "sees_cost": P.STOCK_PURCHASE in staff.holds,
    }
    return page("admin/stock/history", *answered(refused), **context)


routes = [show, move, limit, set_low_rule]
