"""The one who acts in a request, as the audit log names them."""

from litestar.types import HTTPScope

from app.security.address import client_ip
from domains import users


def actor_of(scope: HTTPScope) -> users.Actor:
    """Of the staff, after the guards have let them in."""
    person: users.Person = scope["state"]["staff"]
    agents = (value for name, value in scope["headers"] if name == b"user-agent")
    return users.Actor(
        name=person.email,
        person_id=person.id,
        ip=client_ip(scope),
        user_agent=next(agents, b"").decode("latin-1"),
        request_id=str(scope["state"].get("request_id", "")),
    )
