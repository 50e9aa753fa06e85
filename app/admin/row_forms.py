"""Rows of fields in a form, `value-0`, `value-1`: numbered anew without empty ones, compared and chosen as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.admin import conflicts
from app.admin.forms import Fields


@dataclass(frozen=True)
class Rows:
    """`name` is what all rows together are called; a row says something when it has its `key`."""

    name: str
    key: str
    parts: tuple[str, ...]
    most: int = 80

    def said(self, fields: Mapping[str, str]) -> list[int]:
        return [row for row in range(self.most) if fields.get(f"{self.key}-{row}")]

    def shown(self, fields: Mapping[str, str], spare: int) -> int:
        """How many the form has: up to the last that says something, and some empty ones."""
        return min(max(self.said(fields), default=-1) + 1 + spare, self.most)

    def compacted(self, fields: Fields) -> Fields:
        """So that the number of a row is its place among those that say something."""
        kept = {name: value for name, value in fields.items() if not self._part(name)}
        for number, row in enumerate(self.said(fields)):
            kept |= {f"{part}-{number}": fields[f"{part}-{row}"] for part in self.parts if f"{part}-{row}" in fields}
        return kept

    def compared(self, fields: Fields) -> Fields:
        rows = [
            " · ".join(filter(None, (fields.get(f"{part}-{row}") for part in self.parts))) for row in self.said(fields)
        ]
        return fields | {self.name: "\n".join(rows)}

    def clash(self, typed: Fields, current: Fields, labels: Mapping[str, str], revision: object) -> conflicts.Clash:
        found = conflicts.clash(self.compared(typed), self.compared(current), labels, revision)
        return replace(found, fields={name: value for name, value in found.fields.items() if name in typed})

    def settled(self, typed: Fields, current: Fields) -> Fields:
        """The form after its editor has chosen: all rows of theirs, or all of mine."""
        found = self.compacted(conflicts.settled(typed, current))
        if typed.get(f"{conflicts.KEEP}{self.name}") != "theirs":
            return found
        mine = {name: value for name, value in found.items() if not self._part(name)}
        return mine | {name: value for name, value in current.items() if self._part(name)}

    def _part(self, name: str) -> bool:
        part, _, row = name.rpartition("-")
        return part in self.parts and row.isdecimal()
