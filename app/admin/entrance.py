"""The door of the back office: a staff session or the sign-in page."""

from typing import Any
from urllib.parse import unquote, urlsplit

from litestar import Request as LitestarRequest
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.commands import demo_login
from app.requests import Request
from app.responses import SeeOther, see_other
from app.security import cookies
from domains import users
from domains.shared.errors import Refusal
from domains.shared.settings import settings


class SignInNeeded(Refusal):
    status = 401

    def __init__(self) -> None:
        super().__init__("Please sign in to the back office.")


async def staff_only(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard: lets in whoever has a live session and a role, and remembers who it is for this request."""
    token = connection.cookies.get(cookies.name(cookies.SESSION))
    session = await users.session(token) if token else None
    if session is None or not may_enter(session.person):
        raise SignInNeeded
    connection.scope["state"]["staff"] = session.person


def may_enter(person: users.Person) -> bool:
    """The demonstration's owner has a password that lies beside its data: no key to a real shop."""
    return person.is_staff and (settings().sandboxed or person.email.lower() != demo_login.EMAIL)


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
    if not address or "\\" in address or any(not 32 < ord(char) < 127 for char in address):
        return None
    parts = urlsplit(address)
    steps = unquote(parts.path).split("/")
    ours = steps[:2] == ["", "admin"] and ".." not in steps and "" not in steps[1:-1]
    return address if ours and not parts.scheme and not parts.netloc else None
