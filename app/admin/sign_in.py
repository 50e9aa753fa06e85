"""Signing in to the back office and out of it."""

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.admin import forms
from app.admin.entrance import inside
from app.forms import NOTHING_REFUSED, secret
from app.requests import Request, get_page
from app.responses import Rendered, door, page, see_other
from app.security.acting import origin_of
from app.security.declarations import Rate, done_by, seen_by
from app.security.halfway import half
from app.security.recording import note_failure
from app.security.visitor import Visitor
from app.security.working import may_enter
from domains import users


@get_page("/admin/sign-in", name="admin.sign_in", opt=seen_by())
async def form(request: Request) -> Rendered:
    wanted = inside(forms.asked(request, "next")) or ""
    return _page(wanted, said=forms.asked(request, "done") == "out")


@post("/admin/sign-in", name="admin.start_session", opt=done_by(rate=Rate.SIGN_IN), status_code=200)
async def sign_in(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    fields = await forms.typed(request)
    wanted = inside(fields.get("next"))
    try:
        person = await _proved(fields.get("email", ""), await secret(request, "password"), visitor.place)
    except users.BadCredentials as refusal:
        typed = fields.get("email", "")
        shown = _page(wanted or "", 422, typed, refusal)
        note_failure(request.scope, refusal, shown)
        return shown
    if person.second_factor_at:
        factors, carried = await users.second_factors(person.id), half(person)
        return page("sign_in/second", half=carried, next=wanted or "/admin", refused=NOTHING_REFUSED, factors=factors)
    origin = await _end_session(request, visitor)
    agent, ip, named = origin.user_agent, origin.ip, origin.request_id
    visitor.enter(await users.start_session(person.id, agent, ip, password_of=person.password_of, request_id=named))
    return Redirect(wanted or "/admin", status_code=303)


@post("/admin/sign-out", name="admin.sign_out", opt=done_by(), status_code=200)
async def sign_out(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    await _end_session(request, visitor)
    visitor.leave()
    return see_other("admin.sign_in", done="out")


def _page(
    wanted: str, status: int = 200, email: str = "", refusal: users.BadCredentials | None = None, said: bool = False
) -> Rendered:
    asks = users.relying_party() is not None
    context = {"email": email, "next": wanted, "refusal": refusal, "said": said, "has_passkeys": asks}
    return door("admin/sign_in", status, **context)


async def _proved(email: str, password: str, place: str) -> users.Person:
    person = await users.authenticate(email, password, place)
    if not may_enter(person):
        raise users.BadCredentials
    return person


async def _end_session(request: Request, visitor: Visitor) -> users.Origin:
    origin = origin_of(request.scope)
    if visitor.session:
        await users.end_session(visitor.session.person_id, visitor.session.id, origin=origin)
    return origin


routes = [form, sign_in, sign_out]
