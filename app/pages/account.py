"""What belongs to a visitor: orders and lists, of their account, or of this browser as long as they are a guest."""

from typing import Any, Final

from litestar import Response, post
from litestar.di import NamedDependency

from app.gateway import accounts, reviewing
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security import cookies
from app.security.declarations import Of, done_by, seen_by
from app.security.visitor import Visitor
from domains import catalog, orders
from domains.catalog import ReviewStatus
from domains.orders import OrderStatus

from . import forms
from .orders import PRIVATE

STANDING: Final = {  # words and tone
    OrderStatus.PENDING_PAYMENT: ("Waiting for your payment", "waiting"),
    OrderStatus.PLACED: ("We are packing it", "plain"),
    OrderStatus.PROCESSING: ("On its way", "plain"),
    OrderStatus.COMPLETED: ("Arrived", "good"),
    OrderStatus.CANCELLED: ("Cancelled", "bad"),
    OrderStatus.EXPIRED: ("Not paid in time", "bad"),
}
SAID_OF: Final = {
    ReviewStatus.WAITING: ("We are reading it", "waiting"),
    ReviewStatus.PUBLISHED: ("Published", "good"),
    ReviewStatus.REFUSED: ("Not published", "bad"),
    ReviewStatus.WITHDRAWN: ("Withdrawn", "plain"),
}
TOLD: Final = {
    "forgotten": "This browser has forgotten you.",
    "deleted": "Your account is deleted. Thank you for your time with us.",
    "begun": "Welcome! Your account is ready, and you are signed in.",
}


@get_page("/account", name="account.show", opt=seen_by(of=Of.PARTY))
async def show(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    lists = await catalog.wishlists(visitor.party_id) if visitor.wishes is not None else ()
    told = TOLD.get(forms.asked(request, "done"), "")
    own = await _orders(visitor)
    reviews = await reviewing.written(own)
    context: dict[str, Any] = {"own": own, "reviews": reviews, "lists": lists, "told": told}
    return page("account/show", headers=PRIVATE, standing=STANDING, said_of=SAID_OF, **context)


@post("/account/forgetting", name="account.forget", opt=done_by(of=Of.PARTY), status_code=303)
async def forget() -> Response[None]:
    """For a browser that others use too: it loses its cart, its lists and the way to its orders."""
    gone = see_other("account.show", done="forgotten")
    for name in (cookies.PARTY, cookies.WISHES):
        gone.set_cookie(cookies.forget(name))
    return gone


async def _orders(visitor: Visitor) -> tuple[orders.Order, ...]:
    if visitor.person:
        return await accounts.own_orders(visitor.person)
    return tuple(await orders.own(visitor.party_id)) if visitor.party_id else ()
