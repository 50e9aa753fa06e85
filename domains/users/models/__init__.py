"""The tables of users: people, what they prove themselves with, where they are signed in and what they may do."""

from .people import Credential, Party, Person
from .proofs import Proof, ProofKind
from .roles import OWNER, PersonRole, Role
from .sessions import RefreshToken, Session

__all__ = [
    "OWNER",
    "Credential",
    "Party",
    "Person",
    "PersonRole",
    "Proof",
    "ProofKind",
    "RefreshToken",
    "Role",
    "Session",
]
