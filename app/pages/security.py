"""How somebody proves who they are, and where they are signed in: password, e-mail address, sessions."""

from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.devices import device
from app.errors import later
from app.forms import NOTHING_REFUSED, Refused
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.acting import origin_of
from app.security.declarations import Cache, Of, Rate, Who, done_by, seen_by
from app.security.rates import limiter
from app.security.visitor import Visitor
from domains import users
from domains.shared.errors import Invalid, Refusal

from . import forms, members
from .registration import LONGEST, mailbox

PASSWORD: Final = "password"  # noqa: S105 - the name of its form
ADDRESS: Final = "address"
TOLD: Final = {
    "password": "Your password is changed, and you are signed out everywhere else.",
    "ended": "It is signed out there.",
    "asked": "Two e-mails are on their way: follow the link in each of them, at your old address and at the new one.",
}


@get_page("/account/security", name="security.show", opt=seen_by(Who.PERSON))
async def show(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    return await _page(visitor, told=TOLD.get(forms.asked(request, "done"), ""))


@post("/account/password", name="security.password", opt=done_by(Who.PERSON, rate=Rate.SIGN_IN), status_code=200)
async def change_password(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    session = members.session_of(visitor)
    current, new = await forms.secret(request, "current"), await forms.secret(request, "password")
    try:
        origin = origin_of(request.scope)
        await users.change_password(session.person, session.id, current, new, visitor.place, origin=origin)
    except (users.WrongPassword, users.TooSoon, users.WeakPassword) as refusal:
        return await _page(visitor, refused=Refused(PASSWORD, refusal), refusal=refusal)
    return see_other("security.show", done="password")


@post("/account/address", name="security.address", opt=done_by(Who.PERSON, rate=Rate.MAIL), status_code=200)
async def change_address(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    session = members.session_of(visitor)
    fields = await forms.typed(request, LONGEST)
    email = fields.get("email", "")
    try:
        await limiter().admit("mailbox", mailbox(email))
        await users.ask_to_move(session.person, email, await forms.secret(request, "current"), visitor.place)
    except (users.TooSoon, Invalid) as refusal:
        return await _page(visitor, refused=Refused(ADDRESS, refusal, {"email": email}), refusal=refusal)
    return see_other("security.show", done="asked")


@get_page("/account/address/{token:str}", name="security.link", opt=seen_by(of=Of.TOKEN, cache=Cache.NEVER))
async def link(token: FromPath[str]) -> Rendered:
    proof = await users.link(token, users.ProofKind.LEAVE_ADDRESS, users.ProofKind.TAKE_ADDRESS)
    return page("account/address", headers=members.PRIVATE, token=token, proof=proof, done=None)


@post("/account/address/{token:str}", name="security.follow", opt=done_by(of=Of.TOKEN), status_code=200)
async def follow(request: Request, token: FromPath[str]) -> Rendered:
    """By POST, so that whatever looks at a letter's links before its reader uses none of them up."""
    done = await users.follow(token, origin=origin_of(request.scope))
    return page("account/address", headers=members.PRIVATE, token=token, proof=None, done=done)


@post("/account/sessions/{session_id:uuid}/ending", name="security.end", opt=done_by(Who.PERSON), status_code=303)
async def end(request: Request, visitor: NamedDependency[Visitor], session_id: FromPath[UUID]) -> Response[None]:
    await users.end_session(members.session_of(visitor).person_id, session_id, origin=origin_of(request.scope))
    return see_other("security.show", done="ended")


@post("/account/sessions/ending", name="security.end_all", opt=done_by(Who.PERSON), status_code=303)
async def end_all(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    """Signed out everywhere, here too."""
    await users.end_sessions(members.session_of(visitor).person_id, origin=origin_of(request.scope))
    visitor.leave()
    return see_other("sign_in.show", done="everywhere")


async def _page(
    visitor: Visitor, *, told: str = "", refused: Refused = NOTHING_REFUSED, refusal: Refusal | None = None
) -> Rendered:
    session = members.session_of(visitor)
    elsewhere = await users.sessions(session.person_id)
    context = {
        "person": session.person,
        "shortest": users.shortest_for(session.person),
        "sessions": [(each, device(each.user_agent), each.id == session.id) for each in elsewhere],
        "told": told,
        "refused": refused,
    }
    status = refusal.status if refusal and refusal.status == 429 else 422 if refusal else 200
    headers = members.PRIVATE | (later(refusal) if refusal else {})
    return page("account/security", status, headers, **context)


router = members.router(show, change_password, change_address, link, follow, end, end_all)
