"""The tables of users: people, what they prove themselves with, where they are signed in and what they may do."""

from .api_keys import ApiKey
from .erasing import Erasure, PersonKey
from .factors import Authenticator, Passkey, RecoveryCode
from .groups import Group, GroupMember
from .people import Credential, Party, Person
from .profiles import Consent, SavedAddress
from .proofs import Proof, ProofKind
from .roles import OWNER, SECOND_FACTOR_DAYS, KnownPermission, PersonRole, Role
from .sessions import RefreshToken, Session
from .trail import AuditDay, AuditEntry, AuditLink

__all__ = [
    "OWNER",
    "SECOND_FACTOR_DAYS",
    "ApiKey",
    "AuditDay",
    "AuditEntry",
    "AuditLink",
    "Authenticator",
    "Consent",
    "Credential",
    "Erasure",
    "Group",
    "GroupMember",
    "KnownPermission",
    "Party",
    "Passkey",
    "Person",
    "PersonKey",
    "PersonRole",
    "Proof",
    "ProofKind",
    "RecoveryCode",
    "RefreshToken",
    "Role",
    "SavedAddress",
    "Session",
]
