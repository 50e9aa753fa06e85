"""Count sheets: opened for a location or a part of it, looked at, closed, booked or given up."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import count_showing, forms
from app.admin.count_showing import DONE, show_count
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.gateway import counting
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from app.security.guards import require_at
from domains import catalog, inventory, users
from domains.inventory import CountStatus
from domains.shared.errors import Invalid, Refusal
from domains.shared.ids import new_id
from domains.users import Permission as P

LONGEST_LIST: Final = 200_000


@get_page("/stock/counts", name="admin.counts", opt=seen_by(P.STOCK_READ))
async def index(staff: NamedDependency[users.Person]) -> Rendered:
    return await _index(staff)


@post("/stock/counts", name="admin.open_count", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def open_one(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request, LONGEST_LIST)
    try:
        require_at(staff, P.STOCK_ADJUST, fields.get("location", ""))
        count_id = await counting.open_count(
            fields.get("location", ""),
            fields.get("name", ""),
            category=fields.get("category", ""),
            listed=fields.get("listed", ""),
            blind=bool(fields.get("blind")),
            actor=staff.email,
            key=forms.identity(fields.get("key", "")),
        )
    except Refusal as refusal:
        return await _index(staff, Refused("count", refusal, fields))
    return see_other("admin.count", count_id=str(count_id), done="opened")


@get_page("/stock/counts/{count_id:uuid}", name="admin.count", opt=seen_by(P.STOCK_READ))
async def show(request: Request, count_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Rendered:
    count = await count_showing.reached(staff, count_id, P.STOCK_READ)
    return await show_count(request, staff, count, done=forms.done(request, DONE))


@get_page("/stock/counts/{count_id:uuid}/sheet", name="admin.count_sheet", opt=seen_by(P.STOCK_READ))
async def sheet(count_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Rendered:
    """To be printed and filled in by hand."""
    count = await count_showing.reached(staff, count_id, P.STOCK_READ)
    return page("admin/stock/counts/sheet", sheet=await counting.sheet(count, limit=count_showing.MOST_PRINTED))


@post("/stock/counts/{count_id:uuid}/status", name="admin.end_count", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def change(request: Request, count_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    """Closed, booked, or given up."""
    fields = await forms.typed(request)
    count = await count_showing.reached(staff, count_id, P.STOCK_ADJUST)
    try:
        revision = forms.revision(fields)
        match forms.choice(CountStatus, fields.get("to", "")):
            case CountStatus.COUNTED:
                await inventory.close_count(count_id, revision)
            case CountStatus.APPLIED:
                await inventory.apply_count(count_id, revision, reason=fields.get("reason", ""), actor=staff.email)
            case CountStatus.CANCELLED:
                forms.confirmed(fields)
                await inventory.cancel_count(count_id, revision, actor=staff.email)
            case _:
                raise Invalid("Choose one of those offered.")
    except Refusal as refusal:
        return await show_count(request, staff, count, Refused(f"to-{fields.get('to', '')}", refusal, fields))
    return see_other("admin.count", count_id=str(count_id), done=fields["to"])


async def _index(staff: users.Person, refused: Refused = NOTHING_REFUSED) -> Rendered:
    places = [each for each in await inventory.locations() if staff.may(P.STOCK_READ, each.code)]
    context: dict[str, Any] = {
        "counts": await inventory.counts([place.id for place in places]),
        "places": {place.id: place for place in places},
        "changeable": {place.code: place.name for place in places if staff.may(P.STOCK_ADJUST, place.code)},
        "categories": {each.path: each.path for each in await catalog.all_categories()},
        "words": count_showing.WORDS,
        "tones": count_showing.TONES,
        "key": new_id(),
    }
    return page("admin/stock/counts/index", *answered(refused), **context, refused=refused)


routes = [index, open_one, show, sheet, change]
