"""What a format reads: its fields, the names their columns go by, and which formats there are to choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...shared.errors import Invalid
from ..models import ImportKind


@dataclass(frozen=True)
class Field:
    """`label` is its column in our own files, `also` what others call it."""

    name: str
    label: str
    also: tuple[str, ...] = ()

    @property
    def aliases(self) -> tuple[str, ...]:
        return (_folded(self.label), *self.also)


@dataclass(frozen=True)
class Format:
    """`needs`: of each of these groups the file has one column. `open_ended` begins the names of columns without end:
    `attribute: material` is the field `attribute:material`."""

    kind: ImportKind
    title: str
    things: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]
    open_ended: str = ""

    def recognised(self, header: Sequence[str]) -> tuple[str, ...]:
        """Our name for each column; empty for one we do not read and for a second one of the same field."""
        known = {alias: field.name for field in self.fields for alias in field.aliases}
        names: list[str] = []
        for cell in header:
            name = known.get(_folded(cell), "") or self._of_no_end(cell)
            names.append("" if name in names else name)
        return tuple(names)

    def lacking(self, columns: Iterable[str]) -> list[str]:
        """The labels of what is needed and not there."""
        there = set(columns)
        return [" or ".join(map(self.label, group)) for group in self.needs if there.isdisjoint(group)]

    def label(self, name: str) -> str:
        found = next((field.label for field in self.fields if field.name == name), "")
        return found or name[:1].upper() + name[1:].replace(":", ": ", 1)

    def field_called(self, text: str) -> str:
        """The field somebody means by its label, its own name or any other; empty where there is none."""
        wanted = _folded(text)
        by_name = next((field.name for field in self.fields if field.name == wanted.replace(" ", "_")), "")
        return by_name or self.recognised([text])[0]

    def checked(self, columns: Sequence[str], given: Iterable[str] = ()) -> tuple[str, ...]:
        """Invalid names each `column-N` that cannot be: no field of ours, or one that another column has. What is
        `given` for all rows needs no column."""
        wrong: dict[str, str] = {}
        for place, name in enumerate(columns):
            if name and name in columns[:place]:
                wrong[f"column-{place}"] = f"{self.label(name)} is another column already."
            elif name and not self._reads(name):
                wrong[f"column-{place}"] = "Choose one of those offered."
        if wrong:
            raise Invalid("Look at the columns again.", wrong)
        if lacking := self.lacking([*columns, *given]):
            raise Invalid(f"No column is {' and none is '.join(lacking)}. Say which it is.")
        return tuple(columns)

    def _reads(self, name: str) -> bool:
        return any(field.name == name for field in self.fields) or bool(self._of_no_end(name))

    def _of_no_end(self, cell: str) -> str:
        begins, colon, rest = _folded(cell).partition(":")
        return f"{begins}:{rest.strip()}" if colon and begins == self.open_ended and rest.strip() else ""


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
