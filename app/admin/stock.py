"""The stock of all SKUs at all locations: looked through, and changed row by row or several rows at once."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency

from app import streams
from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.gateway import shelves
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from app.security.guards import require_at
from app.sights import Part
from domains import inventory, users
from domains.inventory import Deed, Picked, Standing
from domains.shared.errors import Invalid, Refusal
from domains.shared.ids import new_id
from domains.users import Permission as P

STANDINGS: Final = {
    Standing.SOLD_OUT: "Sold out",
    Standing.BEYOND: "Promised beyond the shelf",
    Standing.DAMAGED: "With damaged ones",
    Standing.INCOMING: "More is coming",
}
SET: Final = "set"
TOGETHER: Final = {
    SET: "Set on hand to",
    Deed.RECEIVE: "So many more came in",
    Deed.WRITE_OFF: "Write off so many",
    Deed.SET_ASIDE: "Set so many aside as damaged",
}
DONE: Final = {"changed": "All of them are changed."}
ASKED: Final = ("q", "location", "standing", "sort", "after")
LAST_FIRST: Final = "-sku"


@get_page("/stock", name="admin.stock", opt=seen_by(P.STOCK_READ))
async def index(request: Request, staff: NamedDependency[users.Person]) -> Rendered:
    asked = {name: forms.asked(request, name) for name in ASKED}
    return await _page(staff, asked, done=forms.done(request, DONE))


@get_page("/stock/live", name="admin.stock_live", opt=seen_by(P.STOCK_READ))
async def live(request: Request, staff: NamedDependency[users.Person]) -> Response[Any]:
    """The figures of a page of it as they change. Opened by itself it leads to that page."""
    asked = {name: forms.asked(request, name) for name in ASKED}
    if not streams.wanted(request):
        narrowed: dict[str, Any] = {name: value or None for name, value in asked.items()}
        return see_other("admin.stock", **narrowed)
    found = await _found(await _places(staff, asked["location"]), asked)
    return streams.live(request, partial(_figures, found.rows), forms.asked(request, "seen"))


async def _figures(rows: Sequence[inventory.StockLevel]) -> AsyncGenerator[Part, None]:
    """First of all rows, then of those that have changed since: whoever misses a part gets it with the next."""
    before: dict[tuple[str, UUID], str] = {}
    changed: set[tuple[str, UUID]] = set()
    async with aclosing(shelves.watch(rows)) as news:
        async for levels in news:
            now = {(level.sku, level.location_id): _mark([level]) for level in levels}
            changed |= {key for key, mark in now.items() if before and before[key] != mark}
            told = [level for level in levels if not before or (level.sku, level.location_id) in changed]
            before = before or now
            yield Part(_mark(levels), "admin/stock", {"levels": told})


def _mark(levels: Sequence[inventory.StockLevel]) -> str:
    """Another whenever one of their figures is another: also when a hold ends, which changes no version."""
    return f"{sum(level.version for level in levels)}.{sum(level.available for level in levels)}"


@post("/stock/levels", name="admin.change_levels", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def change(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields, ticked = await forms.typed(request), await forms.ticked(request, "level")
    asked = {name: fields.get(name, "") for name in ASKED}
    picked: Sequence[Picked] = ()
    try:
        if fields.get("deed") not in TOGETHER:
            raise Invalid("Choose what is done.", {"deed": "Choose what is done."})
        deed = forms.choice(Deed, fields["deed"])
        quantity = forms.whole_number(fields.get("quantity", ""), "quantity")
        picked = await _all(staff, asked, fields["all"]) if fields.get("all") else _picked(ticked)
        for code in {each.location for each in picked}:
            require_at(staff, P.STOCK_ADJUST, code)
        reason, key = fields.get("reason", ""), forms.identity(fields.get("key", ""))
        await inventory.handle_together(picked, deed, quantity, reason=reason, actor=staff.email, key=key)
    except Refusal as refusal:
        return await _page(staff, asked, Refused("stock-together", refusal, fields), picked=picked)
    narrowed: dict[str, Any] = {name: value or None for name, value in asked.items()}
    return see_other("admin.stock", **narrowed, done="changed")


async def _all(staff: users.Person, asked: Fields, count: str) -> Sequence[Picked]:
    """As many as its page said, or none: others may fit by now."""
    standing = forms.choice(Standing, asked["standing"])
    picked = await shelves.all_that_fit(asked["q"], await _places(staff, asked["location"]), standing)
    if str(len(picked)) != count:
        raise Refusal(f"{len(picked)} rows fit by now, not {count}. Look at them, then send it once more.")
    return picked


def _picked(ticked: frozenset[str]) -> Sequence[Picked]:
    """A box says where, how many its page showed, and what: `main 12 MUG`."""
    parts = [value.split(" ", 2) for value in sorted(ticked)]
    if any(len(part) < 3 or not part[1].lstrip("-").isdecimal() for part in parts):
        raise Invalid("This form is out of date. Look at the page again, then send it once more.")
    return [Picked(forms.text(sku), forms.text(code), int(seen[:12])) for code, seen, sku in parts]


async def _places(staff: users.Person, code: str = "") -> list[inventory.Location]:
    """Those that this person may look at, or the one asked for."""
    places = [each for each in await inventory.locations() if staff.may(P.STOCK_READ, each.code)]
    return [each for each in places if each.code == code] if code else places


async def _page(
    staff: users.Person,
    asked: Mapping[str, str],
    refused: Refused = NOTHING_REFUSED,
    *,
    picked: Sequence[Picked] = (),
    done: str = "",
) -> Rendered:
    places, code = await _places(staff), asked["location"]
    here = [each for each in places if each.code == code] if code else places
    found = await _found(here, asked)
    context: dict[str, Any] = {
        "found": found,
        "asked": {name: value or None for name, value in asked.items()},
        "names": {place.code: place.name for place in places},
        "changeable": {place.code for place in places if staff.may(P.STOCK_ADJUST, place.code)},
        "standings": STANDINGS,
        "together": TOGETHER,
        "most": inventory.MOST_TOGETHER,
        "onward": found.onward and f"{found.onward[1]}.{found.onward[0]}",
        "other_way": None if asked["sort"] == LAST_FIRST else LAST_FIRST,
        "mark": _mark(found.rows),
        "picked": {(each.sku, each.location) for each in picked},
    }
    context |= {"refused": refused, "why": _why(refused.refusal), "key": new_id(), "done": done}
    return page("admin/stock/index", *answered(refused), **context)


async def _found(places: Sequence[inventory.Location], asked: Mapping[str, str]) -> shelves.Shelves:
    standing, backwards = forms.choice(Standing, asked["standing"]), asked["sort"] == LAST_FIRST
    return await shelves.shelves(asked["q"], places, standing, _after(asked["after"]), backwards=backwards)


def _why(refusal: Refusal | None) -> list[tuple[str, str]]:
    """For the error summary: each row that stands in the way, by its id."""
    if not isinstance(refusal, inventory.NotTogether):
        return []
    told = sorted(refusal.why.items())
    return [(f"admin-level-{code}-{quote(sku)}", f"{sku}, {code}: {why}") for (sku, code), why in told]


def _after(text: str) -> tuple[str, UUID] | None:
    place, _, sku = text.partition(".")
    try:
        return (sku, UUID(place)) if sku else None
    except ValueError:
        return None


routes = [index, live, change]
