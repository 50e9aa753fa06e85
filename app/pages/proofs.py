"""Proving once more that it is you, before what matters: by code or passkey for who has such, else by password."""

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
from .passkeys import answered, question

FORM: Final = "proof"
KEY_FORM: Final = "proof-key"


@get_page("/account/proof", name="proof.show", opt=seen_by(Who.PERSON))
async def show(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    return await _page(members.own_session(visitor), inside(forms.asked(request, "next")) or "")


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
        return await _page(session, wanted, FORM, refusal)
    return Redirect(wanted or "/account/security", status_code=303)


@post("/account/proof/question", name="proof.ask_passkey", opt=done_by(Who.PERSON), status_code=200)
async def ask_passkey(visitor: NamedDependency[Visitor]) -> Response[str]:
    session = members.own_session(visitor)
    return question(await users.ask_for_passkey(session.person, users.Ceremony.AGAIN, str(session.id)))


@post("/account/proof/passkey", name="proof.give_passkey", opt=done_by(Who.PERSON, rate=Rate.SIGN_IN), status_code=200)
async def give_passkey(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    session = members.own_session(visitor)
    wanted, given = inside((await forms.typed(request)).get("next")) or "", await answered(request)
    try:
        await users.prove_passkey_again(session.person, session.id, given, origin=origin_of(request.scope))
    except (users.TooSoon, Invalid) as refusal:
        return await _page(session, wanted, KEY_FORM, refusal)
    return Redirect(wanted or "/account/security", status_code=303)


async def _page(session: users.Session, wanted: str, form: str = FORM, refusal: Refusal | None = None) -> Rendered:
    wait = later(refusal) if refusal else {}
    status = 429 if wait else 422 if refusal else 200
    refused = Refused(form, refusal) if refusal else NOTHING_REFUSED
    factors = await users.second_factors(session.person_id)
    context = {"person": session.person, "next": wanted, "refused": refused, "factors": factors}
    return page("account/proof", status, members.PRIVATE | wait, **context)


router = members.router(show, give, ask_passkey, give_passkey)
