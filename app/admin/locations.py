"""Where stock lies: warehouses and shops, where each ships to, and when shoppers may come."""

from typing import Any, Final

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from app.security.guards import require_all, require_at
from app.security.recording import note_before
from domains import inventory, orders, users
from domains.shared.addresses import country_name
from domains.shared.errors import Invalid, Refusal
from domains.users import Permission as P

DONE: Final = {
    "opened": "The location is there. Count what lies there on the pages of products, or import a file.",
    "saved": "The location is saved. Orders placed from now on follow it.",
}


@get_page("/stock/locations", name="admin.locations", opt=seen_by(P.STOCK_READ))
async def index() -> Rendered:
    return page("admin/stock/locations/index", locations=await inventory.locations(), zones=await _zones())


@get_page("/stock/locations/new", name="admin.new_location", opt=seen_by(P.LOCATIONS_WRITE))
async def new() -> Rendered:
    return await _sheet(None)


@post("/stock/locations/new", name="admin.open_location", opt=done_by(P.LOCATIONS_WRITE), status_code=200)
async def open_one(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    require_all(staff, {P.LOCATIONS_WRITE})
    fields = await forms.typed(request)
    try:
        location = await inventory.open_location(fields.get("code", ""), await _draft(request, fields))
    except Refusal as refusal:
        return await _sheet(None, Refused("location", refusal, fields))
    return see_other("admin.location", code=location.code, done="opened")


@get_page("/stock/locations/{code:str}", name="admin.location", opt=seen_by(P.STOCK_READ))
async def show(request: Request, code: FromPath[str], staff: NamedDependency[users.Person]) -> Rendered:
    location = await inventory.find_location(forms.text(code))
    return await _sheet(location, done=forms.done(request, DONE), fixed=not staff.may(P.LOCATIONS_WRITE, location.code))


@post("/stock/locations/{code:str}", name="admin.change_location", opt=done_by(P.LOCATIONS_WRITE), status_code=200)
async def change(request: Request, code: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    code, fields = forms.text(code), await forms.typed(request)
    location = await inventory.find_location(code)
    require_at(staff, P.LOCATIONS_WRITE, code)
    try:
        note_before(request, name=location.name, priority=location.priority, zones=", ".join(location.zones))
        await inventory.change_location(code, await _draft(request, fields), forms.revision(fields))
    except Refusal as refusal:
        return await _sheet(location, Refused("location", refusal, fields))
    return see_other("admin.location", code=code, done="saved")


async def _draft(request: Request, fields: Fields) -> inventory.LocationDraft:
    zones = await forms.ticked(request, "zone")
    if not zones <= set(await _zones()):
        raise Invalid("Choose from the zones offered.")
    hours = tuple(fields.get(f"hours-{day}", "") for day in range(len(inventory.DAYS)))
    return inventory.LocationDraft(
        name=fields.get("name", ""),
        country=fields.get("country", ""),
        priority=forms.whole_number(fields.get("priority", ""), "priority"),
        address=fields.get("address", ""),
        zones=tuple(sorted(zones)),
        pickup=bool(fields.get("pickup")),
        hours=hours if any(hours) else (),
        region=fields.get("region", ""),
    )


async def _sheet(
    location: inventory.Location | None, refused: Refused = NOTHING_REFUSED, *, done: str = "", fixed: bool = False
) -> Rendered:
    """`fixed` for whoever may not change it."""
    context: dict[str, Any] = {
        "location": location,
        "countries": await _countries(location),
        "zones": await _zones(),
        "days": inventory.DAYS,
    }
    return page("admin/stock/locations/show", *answered(refused), refused=refused, done=done, fixed=fixed, **context)


async def _countries(location: inventory.Location | None) -> dict[str, str]:
    """Those that are delivered to, and where this one is."""
    offered = {country.code: country.name for country in await orders.countries()}
    return offered | ({location.country: country_name(location.country)} if location else {})


async def _zones() -> dict[str, str]:
    return {zone.code: zone.name for zone in await orders.delivery_zones()}


routes = [index, new, open_one, show, change]
