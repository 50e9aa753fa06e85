"""The visitor: an anonymous party who may own a cart and wishlists."""

from typing import Any
from uuid import UUID

from litestar.connection import ASGIConnection

from app.requests import Request
from app.security import cookies
from app.security.address import client_ip
from domains.shared.ids import new_id


class Visitor:
    """`party_id` is absent until the first deed, `wishes` until the first wishlist: how many things are on all."""

    def __init__(self, party_id: UUID | None, ip: str, wishes: int | None = None) -> None:
        self.party_id = party_id
        self.ip = ip
        self.wishes = wishes if party_id else None
        self.made_party = False
        self.counted_wishes = False

    def party(self) -> UUID:
        """The party to act for, made when there is none; the edge then sets its cookie. Looking never makes one."""
        if self.party_id is None:
            self.party_id = new_id()
            self.made_party = True
        return self.party_id

    def count_wishes(self, count: int) -> None:
        """After a deed that may have changed how many there are; the edge then sets the cookie that remembers it."""
        self.wishes, self.counted_wishes = count, True


async def visitor_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Visitor:
    """One visitor per request, however often it is asked for."""
    state = connection.scope["state"]
    known = state.get("visitor")
    if isinstance(known, Visitor):
        return known
    visitor = Visitor(
        party_id=cookies.read_party(connection.cookies.get(cookies.name(cookies.PARTY))),
        ip=client_ip(connection.scope),
        wishes=cookies.read_wishes(connection.cookies.get(cookies.name(cookies.WISHES))),
    )
    state["visitor"] = visitor
    return visitor


async def provide_visitor(request: Request) -> Visitor:
    return await visitor_of(request)
