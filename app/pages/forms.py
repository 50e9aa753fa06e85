"""What shoppers type: quantities and pages."""

import re
from typing import Final

from app.forms import asked, identity, secret, text, typed
from app.requests import Request
from domains import orders
from domains.shared.errors import Invalid, NotFound

WHOLE: Final = "Enter a whole number, such as 1 or 2."


def quantity(fields: dict[str, str]) -> int:
    """A whole number as a person types it. How many a cart takes is the cart's rule."""
    value = fields.get("quantity", "1")
    if re.fullmatch(r"[0-9]{1,6}", value):
        return int(value)
    whole = re.fullmatch(r"-?[0-9]+|[0-9]+(\.[0-9]+)?e\+?[0-9]+", value, re.IGNORECASE | re.ASCII)
    told = f"You can have between 1 and {orders.MOST_OF_ONE} of one thing." if whole else WHOLE
    raise Invalid(told, {"quantity": told})


def page_number(request: Request) -> int:
    value = asked(request, "page") or "1"
    if not re.fullmatch(r"[1-9][0-9]{0,5}", value):
        raise NotFound("There is no such page.")
    return int(value)


__all__ = ["asked", "identity", "page_number", "quantity", "secret", "text", "typed"]
