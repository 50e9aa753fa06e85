"""What shoppers type: quantities and pages."""

import re

from app.forms import asked, text, typed
from app.requests import Request
from domains.shared.errors import Invalid, NotFound


def quantity(fields: dict[str, str]) -> int:
    """A whole number as a person types it. How many a cart takes is the cart's rule."""
    value = fields.get("quantity", "1")
    if not re.fullmatch(r"[0-9]{1,6}", value):
        raise Invalid("Enter a whole number, such as 1 or 2.", {"quantity": "Enter a whole number, such as 1 or 2."})
    return int(value)


def page_number(request: Request) -> int:
    value = asked(request, "page") or "1"
    if not re.fullmatch(r"[1-9][0-9]{0,5}", value):
        raise NotFound("There is no such page.")
    return int(value)


__all__ = ["asked", "page_number", "quantity", "text", "typed"]
