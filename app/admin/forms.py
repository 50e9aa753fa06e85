"""Reads what staff typed into numbers and states, or says what is wrong with it."""

from enum import StrEnum
from typing import Literal, TypeVar, overload
from uuid import UUID

from app.requests import Request
from domains.shared.errors import Invalid

State = TypeVar("State", bound=StrEnum)
MOST = 10_000_000


@overload
def choice(states: type[State], text: str | None) -> State | None: ...
@overload
def choice(states: type[State], text: str | None, *, required: Literal[True]) -> State: ...
def choice(states: type[State], text: str | None, *, required: bool = False) -> State | None:
    """One of the states, or None for an empty filter; anything else is refused where a state is required."""
    if text in list(states):
        return states(text)
    if required:
        raise Invalid("Choose one of the states offered.")
    return None


def whole_number(text: str, field: str) -> int:
    """A count of things: digits, not negative, not absurd."""
    cleaned = text.strip()
    if not (cleaned.isascii() and cleaned.isdigit()) or int(cleaned[:12]) > MOST:
        raise Invalid("Give a whole number.", {field: "Give a whole number, 0 or more."})
    return int(cleaned)


def page_number(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def identity(text: str, field: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid("This form is out of date. Please reload the page.", {field: "Reload the page."}) from None
