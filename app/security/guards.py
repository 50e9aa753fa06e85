"""Who is let in: a route that declares nothing admits nobody, one of the back office whoever holds its permission."""

from collections.abc import Collection, Iterable
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from app.security.declarations import Who, declaration_of
from domains import users
from domains.shared.errors import Forbidden


class NotPermitted(Forbidden):
    def __init__(self, permission: users.Permission, where: str = "") -> None:
        what = f"{permission.sentence} {where}".strip()
        told = f"None of your roles lets you {what}. Whoever looks after the staff can change that."
        super().__init__(told)


async def declared(_: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    if declaration_of(handler) is None:
        raise PermissionDeniedException


async def permitted(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """After it is known who of the staff asks. What their roles allow is read anew for every request."""
    person: users.Person = connection.scope["state"]["staff"]
    declaration = declaration_of(handler)
    if declaration is None or (isinstance(declaration.who, users.Permission) and not person.may(declaration.who)):
        raise PermissionDeniedException if declaration is None else NotPermitted(users.Permission(declaration.who))


def require_at(person: users.Person, permission: users.Permission, location: str) -> None:
    """For a role that is limited to some locations."""
    if not person.may(permission, location):
        raise NotPermitted(permission, "at this location")


def require_at_each(person: users.Person, permission: users.Permission, locations: Collection[str]) -> None:
    """The same of several; where nobody knows any, whoever is limited may not."""
    if permission not in person.holds and not locations:
        raise NotPermitted(permission, "at this location")
    for location in locations:
        require_at(person, permission, location)


def require_all(person: users.Person, permissions: Iterable[users.Permission]) -> None:
    """For a deed that reaches everywhere and does what has permissions of its own."""
    lacking = next((each for each in users.Permission if each in set(permissions) - person.holds), None)
    if lacking:
        raise NotPermitted(lacking)


def allowed(request: Request[Any, Any, Any], route_name: str) -> bool:
    """Whether who asks would be let in there, by that route's own declaration: what leads nowhere is not shown."""
    found = request.app.get_handler_index_by_name(route_name)
    declaration = declaration_of(found["handler"]) if found else None
    if declaration is None or declaration.who is Who.ANYONE:
        return declaration is not None
    if declaration.who is Who.PERSON:
        visitor = request.scope["state"].get("visitor")
        return visitor is not None and visitor.person is not None
    person: users.Person | None = request.scope["state"].get("staff")
    return person is not None and (declaration.who is Who.STAFF or person.may(users.Permission(declaration.who)))
