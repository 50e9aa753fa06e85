"""The door of the back office: a staff session or the sign-in page."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from litestar import Request as LitestarRequest
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.commands import demo_login
from app.requests import Request
from app.responses import SeeOther, see_other
from app.security import returning
from app.security.visitor import visitor_of
from domains import users
from domains.shared import clock
from domains.shared.errors import Refusal
from domains.shared.settings import settings


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
    visitor = await visitor_of(connection)
    session = visitor.session
    if session is None or not session.complete or not may_enter(session.person):
        visitor.known()
        raise SignInNeeded
    if session.person.second_factor_at is None and _overdue(session.person):
        raise SecondFactorNeeded
    connection.scope["state"]["staff"] = session.person


def may_enter(person: users.Person) -> bool:
    """The demonstration's owner has a password that lies beside its data: no key to a real shop."""
    return person.is_staff and (settings().sandboxed or person.email.lower() != demo_login.EMAIL)


def _overdue(person: users.Person) -> bool:
    """Whether who works here should have set up a second factor by now."""
    return clock.now() - person.created_at > timedelta(days=settings().staff_second_factor_days)


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
