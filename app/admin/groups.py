"""Customer groups: written, changed and removed, with their rules and with whoever is put in them by hand."""

from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from app.admin import forms, group_rules
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.gateway import customers
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.acting import actor_of
from app.security.declarations import done_by, seen_by
from domains import users
from domains.shared.errors import Refusal
from domains.users import Permission as P

DONE: Final = {
    "created": "The group is there. Name it in price lists and promotions by its key.",
    "saved": "The group is saved. Prices follow at once.",
    "removed": "The group is gone. Price lists and promotions that name it hold for nobody through it.",
    "put_in": "They are in the group, whatever its rule says.",
    "taken_out": "They are in the group no longer, unless its rule takes them.",
}


@get_page("/groups", name="admin.groups", opt=seen_by(P.CUSTOMERS_READ))
async def index(request: Request) -> Rendered:
    every = [(group, group_rules.told(group.rule)) for group in await users.groups()]
    counts = await users.members_by_group()
    return page("admin/groups/index", groups=every, counts=counts, done=forms.done(request, DONE))


@get_page("/groups/new", name="admin.new_group", opt=seen_by(P.CUSTOMERS_WRITE))
async def new() -> Rendered:
    return await _sheet(None)


@post("/groups/new", name="admin.create_group", opt=done_by(P.CUSTOMERS_WRITE, recorded=False), status_code=200)
async def create(request: Request) -> Response[None]:
    fields = await forms.typed(request)
    try:
        group = await users.create_group(_draft(fields), actor=actor_of(request.scope))
    except Refusal as refusal:
        return await _sheet(None, Refused("group", refusal, fields))
    return see_other("admin.group", key=group.key, done="created")


@get_page("/groups/{key:str}", name="admin.group", opt=seen_by(P.CUSTOMERS_READ))
async def show(request: Request, key: FromPath[str]) -> Rendered:
    group = await users.find_group(forms.text(key))
    return await _sheet(group, done=forms.done(request, DONE), after=forms.place(request, "after"))


@post("/groups/{key:str}", name="admin.change_group", opt=done_by(P.CUSTOMERS_WRITE, recorded=False), status_code=200)
async def change(request: Request, key: FromPath[str]) -> Response[None]:
    async def change(key: str, fields: Fields) -> object:
        return await users.change_group(key, _draft(fields), forms.revision(fields), actor=actor_of(request.scope))

    return await _done(request, key, "group", change) or see_other("admin.group", key=key, done="saved")


@post(
    "/groups/{key:str}/removal",
    name="admin.remove_group",
    opt=done_by(P.CUSTOMERS_WRITE, recorded=False),
    status_code=200,
)
async def remove(request: Request, key: FromPath[str]) -> Response[None]:
    async def removal(key: str, fields: Fields) -> None:
        forms.confirmed(fields)
        await users.remove_group(key, forms.revision(fields), actor=actor_of(request.scope))

    return await _done(request, key, "remove", removal) or see_other("admin.groups", done="removed")


@post(
    "/groups/{key:str}/people",
    name="admin.put_in_group",
    opt=done_by(P.CUSTOMERS_WRITE, recorded=False),
    status_code=200,
)
async def put_in(request: Request, key: FromPath[str]) -> Response[None]:
    async def put(key: str, fields: Fields) -> object:
        return await users.put_in_group(key, fields.get("email", ""), actor=actor_of(request.scope))

    return await _done(request, key, "put-in", put) or see_other("admin.group", key=key, done="put_in")


@post(
    "/groups/{key:str}/people/{person_id:uuid}/removal",
    name="admin.take_out_of_group",
    opt=done_by(P.CUSTOMERS_WRITE, recorded=False),
    status_code=200,
)
async def take_out(request: Request, key: FromPath[str], person_id: FromPath[UUID]) -> Response[None]:
    await users.take_out_of_group(forms.text(key), person_id, actor=actor_of(request.scope))
    return see_other("admin.group", key=forms.text(key), done="taken_out")


async def _done(
    request: Request, key: str, form: str, change: Callable[[str, Fields], Awaitable[object]]
) -> Rendered | None:
    """Of a group that is there; refused, its page with what was typed into that form."""
    key, fields = forms.text(key), await forms.typed(request)
    group = await users.find_group(key)
    try:
        await change(key, fields)
    except Refusal as refusal:
        return await _sheet(group, Refused(form, refusal, fields))
    return None


def _draft(fields: Fields) -> users.GroupDraft:
    return users.GroupDraft(fields.get("name", ""), fields.get("about", ""), group_rules.read(fields))


async def _sheet(
    group: users.Group | None, refused: Refused = NOTHING_REFUSED, *, done: str = "", after: UUID | None = None
) -> Rendered:
    rule = group.rule if group else users.NO_RULE
    context: dict[str, Any] = {"group": group, "shown": group_rules.shown(rule), "told": group_rules.told(rule)}
    if group:
        context |= {"by_hand": await users.put_in_by_hand(group.key), "taken": await customers.taken_by(rule, after)}
    return page("admin/groups/show", *answered(refused), refused=refused, done=done, after=after, **context)


routes = [index, new, create, show, change, remove, put_in, take_out]
