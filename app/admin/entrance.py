"""The door of the back office: a staff session or the sign-in page."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request as LitestarRequest
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.requests import Request
from app.responses import SeeOther, see_other
from app.security import cookies
from domains import users
from domains.shared.errors import Refusal


class SignInNeeded(Refusal):
    status = 401

    def __init__(self) -> None:
        super().__init__("Please sign in to the back office.")


async def staff_only(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard: lets in whoever has a live session and a role, and remembers who it is for this request."""
    token = connection.cookies.get(cookies.name(cookies.SESSION))
    session = await users.session(token) if token else None
    if session is None or not session.person.is_staff:
        raise SignInNeeded
    connection.scope["state"]["staff"] = session.person


async def provide_staff(request: Request) -> users.Person:
    person: users.Person = request.scope["state"]["staff"]
    return person


def to_sign_in(request: LitestarRequest[Any, Any, Any], _: SignInNeeded) -> SeeOther:
    """After signing in, a page that was asked for is shown; a deed is not repeated."""
    wanted = request.url.path if request.method in ("GET", "HEAD") else None
    return see_other("admin.sign_in", next=wanted)


def inside(path: str | None) -> str | None:
    """`path` when it is a plain path of the back office, so that nobody can be led elsewhere."""
    if not path or "\\" in path or any(ord(char) < 33 for char in path):
        return None
    parts = urlsplit(path)
    ours = path == "/admin" or path.startswith("/admin/")
    return path if ours and not parts.scheme and not parts.netloc else None
