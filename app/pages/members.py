"""What pages for people with an account have in common: asking to sign in, signing in, and where one is led then."""

from typing import Any, Final

from litestar import Request as LitestarRequest
from litestar import Router
from litestar.handlers import HTTPRouteHandler

from app.errors import later
from app.forms import NOTHING_REFUSED, Refused
from app.gateway import accounts
from app.requests import Request
from app.responses import Rendered, SeeOther, page, see_other
from app.security.acting import origin_of
from app.security.returning import inside
from app.security.visitor import Visitor
from domains import users
from domains.shared.errors import Refusal

# What is one person's own, or opened by the word in its address: kept by nobody, named to nobody.
PRIVATE: Final = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


class SignInFirst(Refusal):
    status = 401

    def __init__(self) -> None:
        super().__init__("Please sign in first.")


def to_sign_in(request: LitestarRequest[Any, Any, Any], _: SignInFirst) -> SeeOther:
    """After signing in, the page that was asked for is shown; a deed is not repeated, the account is shown instead."""
    asked = request.url.path if request.method in ("GET", "HEAD") else ""
    return see_other("sign_in.show", next=inside(asked))


def session_of(visitor: Visitor) -> users.Session:
    """SignInFirst for guests."""
    visitor.known()
    if visitor.session is None:
        raise SignInFirst
    return visitor.session


def router(*handlers: HTTPRouteHandler) -> Router:
    """Of pages that ask guests to sign in."""
    return Router("/", route_handlers=handlers, exception_handlers={SignInFirst: to_sign_in})


def ask_code(half: str, wanted: str, refusal: Refusal | None = None) -> Rendered:
    """The second step of a sign-in, for who has a second factor."""
    wait = later(refusal) if refusal else {}
    status = 429 if wait else 422 if refusal else 200
    refused = Refused("second", refusal) if refusal else NOTHING_REFUSED
    return page("sign_in/second", status, PRIVATE | wait, half=half, next=wanted, refused=refused)


async def let_in(request: Request, visitor: Visitor, person: users.Person, *, second_factor: bool = False) -> None:
    """Signed in from the next page on; who was signed in before in this browser is not any more."""
    origin = origin_of(request.scope)
    if visitor.session:
        await users.end_session(visitor.session.person_id, visitor.session.id, origin=origin)
    entered = await accounts.enter(person, origin, visitor.guest_id, second_factor=second_factor)
    visitor.enter(entered.tokens)
    visitor.wishes = None
    if entered.wishes is not None:
        visitor.count_wishes(entered.wishes)
