"""Reads what staff typed: choices, whole numbers, amounts of money, keys that a form carries along."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from app.forms import LONGEST, NOTHING_REFUSED, Refused, asked, identity, text, typed
from app.requests import Request
from domains.shared.errors import Invalid
from domains.shared.money import Money

State = TypeVar("State", bound=StrEnum)
Fields = dict[str, str]  # of a form, by name, as they were typed
AMOUNT: Final = re.compile(r"[0-9]{1,12}([.,][0-9]{1,4})?")


async def ticked(request: Request, name: str) -> frozenset[str]:
    """The boxes of this name that are ticked."""
    return frozenset(text(value) for value in (await request.form()).getall(name, []) if isinstance(value, str))


def choice(states: type[State], value: str) -> State | None:
    """One of the states; None for an empty filter and for anything else."""
    return states(value) if value in list(states) else None


def whole_number(value: str, name: str) -> int:
    """A count of things. How many there may be is the domain's rule."""
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise Invalid("Give a whole number.", {name: "Give a whole number, 0 or more."})
    return int(value)


def day(value: str, name: str) -> date | None:
    """As a date field sends it; None for an empty one."""
    if not value:
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = date.min
    if not 2000 <= found.year <= 2999:
        raise Invalid("Give a day, such as 2027-03-31.", {name: "Give a day, such as 2027-03-31."})
    return found


def shown(fields: Fields, name: str) -> int | None:
    """The figure that the page showed when somebody began to type; None where it showed none."""
    value = fields.get(name, "")
    return int(value) if re.fullmatch(r"-?[0-9]{1,9}", value) else None


def amount(value: str, currency: str, name: str) -> Money:
    """Money as people write it: 12.50 or 12,50, nothing between thousands."""
    try:
        if AMOUNT.fullmatch(value):
            return Money.parse(value.replace(",", "."), currency)
    except Invalid:
        pass  # more decimals than the currency has
    told = f"Give an amount in {currency}, such as {Money(1250, currency).decimal}."
    raise Invalid(told, {name: told})


def confirmed(fields: Mapping[str, str]) -> None:
    """What cannot be taken back wants a tick beside its button."""
    if not fields.get("confirmed"):
        raise Invalid("Please tick the box to confirm.", {"confirmed": "Please tick the box to confirm."})


def page_number(request: Request) -> int:
    value = asked(request, "page")
    return int(value) if re.fullmatch(r"[1-9][0-9]{0,5}", value) else 1


def place(request: Request, name: str) -> UUID | None:
    """Of the row from which a list goes on; None for its beginning and for anything else."""
    try:
        return UUID(asked(request, name))
    except ValueError:
        return None


def revision(fields: Mapping[str, str]) -> UUID:
    """What somebody looked at when they began to type."""
    return identity(fields.get("revision", ""))


def done(request: Request, said: Mapping[str, str]) -> str:
    """What the page says about the deed that led to it, if any."""
    return said.get(asked(request, "done"), "")


__all__ = [
    "LONGEST",
    "NOTHING_REFUSED",
    "Fields",
    "Refused",
    "amount",
    "asked",
    "choice",
    "day",
    "done",
    "identity",
    "page_number",
    "place",
    "revision",
    "shown",
    "text",
    "ticked",
    "typed",
    "whole_number",
]
