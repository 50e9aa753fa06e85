"""The tables of users: people, what they prove themselves with, where they are signed in and what they may do."""

from .people import Credential, Person
from .roles import OWNER, PersonRole, Role
from .sessions import Session

__all__ = ["OWNER", "Credential", "Person", "PersonRole", "Role", "Session"]
