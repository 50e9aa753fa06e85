"""The stock of all SKUs at all locations, to be looked through."""

from typing import Any, Final
from uuid import UUID

from litestar.di import NamedDependency

from app.admin import forms
from app.gateway import shelves
from app.requests import Request, get_page
from app.responses import Rendered, page
from app.security.declarations import seen_by
from domains import inventory, users
from domains.inventory import Standing
from domains.users import Permission as P

STANDINGS: Final = {
    Standing.SOLD_OUT: "Sold out",
    Standing.BEYOND: "Promised beyond the shelf",
    Standing.DAMAGED: "With damaged ones",
    Standing.INCOMING: "More is coming",
}
LAST_FIRST: Final = "-sku"


@get_page("/stock", name="admin.stock", opt=seen_by(P.STOCK_READ))
async def index(request: Request, staff: NamedDependency[users.Person]) -> Rendered:
    asked = {name: forms.asked(request, name) for name in ("q", "location", "standing", "sort", "after")}
    places = [each for each in await inventory.locations() if staff.may(P.STOCK_READ, each.code)]
    here = [each for each in places if each.code == asked["location"]] if asked["location"] else places
    standing = forms.choice(Standing, asked["standing"])
    backwards = asked["sort"] == LAST_FIRST
    found = await shelves.shelves(asked["q"], here, standing, _after(asked["after"]), backwards=backwards)
    context: dict[str, Any] = {
        "found": found,
        "asked": {name: value or None for name, value in asked.items()},
        "names": {place.code: place.name for place in places},
        "standings": STANDINGS,
        "onward": found.onward and f"{found.onward[1]}.{found.onward[0]}",
        "other_way": None if backwards else LAST_FIRST,
    }
    return page("admin/stock/index", **context)


def _after(text: str) -> tuple[str, UUID] | None:
    place, _, sku = text.partition(".")
    try:
        return (sku, UUID(place)) if sku else None
    except ValueError:
        return None


routes = [index]
