"""Facts of users. None carries a token: what a letter needs is asked for when it is written."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Means(StrEnum):
    """Kinds of second factors, or all that somebody has."""

    APP = "app"
    PASSKEY = "passkey"
    EVERY = "every"


@dataclass(frozen=True)
class RefreshTokenReused:
    """Somebody came with a token that its session had long replaced: one of the two is not its owner."""

    session_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class LinkAsked:
    """Somebody typed an address; what is written to it, if anything, is decided when the letter is."""

    proof_id: UUID


@dataclass(frozen=True)
class EmailVerified:
    """From now on this address is known to be this person's."""

    person_id: UUID
    email: str


@dataclass(frozen=True)
class PasswordChanged:
    letter_id: UUID
    person_id: UUID
    email: str
    name: str


@dataclass(frozen=True)
class SecondFactorChanged:
    """`added`, or taken away; `only` where it is, or was, the only one they have."""

    letter_id: UUID
    person_id: UUID
    email: str
    name: str
    added: bool
    means: Means = Means.APP
    only: bool = True


@dataclass(frozen=True)
class PersonErased:
    """An account was deleted. Whose is asked for, and known to nobody once all who heard this have done their part."""

    person_id: UUID


@dataclass(frozen=True)
class EmailChanged:
    """`email` is where they are told: the address that is theirs no longer."""

    letter_id: UUID
    person_id: UUID
    email: str
    name: str
    now: str
