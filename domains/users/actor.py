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


@dataclass(frozen=True)
class Origin:
    """Where a request comes from, for what people do to their own accounts."""

    ip: str = ""
    user_agent: str = ""
    request_id: str = ""

    def actor(self, name: str, person_id: UUID | None = None, behalf_of: str = "") -> Actor:
        return Actor(name, person_id, behalf_of, self.ip, self.user_agent, self.request_id)


OPERATOR = Actor("operator at a shell")
NOWHERE = Origin()  # at a shell
