"""The tables of users: people, what they prove themselves with, where they are signed in and what they may do."""

from .people import Credential, Person
from .roles import PersonRole, Role
from .sessions import Session

__all__ = ["Credential", "Person", "PersonRole", "Role", "Session"]
