"""Signing in with a passkey: alone, or as the second step after the password."""

import secrets
from typing import Final

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.forms import Refused
from app.requests import Request
from app.security import cookies
from app.security.acting import origin_of
from app.security.declarations import Rate, done_by
from app.security.recording import note_failure
from app.security.returning import inside
from app.security.visitor import Visitor
from domains import users

from . import forms, members, sign_in
from .passkeys import answered, question

FORM: Final = "sign-in-key"
SECOND: Final = "second-key"


@post("/login/passkey/question", name="sign_in.ask_passkey", opt=done_by(), status_code=200)
async def ask() -> Response[str]:
    """Of whoever is there: the answer is taken from the browser that has this cookie."""
    bearer = secrets.token_urlsafe(32)
    asked = question(await users.ask_for_any_passkey(bearer))
    asked.set_cookie(cookies.question(bearer))
    return asked


@post("/login/passkey", name="sign_in.by_passkey", opt=done_by(rate=Rate.SIGN_IN), status_code=200)
async def enter(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    wanted, given = inside((await forms.typed(request)).get("next")) or "", await answered(request)
    bearer = request.cookies.get(cookies.name(cookies.QUESTION), "")
    try:
        person = await users.authenticate_by_passkey(bearer, given, visitor.place, origin=origin_of(request.scope))
    except (users.BadPasskey, users.TooSoon) as refusal:
        shown = sign_in.answer(Refused(FORM, refusal), wanted, refusal)
        note_failure(request.scope, refusal, shown)
        return shown
    await members.let_in(request, visitor, person, second_factor=True)
    return Redirect(wanted or "/account", status_code=303, cookies=[cookies.forget(cookies.QUESTION)])


@post("/login/code/question", name="sign_in.ask_second", opt=done_by(), status_code=200)
async def ask_second(request: Request) -> Response[str]:
    half, person = await sign_in.halfway(await forms.typed(request))
    if half is None or person is None:
        raise users.NoSuchPasskey
    return question(await users.ask_for_passkey(person, users.Ceremony.SECOND, str(half.id)))


@post("/login/code/passkey", name="sign_in.second_by_passkey", opt=done_by(rate=Rate.SIGN_IN), status_code=200)
async def second(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    fields, given = await forms.typed(request), await answered(request)
    wanted, (half, person) = inside(fields.get("next")) or "", await sign_in.halfway(fields)
    if half is None or person is None:
        return sign_in.late(wanted)
    try:
        origin = origin_of(request.scope)
        await users.prove_passkey(person, users.Ceremony.SECOND, str(half.id), given, origin=origin)
    except (users.WrongPasskey, users.TooSoon) as refusal:
        return await members.ask_code(person, fields["half"], wanted, SECOND, refusal)
    return await sign_in.enter_whole(request, visitor, person, half, wanted)


routes = (ask, enter, ask_second, second)
