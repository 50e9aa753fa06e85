"""The door of the back office: a staff session or the sign-in page."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request as LitestarRequest
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.requests import Request
from app.responses import SeeOther, see_other
from app.security import returning
from app.security.acting import staff_enters
from app.security.visitor import visitor_of
from app.security.working import may_enter, overdue
from domains import users
from domains.shared.errors import Refusal


class SignInNeeded(Refusal):
    status = 401

    def __init__(self) -> None:
        super().__init__("Please sign in to the back office.")


class SecondFactorNeeded(Refusal):
    status = 403

    def __init__(self) -> None:
        super().__init__("Whoever works here signs in with a second factor. Please set it up first.")


def to_second_factor(_: LitestarRequest[Any, Any, Any], __: SecondFactorNeeded) -> SeeOther:
    return see_other("second_factor.show", done="needed")


async def staff_only(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard: lets in whoever has a live session and a role, and remembers who it is for this request."""
    scope: Any = connection.scope
    visitor = await visitor_of(connection)
    session = visitor.session
    if session is None or not may_enter(session.person):
        visitor.known()
        raise SignInNeeded
    if overdue(session.person):
        raise SecondFactorNeeded
    staff_enters(scope, session.person)


async def provide_staff(request: Request) -> users.Person:
    person: users.Person = request.scope["state"]["staff"]
    return person


def to_sign_in(request: LitestarRequest[Any, Any, Any], _: SignInNeeded) -> SeeOther:
    """After signing in, the page that was asked for is shown; a deed is not repeated, its page is."""
    asked = request.url if request.method in ("GET", "HEAD") else request.headers.get("referer", "")
    parts = urlsplit(str(asked))
    return see_other("admin.sign_in", next=inside(f"{parts.path}?{parts.query}" if parts.query else parts.path))


def inside(address: str | None) -> str | None:
    """`address` when it is a plain path of the back office, so that nobody can be led elsewhere."""
    return returning.inside(address, below="admin")
