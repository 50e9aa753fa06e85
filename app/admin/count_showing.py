"""A count sheet on the screen: part by part, page by page, with what was refused of it."""

from typing import Any, Final
from uuid import UUID

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.gateway import counting
from app.requests import Request
from app.responses import Rendered, page, swap
from app.security.guards import require_at
from domains import catalog, inventory, users
from domains.inventory import CountPart, CountStatus
from domains.shared.errors import Refusal
from domains.shared.ids import new_id
from domains.users import Permission as P

MOST_PRINTED: Final = 2_000
DONE: Final = {
    "opened": "The sheet is open. Go through the shelves, and write down or scan what lies there.",
    "saved": "It is written down.",
    "again": "These are to be counted once more.",
    "counted": "The count is closed. Look at what differs, say why, then book it.",
    "applied": "The count is booked, and the figures have followed.",
    "cancelled": "The count is given up. No figure has changed.",
}
WORDS: Final = {
    CountStatus.OPEN: "Being counted",
    CountStatus.COUNTED: "Counted, not booked",
    CountStatus.APPLIED: "Booked",
    CountStatus.CANCELLED: "Given up",
}
TONES: Final = {CountStatus.OPEN: "waiting", CountStatus.COUNTED: "waiting", CountStatus.APPLIED: "good"}
PARTS: Final = {
    None: "All",
    CountPart.UNCOUNTED: "Not counted yet",
    CountPart.COUNTED: "Counted",
    CountPart.DIFFERING: "Differing",
}


async def reached(staff: users.Person, count_id: UUID, permission: P) -> inventory.StockCount:
    """Refused to whoever may not do this where it is counted."""
    count = await inventory.find_count(count_id)
    require_at(staff, permission, (await counting.place_of(count)).code)
    return count


async def show_count(
    request: Request,
    staff: users.Person,
    count: inventory.StockCount,
    refused: Refused = NOTHING_REFUSED,
    *,
    done: str = "",
    scanned: catalog.Goods | None = None,
) -> Rendered:
    """As it is by now, whatever it was when the form was made. A blind one never says what differs while it is open."""
    count = await inventory.find_count(count.id)
    asked = {name: forms.asked(request, name) or refused.fields.get(name, "") for name in ("part", "after")}
    part = forms.choice(CountPart, asked["part"])
    if part is CountPart.DIFFERING and not count.tells:
        part = None
    sheet = await counting.sheet(count, part, asked["after"])
    context: dict[str, Any] = {
        "sheet": sheet,
        "count": count,
        "part": part,
        "parts": {each: name for each, name in PARTS.items() if count.tells or each is not CountPart.DIFFERING},
        "asked": {name: value or None for name, value in asked.items()},
        "may": staff.may(P.STOCK_ADJUST, sheet.place.code),
        "words": WORDS,
        "tones": TONES,
        "scanned": scanned,
        "key": new_id(),
        "refused": refused,
        "why": _why(refused.refusal),
    }
    if request.htmx:
        return swap("admin/count", *answered(refused), **context)
    return page("admin/stock/counts/show", *answered(refused), **context, done=done)


def _why(refusal: Refusal | None) -> list[tuple[str, str]]:
    """For the error summary: each line that cannot be booked."""
    if not isinstance(refusal, inventory.CountShort):
        return []
    return [("count-sheet", f"{sku}: {why}") for sku, why in sorted(refusal.why.items())[:20]]
