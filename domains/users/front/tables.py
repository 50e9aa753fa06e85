"""The rows that callers are given."""

from ..database import (
    database,
)
from ..models import (
    OWNER,
    SECOND_FACTOR_DAYS,
    ApiKey,
    AuditEntry,
    Consent,
    Credential,
    Group,
    Party,
    Passkey,
    Person,
    PersonRole,
    Proof,
    ProofKind,
    RefreshToken,
    Role,
    SavedAddress,
    Session,
)

__all__ = [
    "OWNER",
    "SECOND_FACTOR_DAYS",
    "ApiKey",
    "AuditEntry",
    "Consent",
    "Credential",
    "Group",
    "Party",
    "Passkey",
    "Person",
    "PersonRole",
    "Proof",
    "ProofKind",
    "RefreshToken",
    "Role",
    "SavedAddress",
    "Session",
    "database",
]
