"""Who asks the API: a key, or a person by an access token. A cookie is none of its business."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Receive, Send

from app.requests import Request
from app.security import cookies
from app.security.acting import origin_of
from app.security.declarations import declaration_of
from app.security.guards import NotPermitted
from app.security.rates import limiter
from app.security.working import may_enter, overdue
from domains import users
from domains.shared.errors import Refusal
from domains.shared.settings import settings

LONGEST = 2_000


class BearerNeeded(Refusal):
    status: ClassVar[int] = 401

    def __init__(self, *, sent: bool) -> None:
        told = "This key or token is not known, or is over." if sent else "Send a key: Authorization: Bearer …"
        super().__init__(told)
        self.challenge = 'Bearer realm="api"' + (', error="invalid_token"' if sent else "")


class TwoProofs(Refusal):
    status: ClassVar[int] = 400

    def __init__(self) -> None:
        super().__init__("Send either the cookies of a session or Authorization: Bearer, never both.")


@dataclass(frozen=True)
class Caller:
    """`key` is None where a person comes with an access token of their own."""

    person: users.Person
    key: users.ApiKey | None = None
    session_id: UUID | None = None

    def may(self, permission: users.Permission, location: str | None = None) -> bool:
        """At this moment: never more than the person, whatever the key was given."""
        if not may_enter(self.person) or overdue(self.person):
            return False
        return (self.key or self.person).may(permission, location)

    def actor(self, scope: HTTPScope) -> users.Actor:
        origin = origin_of(scope)
        if self.key is None:
            return origin.actor(self.person.email, self.person.id)
        return origin.actor(users.KEY_MARK + self.key.prefix, self.person.id, self.person.email)


class OneProof(ASGIMiddleware):
    """Whoever comes with both could mean either: a page would act for the one and answer the other."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Any, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if bearer(scope) is not None and _has_session(Request(scope)):
            raise TwoProofs
        await next_app(scope, receive, send)


async def callers_only(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """A guard: lets in who is known and may do what the route declares, as often as they may."""
    scope: Any = connection.scope
    caller = await _caller(bearer(scope))
    scope["state"]["caller"] = caller
    if caller.person.is_staff:  # whose refusals are on record
        scope["state"]["actor"] = caller.actor(scope)
    declaration = declaration_of(handler)
    wanted = declaration.who if declaration else None
    if isinstance(wanted, users.Permission) and not caller.may(wanted):
        raise NotPermitted(wanted)


async def provide_caller(request: Request) -> Caller:
    caller: Caller = request.scope["state"]["caller"]
    return caller


def bearer(scope: HTTPScope) -> str | None:
    """What follows `Authorization: Bearer`; None where nothing of the kind was sent."""
    sent = [value for name, value in scope["headers"] if name == b"authorization"]
    kind, _, text = (b",".join(sent)[:LONGEST]).partition(b" ")
    return text.strip().decode("latin-1") if kind.lower() == b"bearer" else None


async def _caller(text: str | None) -> Caller:
    if text is None:
        raise BearerNeeded(sent=False)
    if text.startswith(users.KEY_MARK):
        key = await users.find_key(text)
        if key is None:
            raise BearerNeeded(sent=True)
        await limiter().admit_at("key", f"{key.per_minute}/minute", str(key.id))
        return Caller(key.person, key)
    session = await users.session(text, users.Audience.API)
    if session is None:
        raise BearerNeeded(sent=True)
    await limiter().admit_at("session", settings().rate_api, str(session.id))
    return Caller(session.person, session_id=session.id)


def _has_session(request: Request) -> bool:
    return any(cookies.name(plain) in request.cookies for plain in (cookies.ACCESS, cookies.REFRESH))
