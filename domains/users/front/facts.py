"""What users tells the other domains."""

from ..events import (
    EmailChanged,
    EmailVerified,
    LinkAsked,
    PasswordChanged,
    RefreshTokenReused,
    SecondFactorChanged,
)

__all__ = [
    "EmailChanged",
    "EmailVerified",
    "LinkAsked",
    "PasswordChanged",
    "RefreshTokenReused",
    "SecondFactorChanged",
]
