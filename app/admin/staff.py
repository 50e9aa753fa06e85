"""The people who work here: who they are, what they may do, letting them in and keeping them out."""

from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.types import AnyCallable

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.acting import actor_of
from app.security.declarations import done_by, seen_by
from app.security.proving import proved_lately
from domains import inventory, users
from domains.shared.errors import Invalid, Refusal
from domains.users import Permission as P

DONE: Final = {
    "invited": "An e-mail asks them to choose a password. From then on they can sign in.",
    "roles": "The roles are saved. They hold from the next page on.",
    "disabled": "They are kept out from now on.",
    "enabled": "They may sign in again.",
    "left": "They work here no longer. Their account is a customer's like any other.",
}

NO_SUCH_PLACE: Final = "Choose from the locations offered."
Ticked = tuple[frozenset[str], frozenset[str]]  # roles, and the locations that limit them
NONE_TICKED: Final[Ticked] = (frozenset(), frozenset())


def deed(path: str, name: str) -> Callable[[AnyCallable], HTTPRouteHandler]:
    """Of whoever looks after the staff, after a fresh proof; its verb writes it down."""
    who = done_by(P.STAFF_WRITE, recorded=False)
    return post(f"/staff{path}", name=name, opt=who, guards=[proved_lately], status_code=200)


@get_page("/staff", name="admin.staff", opt=seen_by(P.STAFF_READ))
async def index(request: Request, staff: NamedDependency[users.Person]) -> Rendered:
    return await _index(staff, done=forms.done(request, DONE))


@deed("", "admin.invite_staff")
async def invite(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        given = await _given(request)
        person = await users.invite_staff(
            fields.get("email", ""), fields.get("name", ""), given, actor=actor_of(request.scope)
        )
    except Refusal as refusal:
        return await _index(staff, Refused("invite", refusal, fields), await _ticked(request))
    return see_other("admin.staff_member", person_id=str(person.id), done="invited")


@get_page("/staff/{person_id:uuid}", name="admin.staff_member", opt=seen_by(P.STAFF_READ))
async def show(request: Request, person_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Rendered:
    return await _sheet(person_id, staff, done=forms.done(request, DONE))


@deed("/{person_id:uuid}/roles", "admin.give_roles")
async def give_roles(
    request: Request, person_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    try:
        await users.give_roles(person_id, await _given(request), actor=actor_of(request.scope))
    except users.NoSuchStaff:
        raise
    except Refusal as refusal:
        return await _sheet(person_id, staff, Refused("roles", refusal), await _ticked(request))
    return see_other("admin.staff_member", person_id=str(person_id), done="roles")


@deed("/{person_id:uuid}/disabling", "admin.disable_staff")
async def disable(request: Request, person_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    return await _done(person_id, staff, "disabled", users.disable(person_id, actor=actor_of(request.scope)))


@deed("/{person_id:uuid}/enabling", "admin.enable_staff")
async def enable(request: Request, person_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    return await _done(person_id, staff, "enabled", users.enable(person_id, actor=actor_of(request.scope)))


@deed("/{person_id:uuid}/leaving", "admin.let_go")
async def let_go(request: Request, person_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    try:
        forms.confirmed(await forms.typed(request))
        await users.let_go(person_id, actor=actor_of(request.scope))
    except users.NoSuchStaff:
        raise
    except Refusal as refusal:
        return await _sheet(person_id, staff, Refused("leaving", refusal))
    return see_other("admin.staff", done="left")


async def _done(person_id: UUID, staff: users.Person, form: str, change: Awaitable[object]) -> Response[None]:
    try:
        await change
    except users.NoSuchStaff:
        raise
    except Refusal as refusal:
        return await _sheet(person_id, staff, Refused(form, refusal))
    return see_other("admin.staff_member", person_id=str(person_id), done=form)


async def _given(request: Request) -> users.Given:
    """The roles ticked; the locations ticked limit every one of them."""
    roles, limits = await _ticked(request)
    if not limits <= {location.code for location in await inventory.locations()}:
        raise Invalid(NO_SUCH_PLACE, {"locations": NO_SUCH_PLACE})
    return dict.fromkeys(sorted(roles), sorted(limits))


async def _ticked(request: Request) -> Ticked:
    return await forms.ticked(request, "role"), await forms.ticked(request, "location")


async def _index(
    staff: users.Person, refused: Refused = NOTHING_REFUSED, ticked: Ticked = NONE_TICKED, *, done: str = ""
) -> Rendered:
    context = await _roles(staff) | {"people": await users.staff(), "done": done}
    context["chosen"], context["limits"] = ticked
    return page("admin/staff/index", *answered(refused), refused=refused, **context)


async def _sheet(
    person_id: UUID,
    staff: users.Person,
    refused: Refused = NOTHING_REFUSED,
    ticked: Ticked | None = None,
    *,
    done: str = "",
) -> Rendered:
    """What was ticked where it was refused, else what they have."""
    person = await users.find_staff(person_id)
    limits = frozenset(code for given in person.roles for code in given.locations)
    context = await _roles(staff)
    context["chosen"], context["limits"] = ticked or (frozenset(given.role_key for given in person.roles), limits)
    return page("admin/staff/show", *answered(refused), person=person, refused=refused, done=done, **context)


async def _roles(staff: users.Person) -> dict[str, Any]:
    """Those that the one who asks can give: what they hold themselves."""
    roles = await users.roles()
    givable = {role.key for role in roles if role.allows <= staff.holds and (staff.owns or not role.everything)}
    return {"roles": roles, "givable": givable, "locations": await inventory.locations()}


routes = [index, invite, show, give_roles, disable, enable, let_go]
