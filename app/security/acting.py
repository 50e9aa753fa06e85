"""The one who acts in a request and where they do it from, as the audit log names them."""

from litestar.types import HTTPScope

from app.security.address import client_ip
from domains import users


def actor_of(scope: HTTPScope) -> users.Actor:
    """After the guards have let them in."""
    actor: users.Actor = scope["state"]["actor"]
    return actor


def staff_enters(scope: HTTPScope, person: users.Person) -> None:
    """From here on this request is theirs."""
    scope["state"]["staff"] = person
    scope["state"]["actor"] = origin_of(scope).actor(person.email, person.id)


def origin_of(scope: HTTPScope) -> users.Origin:
    agents = (value for name, value in scope["headers"] if name == b"user-agent")
    request_id = str(scope["state"].get("request_id", ""))
    return users.Origin(client_ip(scope), next(agents, b"").decode("latin-1"), request_id)
