"""A form of a shopper's page that was refused: what was wrong with it, and what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domains.shared.errors import Invalid


@dataclass(frozen=True)
class Wrong:
    """`form` names one form of its page."""

    form: str = ""
    refusal: Invalid | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    def of(self, form: str) -> bool:
        return self.refusal is not None and self.form == form

    def typed(self, form: str, name: str, otherwise: object = "") -> object:
        """What was typed into this field, where its form was refused; else what it shows anyway."""
        return self.fields.get(name, "") if self.of(form) else otherwise

    def told(self, form: str, name: str) -> str:
        return self.refusal.fields.get(name, "") if self.refusal and self.of(form) else ""


NOTHING_WRONG: Final = Wrong()
