"""What pages for people with an account have in common: asking to sign in, signing in, and where one is led then."""

from typing import Any, Final

from litestar import Request as LitestarRequest
from litestar import Response, Router
from litestar.handlers import HTTPRouteHandler

from app.errors import later, toast
from app.forms import NOTHING_REFUSED, Refused
from app.gateway import accounts
from app.requests import Request
from app.responses import Rendered, page, see_other
from app.security.acting import origin_of
from app.security.returning import LOOKING, page_of
from app.security.visitor import Visitor
from app.templating import url_for
from domains import users
from domains.shared.errors import Forbidden, Refusal

# What is one person's own, or opened by the word in its address: kept by nobody, named to nobody.
PRIVATE: Final = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}

STILL_HERE: Final = "You are not signed in any more. What you typed stays here: sign in, then send it again."


class SignInFirst(Refusal):
    status = 401

    def __init__(self) -> None:
        super().__init__("Please sign in first.")


def to_sign_in(request: LitestarRequest[Any, Any, Any], refusal: SignInFirst) -> Response[Any]:
    """After signing in, the page that was asked for is shown; a deed is not repeated, its page is. Where a script can
    say so the page stays as it is, with all that was typed into it."""
    if isinstance(request, Request) and request.htmx and request.method not in LOOKING:
        way = {"toast_href": url_for(request.app, "sign_in.show"), "toast_way": "Sign in", "toast_window": "_blank"}
        return toast(refusal.status, STILL_HERE, {}, **way)
    return see_other("sign_in.show", next=page_of(request))


class TheirsAlone(Forbidden):
    def __init__(self) -> None:
        super().__init__("This is the customer's alone. Nobody sees or changes it for them.")


class TheirsToPay(Forbidden):
    def __init__(self) -> None:
        super().__init__(
            "Everything is ready. To order and pay is the customer's own: they find it in their cart when they sign in."
        )


def session_of(visitor: Visitor) -> users.Session:
    """SignInFirst for guests, TheirsAlone for staff who act for somebody: what an account is opened, paid and ended
    with is nobody else's."""
    in_person(visitor)
    return own_session(visitor)


def in_person(visitor: Visitor) -> None:
    """TheirsAlone for staff who act for somebody, also of what guests may do."""
    if visitor.impersonator:
        raise TheirsAlone


def own_session(visitor: Visitor) -> users.Session:
    """Of who is really there. SignInFirst for guests."""
    visitor.known()
    if visitor.session is None:
        raise SignInFirst
    return visitor.session


def router(*handlers: HTTPRouteHandler) -> Router:
    """Of pages that ask guests to sign in."""
    return Router("/", route_handlers=handlers, exception_handlers={SignInFirst: to_sign_in})


async def ask_code(
    person: users.Person, half: str, wanted: str, form: str = "second", refusal: Refusal | None = None
) -> Rendered:
    """The second step of a sign-in, for who has a second factor. `form` is the one that was refused."""
    wait = later(refusal) if refusal else {}
    status = 429 if wait else 422 if refusal else 200
    refused = Refused(form, refusal) if refusal else NOTHING_REFUSED
    factors = await users.second_factors(person.id)
    return page("sign_in/second", status, PRIVATE | wait, half=half, next=wanted, refused=refused, factors=factors)


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
