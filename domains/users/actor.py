"""Who does something, for whom, and from where: what every change of authority must say."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """`name` is an e-mail address, the prefix of a key, or what runs by itself. `behalf_of` is who they act as."""

    name: str
    person_id: UUID | None = None
    behalf_of: str = ""
    ip: str = ""
    user_agent: str = ""
    request_id: str = ""


OPERATOR = Actor("operator at a shell")
