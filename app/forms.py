"""Reading what people send, whatever a browser or a script puts in, and carrying a refused form back to its page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from litestar import Request as LitestarRequest
from litestar.datastructures import FormMultiDict

from app.requests import Request
from domains.shared.errors import Invalid, Refusal

LONGEST: Final = 2_000
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


async def typed(request: Request, longest: int = LONGEST) -> dict[str, str]:
    """The fields of a form as trimmed text; files and control characters are dropped, so is what passes `longest`."""
    form: FormMultiDict = await request.form()
    return {name: text(value, longest) for name, value in form.items() if isinstance(value, str)}


def asked(request: LitestarRequest[Any, Any, Any], name: str) -> str:
    """A parameter of the address, as trimmed text; empty when absent."""
    return text(str(request.query_params.get(name) or ""))


def text(value: str, longest: int = LONGEST) -> str:
    return UNPRINTABLE.sub("", value[:longest]).strip()


def identity(value: str) -> UUID:
    """What a form carries hidden: the key of a deed, the revision somebody looked at."""
    try:
        return UUID(value)
    except ValueError:
        raise Invalid("This form is out of date. Look at the page again, then send it once more.") from None


async def secret(request: Request, name: str) -> str:
    """As typed: blanks at the ends of a password belong to it."""
    form: FormMultiDict = await request.form()
    sent = form.get(name)
    return sent[:LONGEST] if isinstance(sent, str) else ""


@dataclass(frozen=True)
class Refused:
    """`form` names one form of its page; the ids of its fields begin with that name."""

    form: str = ""
    refusal: Refusal | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    def of(self, form: str) -> bool:
        return self.refusal is not None and self.form == form

    def typed(self, form: str, name: str, otherwise: object = "") -> object:
        """What was typed into this field, where its form was refused; else what it shows anyway."""
        return self.fields.get(name, "") if self.of(form) else otherwise

    def wrong(self, form: str, name: str) -> str:
        return self._wrong.get(name, "") if self.of(form) else ""

    def told(self, form: str) -> str:
        """Why this form was refused, where none of its fields is to blame."""
        return self.refusal.message if self.refusal and self.of(form) and not self._wrong else ""

    @property
    def summary(self) -> list[tuple[str, str]]:
        """For `error_summary`: each sentence with the id it leads to, the form's own where no field is to blame."""
        if self.refusal is None:
            return []
        return [(f"{self.form}-{name}", told) for name, told in self._wrong.items()] or [
            (self.form, self.refusal.message)
        ]

    @property
    def _wrong(self) -> Mapping[str, str]:
        return self.refusal.fields if isinstance(self.refusal, Invalid) else {}


NOTHING_REFUSED: Final = Refused()
