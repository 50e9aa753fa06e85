"""The passkeys of an account: added, renamed and removed. Their script asks for the question, their form brings the
answer."""

from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.devices import device
from app.forms import Refused
from app.requests import Request
from app.responses import see_other
from app.security.acting import origin_of
from app.security.declarations import Rate, Who, done_by
from app.security.proving import proved_lately
from app.security.visitor import Visitor
from domains import users
from domains.shared.errors import Invalid

from . import forms, members, second_factor

FORM: Final = "new-key"
LONGEST: Final = 16_000  # characters of an answer: a new key with all that its maker says of it


async def answered(request: Request) -> str:
    """What a key has answered, as its browser wrote it; empty where there was none."""
    return (await forms.typed(request, LONGEST)).get("passkey", "")


def question(options: str) -> Response[str]:
    return Response(options, headers=members.PRIVATE, media_type="application/json")


@post(
    "/account/second-factor/passkeys/question",
    name="passkeys.ask",
    opt=done_by(Who.PERSON),
    guards=[proved_lately],
    status_code=200,
)
async def ask(visitor: NamedDependency[Visitor]) -> Response[str]:
    session = members.session_of(visitor)
    return question(await users.ask_to_add_passkey(session.person, session.id))


@post(
    "/account/second-factor/passkeys",
    name="passkeys.add",
    opt=done_by(Who.PERSON, rate=Rate.SIGN_IN),
    guards=[proved_lately],
    status_code=200,
)
async def add(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    """Called after the browser it was made in, until its owner knows better."""
    session, origin = members.session_of(visitor), origin_of(request.scope)
    given, name = await answered(request), device(origin.user_agent)
    try:
        codes = await users.add_passkey(session.person, session.id, given, name, origin=origin)
    except (users.TooManyPasskeys, Invalid) as refusal:
        return await second_factor.answer(session, refused=Refused(FORM, refusal))
    return second_factor.gained(codes, "passkey_added")


@post(
    "/account/second-factor/passkeys/{passkey_id:uuid}/name",
    name="passkeys.rename",
    opt=done_by(Who.PERSON),
    guards=[proved_lately],
    status_code=200,
)
async def rename(request: Request, visitor: NamedDependency[Visitor], passkey_id: FromPath[UUID]) -> Response[None]:
    session, fields = members.session_of(visitor), await forms.typed(request)
    try:
        name = fields.get("name", "")
        await users.rename_passkey(session.person, passkey_id, name, origin=origin_of(request.scope))
    except Invalid as refusal:
        return await second_factor.answer(session, refused=Refused(f"key-{passkey_id}", refusal, fields))
    return see_other("second_factor.show", done="passkey_renamed")


@post(
    "/account/second-factor/passkeys/{passkey_id:uuid}/removal",
    name="passkeys.remove",
    opt=done_by(Who.PERSON),
    guards=[proved_lately],
    status_code=303,
)
async def remove(request: Request, visitor: NamedDependency[Visitor], passkey_id: FromPath[UUID]) -> Response[None]:
    session = members.session_of(visitor)
    await users.remove_passkey(session.person, session.id, passkey_id, origin=origin_of(request.scope))
    return see_other("second_factor.show", done="passkey_removed")


router = members.router(ask, add, rename, remove)
