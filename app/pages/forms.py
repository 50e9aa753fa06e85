"""Reading what visitors send: plain text out of forms and addresses, whatever a browser or a script puts in."""

import re
from typing import Final

from litestar.datastructures import FormMultiDict

from app.requests import Request
from domains.shared.errors import Invalid, NotFound

LONGEST: Final = 2_000
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


async def typed(request: Request) -> dict[str, str]:
    """The fields of a form as trimmed text; files and control characters are dropped."""
    form: FormMultiDict = await request.form()
    return {name: text(value) for name, value in form.items() if isinstance(value, str)}


def asked(request: Request, name: str) -> str:
    """A parameter of the address, as trimmed text; empty when absent."""
    return text(str(request.query_params.get(name) or ""))


def text(value: str) -> str:
    return UNPRINTABLE.sub("", value[:LONGEST]).strip()


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
