"""Price lists for staff: for whom and when they hold, and the prices on them by SKU."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import choices, conflicts, forms, group_names, moments, removals
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.admin.removals import Question
from app.forms import LONGEST
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import catalog, users
from domains.shared import clock
from domains.shared.errors import Invalid, Refusal
from domains.users import Permission as P

DONE: Final = {
    "saved": "The price list is saved.",
    "prices": "The prices are saved.",
    "removed": "The price list is removed.",
}
LABELS: Final = {
    "name": "Name", "priority": "Priority", "groups": "Customer groups", "starts_at": "From", "ends_at": "To",
}  # fmt: skip
NEW: Final = dict.fromkeys(LABELS, "") | {"priority": "0"}


@get_page("/price-lists", name="admin.price_lists", opt=seen_by(P.PRICES_READ))
async def index(request: Request) -> Rendered:
    return await _index(done=forms.done(request, DONE))


@post("/price-lists", name="admin.create_price_list", opt=done_by(P.PRICES_WRITE), status_code=200)
async def create(request: Request) -> Response[None]:
    fields = await forms.typed(request)
    try:
        made = await _save(None, fields)
    except Refusal as refusal:
        return await _index(Refused("list", refusal, fields))
    return see_other("admin.price_list", list_id=str(made.id), done="saved")


@get_page("/price-lists/{list_id:uuid}", name="admin.price_list", opt=seen_by(P.PRICES_READ))
async def show(request: Request, list_id: FromPath[UUID]) -> Rendered:
    done, after = forms.done(request, DONE), forms.asked(request, "after")
    return await _sheet(list_id, done=done, after=after)


@post("/price-lists/{list_id:uuid}", name="admin.save_price_list", opt=done_by(P.PRICES_WRITE), status_code=200)
async def save(request: Request, list_id: FromPath[UUID]) -> Response[None]:
    fields = conflicts.settled(await forms.typed(request), _shown(await catalog.price_list(list_id)))
    try:
        await _save(list_id, fields)
    except catalog.Conflict:
        return await _clash(list_id, fields)
    except Refusal as refusal:
        return await _sheet(list_id, Refused("list", refusal, fields))
    return see_other("admin.price_list", list_id=str(list_id), done="saved")


@post("/price-lists/{list_id:uuid}/prices", name="admin.set_list_prices", opt=done_by(P.PRICES_WRITE), status_code=200)
async def set_prices(request: Request, list_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        await _whole(request)
        currency = (await catalog.price_list(list_id)).currency
        said = list(_said(fields.get("prices", ""), currency))
        await catalog.set_list_prices(list_id, said, actor=staff.email)
    except Refusal as refusal:
        return await _sheet(list_id, Refused("prices", refusal, fields))
    return see_other("admin.price_list", list_id=str(list_id), done="prices")


@get_page("/price-lists/{list_id:uuid}/removal", name="admin.ask_price_list_removal", opt=seen_by(P.PRICES_WRITE))
async def ask_removal(list_id: FromPath[UUID]) -> Rendered:
    own, here = await catalog.price_list(list_id), {"list_id": str(list_id)}
    told = "Its prices hold for nobody any more, at once. Orders that were placed keep and explain theirs."
    deed, back = ("admin.remove_price_list", here), ("admin.price_list", here)
    hidden = {"revision": str(own.revision or "")}
    return removals.ask(Question(f"Remove the price list {own.name}?", told, deed, back, own.name, hidden))


@post(
    "/price-lists/{list_id:uuid}/removal", name="admin.remove_price_list", opt=done_by(P.PRICES_WRITE), status_code=200
)
async def remove(request: Request, list_id: FromPath[UUID]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        await catalog.remove_price_list(list_id, revision=forms.revision(fields))
    except catalog.Conflict as refusal:
        return await _sheet(list_id, Refused("removal", refusal))
    return see_other("admin.price_lists", done="removed")


async def _save(list_id: UUID | None, fields: Fields) -> catalog.PriceList:
    groups = group_names.keys((await group_names.left_out(fields)).get("groups", ""))
    if told := await group_names.unknown(groups):
        raise Invalid(told, {"groups": told})
    return await catalog.save_price_list(
        list_id,
        name=fields.get("name", ""),
        priority=forms.whole_number(fields.get("priority", "0"), "priority"),
        groups=sorted(groups),
        starts_at=moments.read(fields, "starts_at"),
        ends_at=moments.read(fields, "ends_at"),
        revision=forms.revision(fields) if list_id else None,
    )


def _shown(own: catalog.PriceList) -> Fields:
    return {
        "name": own.name,
        "priority": str(own.priority),
        "groups": ", ".join(own.groups),
        "starts_at": moments.shown(own.starts_at),
        "ends_at": moments.shown(own.ends_at),
    }


async def _clash(list_id: UUID, typed: Fields) -> Rendered:
    own = await catalog.price_list(list_id)
    clash, where = conflicts.clash(typed, _shown(own), LABELS, own.revision), {"list_id": str(list_id)}
    return conflicts.shown(clash, own.name, "admin.save_price_list", "admin.price_list", **where)


async def _whole(request: Request) -> None:
    """A text that would be cut off is refused: half a price is another price."""
    if len(str((await request.form()).get("prices") or "")) > LONGEST:
        told = f"Give at most {LONGEST} characters at once."
        raise Invalid(told, {"prices": told})


def _said(text: str, currency: str) -> Iterator[catalog.ListedPrice]:
    """A line is SKU; from how many on; price. Without a price it comes off the list."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split(";")]
        if len(cells) != 3 or not cells[0]:
            told = f"Line {number}: give SKU; quantity; price."
            raise Invalid(told, {"prices": told})
        try:
            quantity = forms.whole_number(cells[1], "prices")
            price = forms.amount(cells[2], currency, "prices") if cells[2] else None
        except Invalid as wrong:
            told = f"Line {number}: {wrong.fields['prices']}"
            raise Invalid(told, {"prices": told}) from None
        yield catalog.ListedPrice(cells[0], quantity, price)


async def _index(refused: Refused = NOTHING_REFUSED, *, done: str = "") -> Rendered:
    lists = await catalog.price_lists()
    return page(
        "admin/price_lists/index", *answered(refused), lists=lists, at=clock.now(), own=None, shown=NEW,
        refused=refused, done=done, **await _groups(refused, NEW),
    )  # fmt: skip


async def _sheet(list_id: UUID, refused: Refused = NOTHING_REFUSED, *, done: str = "", after: str = "") -> Rendered:
    own = await catalog.price_list(list_id)
    shown, listed = _shown(own), await catalog.listed_prices(list_id, after)
    return page(
        "admin/price_lists/show", *answered(refused), own=own, shown=shown, was=conflicts.mark(shown), listed=listed,
        refused=refused, done=done, **await _groups(refused, shown),
    )  # fmt: skip


async def _groups(refused: Refused, shown: Fields) -> dict[str, Any]:
    """Those that there are, and what the form names beside them."""
    gone = await group_names.gone(dict(refused.fields) if refused.of("list") else shown)
    return {"groups": await choices.customer_groups(), "gone": group_names.quoted(gone)}


routes = [index, create, show, save, set_prices, ask_removal, remove]
