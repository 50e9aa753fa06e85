"""Access tokens for who signs in without a browser: by password and code, renewed by what was given with them."""

from typing import Any, ClassVar

from litestar import Response, delete, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from app.errors import on_refusal
from app.requests import Request
from app.security.acting import origin_of
from app.security.address import client_ip, rate_key
from app.security.bearer import BearerNeeded, Caller
from app.security.declarations import Rate, Who, done_by
from app.security.recording import note_failure
from domains import users
from domains.shared.errors import Forbidden, Refusal

from .schemas import Credentials, Renewal, Tokens


class CodeNeeded(Refusal):
    status: ClassVar[int] = 401

    def __init__(self) -> None:
        super().__init__("Send the code of your second factor, too.")


@post("/tokens", name="api.begin_tokens", opt=done_by(rate=Rate.SIGN_IN))
async def begin(request: Request, data: JSONBody[Credentials]) -> Response[Any]:
    """By e-mail address, password and, where there is a second factor, its code."""
    origin = origin_of(request.scope)
    try:
        person = await users.authenticate(data.email, data.password, rate_key(client_ip(request.scope)))
    except users.BadCredentials as refusal:
        shown = on_refusal(request, refusal)
        note_failure(request.scope, refusal, shown)
        return shown
    if person.second_factor_at:
        await _prove(person, data.code, origin)
    begun = await users.start_session(
        person.id,
        origin.user_agent,
        origin.ip,
        second_factor=person.second_factor_at is not None,
        password_of=person.password_of,
        audience=users.Audience.API,
        request_id=origin.request_id,
    )
    return Response(_told(begun))


@post("/tokens/renewal", name="api.renew_tokens", opt=done_by(rate=Rate.API))
async def renew(data: JSONBody[Renewal]) -> Tokens:
    """New ones for a refresh token; the same for all who come with it at once."""
    renewed = await users.refresh(data.refresh_token, users.Audience.API)
    if renewed is None:
        raise BearerNeeded(sent=True)
    return _told(renewed)


@delete("/session", name="api.end_session", opt=done_by(Who.PERSON, rate=Rate.API))
async def end(request: Request, caller: NamedDependency[Caller]) -> None:
    """Signs this session out: neither of its tokens is worth anything from now on."""
    if caller.session_id is None:
        raise Forbidden("A key is ended in the back office.")
    await users.end_session(caller.person.id, caller.session_id, origin=origin_of(request.scope))


async def _prove(person: users.Person, code: str, origin: users.Origin) -> None:
    if not code:
        raise CodeNeeded
    await users.prove_second_factor(person, code, origin=origin)


def _told(tokens: users.Tokens) -> Tokens:
    return Tokens(tokens.access, tokens.refresh, int(users.ACCESS_LIFE.total_seconds()))
