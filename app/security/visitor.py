"""The visitor: an anonymous party who may own a cart."""

from typing import Any
from uuid import UUID

from litestar.connection import ASGIConnection

from app.requests import Request
from app.security import cookies
from app.security.address import client_ip
from domains.shared.ids import new_id


class Visitor:
    """`party_id` is absent until the first deed."""

    def __init__(self, party_id: UUID | None, ip: str) -> None:
        self.party_id = party_id
        self.ip = ip
        self.made_party = False

    def party(self) -> UUID:
        """The party to act for, made when there is none; the edge then sets its cookie. Looking never makes one."""
        if self.party_id is None:
            self.party_id = new_id()
            self.made_party = True
        return self.party_id


async def visitor_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Visitor:
    """One visitor per request, however often it is asked for."""
    state = connection.scope["state"]
    known = state.get("visitor")
    if isinstance(known, Visitor):
        return known
    visitor = Visitor(
        party_id=cookies.read_party(connection.cookies.get(cookies.name(cookies.PARTY))),
        ip=client_ip(connection.scope),
    )
    state["visitor"] = visitor
    return visitor


async def provide_visitor(request: Request) -> Visitor:
    return await visitor_of(request)
