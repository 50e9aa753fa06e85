"""The visitor: a party who may own a cart and wishlists, and where they have signed in, the person behind it."""

import logging
from typing import Any
from uuid import UUID

from litestar.connection import ASGIConnection

from app.gateway.buying import GUEST, Buyer
from app.requests import Request
from app.security import cookies
from app.security.address import client_ip, rate_key
from domains import users
from domains.shared.away import AWAY
from domains.shared.errors import Unavailable
from domains.shared.ids import new_id

log = logging.getLogger("barrow.edge")


class Visitor:
    """`guest_id` is this browser's own party, absent until the first deed; `wishes` until the first wishlist: how many
    things are on all; `buyer` is what prices ask of them. The edge sends `tokens` along with the answer; where they
    have `left`, it takes back theirs."""

    def __init__(self, guest_id: UUID | None, ip: str, wishes: int | None = None) -> None:
        self.guest_id = guest_id
        self.ip = ip
        self.wishes = wishes
        self.session: users.Session | None = None
        self.buyer = GUEST
        self.tokens: users.Tokens | None = None
        self.left = False
        self.unknown = False  # carries tokens that nobody could look at
        self.made_party = False
        self.counted_wishes = False

    @property
    def person(self) -> users.Person | None:
        """Whom the shop takes them for."""
        return self.session.shopper if self.session else None

    @property
    def impersonator(self) -> users.Person | None:
        """Who of the staff acts for that person."""
        return self.session.person if self.session and self.session.customer else None

    @property
    def party_id(self) -> UUID | None:
        """Whose cart, lists and orders these are: a person's own party wherever they sign in, else the browser's."""
        if self.unknown:
            return None
        return self.person.party_id if self.person else self.guest_id

    @property
    def place(self) -> str:
        """Where tries are counted from."""
        return rate_key(self.ip)

    def party(self) -> UUID:
        """The party to act for, made when there is none; the edge then sets its cookie. Looking never makes one."""
        self.known()
        if self.party_id is not None:
            return self.party_id
        self.guest_id = new_id()
        self.made_party = True
        return self.guest_id

    def known(self) -> None:
        """Unavailable where it could not be seen who they are."""
        if self.unknown:
            raise Unavailable("We cannot see right now whether you are signed in. Please try again in a moment.")

    def count_wishes(self, count: int) -> None:
        """After a deed that may have changed how many there are; the edge then sets the cookie that remembers it."""
        self.wishes, self.counted_wishes = count, True

    def enter(self, tokens: users.Tokens) -> None:
        """From the next request on they are signed in."""
        self.tokens, self.left = tokens, False

    def leave(self) -> None:
        """From now on they are a guest."""
        self.session = self.tokens = None
        self.buyer = GUEST
        self.wishes, self.counted_wishes = None, False
        self.left = True


async def visitor_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Visitor:
    """One visitor per request, however often it is asked for."""
    state = connection.scope["state"]
    known = state.get("visitor")
    if isinstance(known, Visitor):
        return known
    visitor = Visitor(
        guest_id=cookies.read_party(connection.cookies.get(cookies.name(cookies.PARTY))),
        ip=client_ip(connection.scope),
        wishes=cookies.read_wishes(connection.cookies.get(cookies.name(cookies.WISHES))),
    )
    await _recognise(visitor, connection)
    visitor.wishes = visitor.wishes if visitor.party_id else None
    if visitor.impersonator:
        visitor.wishes = 0  # the cookie tells of their own; what the customer has is asked
    state["visitor"] = visitor
    return visitor


async def provide_visitor(request: Request) -> Visitor:
    return await visitor_of(request)


async def _recognise(visitor: Visitor, connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """By the access token; where that is over by the refresh token, and new ones go out with the answer."""
    access = connection.cookies.get(cookies.name(cookies.ACCESS), "")
    refresh = connection.cookies.get(cookies.name(cookies.REFRESH), "")
    if not access and not refresh:
        return
    try:
        visitor.session = await users.session(access)
        if visitor.session is None and refresh:
            visitor.tokens = await users.refresh(refresh)
            visitor.session = await users.session(visitor.tokens.access) if visitor.tokens else None
    except (Unavailable, *AWAY) as error:
        log.warning("visitor.unknown error=%s", type(error).__name__)
        visitor.unknown = True
        return
    visitor.left = visitor.session is None
    visitor.buyer = Buyer(visitor.session)
