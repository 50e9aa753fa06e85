"""Signing in and out of an account, by plain forms."""

from typing import Final

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.errors import later
from app.forms import NOTHING_REFUSED, Refused
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.acting import origin_of
from app.security.declarations import Rate, done_by, seen_by
from app.security.halfway import Half, half, read_half
from app.security.recording import note_failure
from app.security.returning import inside
from app.security.visitor import Visitor
from domains import users
from domains.shared.errors import Refusal

from . import forms, members

FORM: Final = "sign-in"
TOLD: Final = {
    "late": "That took a little long. Please begin again.",
    "out": "You are signed out.",
    "everywhere": "You are signed out everywhere.",
    "password": "Your password is changed. Please sign in with the new one.",
}


@get_page("/login", name="sign_in.show", opt=seen_by())
async def show(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    if visitor.person:
        return see_other("account.show")
    wanted = inside(forms.asked(request, "next")) or ""
    return answer(NOTHING_REFUSED, wanted, said=TOLD.get(forms.asked(request, "done"), ""))


@post("/login", name="sign_in.enter", opt=done_by(rate=Rate.SIGN_IN), status_code=200)
async def enter(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    fields = await forms.typed(request)
    wanted = inside(fields.get("next")) or ""
    try:
        person = await users.authenticate(
            fields.get("email", ""), await forms.secret(request, "password"), visitor.place
        )
        if not person.second_factor_at:
            await members.let_in(request, visitor, person)
    except (users.BadCredentials, users.TooSoon) as refusal:
        shown = answer(Refused(FORM, refusal, fields), wanted, refusal)
        note_failure(request.scope, refusal, shown)
        return shown
    if person.second_factor_at:
        return await members.ask_code(person, half(person), wanted)
    return Redirect(wanted or "/account", status_code=303)


@post("/login/code", name="sign_in.second", opt=done_by(rate=Rate.SIGN_IN), status_code=200)
async def second(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    fields = await forms.typed(request)
    wanted, (half, person) = inside(fields.get("next")) or "", await halfway(fields)
    if half is None or person is None:
        return late(wanted)
    try:
        await users.prove_second_factor(person, fields.get("code", ""), origin=origin_of(request.scope))
    except (users.WrongCode, users.TooSoon) as refusal:
        return await members.ask_code(person, fields["half"], wanted, refusal=refusal)
    return await enter_whole(request, visitor, person, half, wanted)


@post("/sign-out", name="sign_in.leave", opt=done_by(), status_code=303)
async def leave(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    if visitor.session:
        origin = origin_of(request.scope)
        await users.end_session(visitor.session.person_id, visitor.session.id, origin=origin)
    visitor.leave()
    return see_other("sign_in.show", done="out")


async def halfway(fields: dict[str, str]) -> tuple[Half | None, users.Person | None]:
    """Whose password was right a moment ago, in a try that has let nobody in yet; else nobody."""
    half = read_half(fields.get("half", ""))
    person = await users.find_person(half.person_id) if half and not await half.used() else None
    if half is None or person is None or person.disabled_at:
        return None, None
    person.password_of = half.password_of
    return half, person


async def enter_whole(
    request: Request, visitor: Visitor, person: users.Person, half: Half, wanted: str
) -> Response[None]:
    """After the second step, once; not with a password that was changed between the two."""
    if not await half.use():
        return late(wanted)
    try:
        await members.let_in(request, visitor, person, second_factor=True)
    except users.BadCredentials:
        return late(wanted)
    return Redirect(wanted or "/account", status_code=303)


def late(wanted: str) -> Response[None]:
    return see_other("sign_in.show", next=wanted or None, done="late")


def answer(refused: Refused, wanted: str, refusal: Refusal | None = None, said: str = "") -> Rendered:
    wait = later(refusal) if refusal else {}
    status = 429 if wait else 422 if refusal else 200
    asks = users.relying_party() is not None
    context = {"refused": refused, "next": wanted, "said": said, "has_passkeys": asks}
    return page("sign_in/show", status, members.PRIVATE | wait, **context)
