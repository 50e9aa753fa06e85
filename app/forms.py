"""Reading what people send: plain text out of forms and addresses, whatever a browser or a script puts in."""

import re
from typing import Final

from litestar.datastructures import FormMultiDict

from app.requests import Request

LONGEST: Final = 2_000
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


async def typed(request: Request, longest: int = LONGEST) -> dict[str, str]:
    """The fields of a form as trimmed text; files and control characters are dropped, so is what passes `longest`."""
    form: FormMultiDict = await request.form()
    return {name: text(value, longest) for name, value in form.items() if isinstance(value, str)}


def asked(request: Request, name: str) -> str:
    """A parameter of the address, as trimmed text; empty when absent."""
    return text(str(request.query_params.get(name) or ""))


def text(value: str, longest: int = LONGEST) -> str:
    return UNPRINTABLE.sub("", value[:longest]).strip()
