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
    chosen = await _chosen(request)
    fields = await forms.typed(request)
    try:
        draft = users.RoleDraft.of(fields.get("name", ""), fields.get("about", ""), chosen)
        role = await users.create_role(draft, actor=actor_of(request.scope))
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
    key, chosen = forms.text(key), await _chosen(request)
    fields = await forms.typed(request)
    try:
        draft = users.RoleDraft.of(fields.get("name", ""), fields.get("about", ""), chosen)
        await users.change_role(key, draft, forms.revision(fields), actor=actor_of(request.scope))
    except Refusal as refusal:
        return _sheet(await users.find_role(key), Refused("role", refusal, fields), chosen)
    return see_other("admin.role", key=key, done="saved")


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


async def _chosen(request: Request) -> frozenset[str]:
    return frozenset(name for name in (await request.form()).getall("permission", []) if isinstance(name, str))


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
    return page("admin/roles/show", *answered(refused), refused=refused, **context)


routes = [index, new, create, show, change, remove]
