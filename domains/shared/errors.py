"""Refusals: a rule said no. They speak to the visitor and carry the HTTP status an edge would answer with."""

from collections.abc import Mapping
from typing import ClassVar


class Refusal(Exception):
    """The base of all that a domain refuses. `str(refusal)` is a sentence a visitor can read."""

    status: ClassVar[int] = 409

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(Refusal):
    """There is no such thing, or it is not yours: the two look alike from outside."""

    status = 404


class Invalid(Refusal):
    """Something typed cannot be right; `fields` maps a field's name to what to do about it."""

    status = 422

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class Forbidden(Refusal):
    status = 403


class Unavailable(Refusal):
    """A part we need does not answer now; nothing was changed. `retry_after` is in seconds.

    `cause` is what an operator must know: which part, where, and what it said. No visitor reads it."""

    status = 503

    def __init__(self, message: str, retry_after: int = 5, cause: str = "") -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.cause = cause


class Contended(Unavailable):
    """Two waited for each other, and the database has turned this one back; nothing of theirs was changed."""

    def __init__(self) -> None:
        super().__init__("Others are changing the same things at this moment. Please try again.", retry_after=1)
