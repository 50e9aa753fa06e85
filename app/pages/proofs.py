"""Proving once more that it is you, before what matters: by a code for who has a second factor, else by password."""

from typing import Final

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.errors import later
from app.forms import NOTHING_REFUSED, Refused
from app.requests import Request, get_page
from app.responses import Rendered, page
from app.security.acting import origin_of
from app.security.declarations import Rate, Who, done_by, seen_by
from app.security.returning import inside
from app.security.visitor import Visitor
from domains import users
from domains.shared.errors import Invalid, Refusal

from . import forms, members

FORM: Final = "proof"


@get_page("/account/proof", name="proof.show", opt=seen_by(Who.PERSON))
async def show(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    return _page(members.own_session(visitor), inside(forms.asked(request, "next")) or "")


@post("/account/proof", name="proof.give", opt=done_by(Who.PERSON, rate=Rate.SIGN_IN), status_code=200)
async def give(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    session = members.own_session(visitor)
    fields = await forms.typed(request)
    wanted = inside(fields.get("next")) or ""
    try:
        if session.person.second_factor_at:
            origin = origin_of(request.scope)
            await users.prove_again(session.person, session.id, fields.get("code", ""), origin=origin)
        else:
            current = await forms.secret(request, "current")
            await users.prove_password_again(session.person, session.id, current, visitor.place)
    except (users.TooSoon, Invalid) as refusal:
        return _page(session, wanted, refusal)
    return Redirect(wanted or "/account/security", status_code=303)


def _page(session: users.Session, wanted: str, refusal: Refusal | None = None) -> Rendered:
    wait = later(refusal) if refusal else {}
    status = 429 if wait else 422 if refusal else 200
    refused = Refused(FORM, refusal) if refusal else NOTHING_REFUSED
    context = {"person": session.person, "next": wanted, "refused": refused}
    return page("account/proof", status, members.PRIVATE | wait, **context)


router = members.router(show, give)
