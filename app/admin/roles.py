"""Roles: what each allows, written anew and changed by those who hold all of it."""

from typing import Any, Final

from litestar import Response, post
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.acting import actor_of
from app.security.declarations import done_by, seen_by
from app.security.proving import proved_lately
from domains import users
from domains.shared.errors import Refusal
from domains.users import Permission as P

DONE: Final = {
    "created": "The role is there. Give it to people on their pages.",
    "saved": "The role is saved. It holds from everybody's next page on.",
    "removed": "The role is gone.",
}


@get_page("/roles", name="admin.roles", opt=seen_by(P.STAFF_READ))
async def index(request: Request) -> Rendered:
    people = await users.people_by_role()
    return page("admin/roles/index", roles=await users.roles(), people=people, done=forms.done(request, DONE))


@get_page("/roles/new", name="admin.new_role", opt=seen_by(P.ROLES_WRITE))
async def new() -> Rendered:
    return _sheet(None)


@post(
    "/roles/new",
    name="admin.create_role",
    opt=done_by(P.ROLES_WRITE, recorded=False),
    guards=[proved_lately],
    status_code=200,
)
async def create(request: Request) -> Response[None]:
    chosen = await forms.ticked(request, "permission")
    fields = await forms.typed(request)
    try:
        role = await users.create_role(_draft(fields, chosen), actor=actor_of(request.scope))
    except Refusal as refusal:
        return _sheet(None, Refused("role", refusal, fields), chosen)
    return see_other("admin.role", key=role.key, done="created")


@get_page("/roles/{key:str}", name="admin.role", opt=seen_by(P.STAFF_READ))
async def show(request: Request, key: FromPath[str]) -> Rendered:
    return _sheet(await users.find_role(forms.text(key)), done=forms.done(request, DONE))


@post(
    "/roles/{key:str}",
    name="admin.change_role",
    opt=done_by(P.ROLES_WRITE, recorded=False),
    guards=[proved_lately],
    status_code=200,
)
async def change(request: Request, key: FromPath[str]) -> Response[None]:
    role, chosen = await users.find_role(forms.text(key)), await forms.ticked(request, "permission")
    fields = await forms.typed(request)
    try:
        draft = _draft(fields, chosen, role)
        await users.change_role(role.key, draft, forms.revision(fields), actor=actor_of(request.scope))
    except Refusal as refusal:
        return _sheet(await users.find_role(role.key), Refused("role", refusal, fields), chosen)
    return see_other("admin.role", key=role.key, done="saved")


@post(
    "/roles/{key:str}/removal",
    name="admin.remove_role",
    opt=done_by(P.ROLES_WRITE, recorded=False),
    guards=[proved_lately],
    status_code=200,
)
async def remove(request: Request, key: FromPath[str]) -> Response[None]:
    key = forms.text(key)
    fields = await forms.typed(request)
    try:
        forms.confirmed(fields)
        await users.remove_role(key, forms.revision(fields), actor=actor_of(request.scope))
    except Refusal as refusal:
        return _sheet(await users.find_role(key), Refused("remove", refusal, fields))
    return see_other("admin.roles", done="removed")


def _draft(fields: forms.Fields, chosen: frozenset[str], role: users.Role | None = None) -> users.RoleDraft:
    """Of the owner's role a browser sends the days alone: the rest stands still."""
    days = forms.whole_number(fields.get("second_factor_days") or str(users.SECOND_FACTOR_DAYS), "second_factor_days")
    if role and role.everything and not chosen and "name" not in fields:
        return users.RoleDraft.of(role.name, role.about, role.allows, days)
    return users.RoleDraft.of(fields.get("name", ""), fields.get("about", ""), chosen, days)


def _sheet(
    role: users.Role | None,
    refused: Refused = NOTHING_REFUSED,
    chosen: frozenset[str] | None = None,
    *,
    done: str = "",
) -> Rendered:
    """What was ticked where it was refused, else what the role allows."""
    ticked = chosen if chosen is not None else frozenset(role.allows if role else ())
    context: dict[str, Any] = {"role": role, "ticked": ticked, "grouped": users.by_resource(), "done": done}
    context["default_days"] = users.SECOND_FACTOR_DAYS
    return page("admin/roles/show", *answered(refused), refused=refused, **context)


routes = [index, new, create, show, change, remove]
