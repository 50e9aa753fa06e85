"""What users tells the other domains."""

from ..events import (
    EmailChanged,
    EmailVerified,
    LinkAsked,
    Means,
    PasswordChanged,
    PersonErased,
    RefreshTokenReused,
    SecondFactorChanged,
)

__all__ = [
    "EmailChanged",
    "EmailVerified",
    "LinkAsked",
    "Means",
    "PasswordChanged",
    "PersonErased",
    "RefreshTokenReused",
    "SecondFactorChanged",
]
