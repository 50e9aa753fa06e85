"""A CSV file as rows: whatever encoding and separator it has, read line by line, never as a whole."""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TextIO

from ...shared.errors import Invalid
from ...shared.spreadsheets import plain
from ..models import ImportKind
from .columns import Format
from .formats import FORMATS, likely

MAX_BYTES = 200 * 1024 * 1024
CHUNK = 1024 * 1024
LONGEST_LINE = 1024 * 1024  # characters
TOO_LONG = "a line beyond that"  # stands for it
LONGEST_NAME = 200  # of a column
NOTHING: Mapping[str, str] = MappingProxyType({})
SEPARATORS = (",", ";", "\t")
UNKNOWN = (
    "We do not know what this file is: its first line names neither the column SKU nor the columns Handle and Title, "
    "nor Code and Promotion."
)
# What no text holds; line breaks and tabs may stay.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")


@dataclass(frozen=True)
class Row:
    """`line` is where it starts; `raw` are its cells as they stand there. One with a `problem` could not be read."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    raw: tuple[str, ...] = ()

    @property
    def handle(self) -> str:
        return self.cells.get("handle", "")

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Look:
    """What a file is before anybody knows what it is about: a table with names above its columns."""

    path: Path
    encoding: str
    separator: str
    header: tuple[str, ...]

    def rows(self, columns: Sequence[str] = ()) -> Iterator[Row]:
        return _rows(self, tuple(columns) or ("",) * len(self.header))

    def first_rows(self, number: int) -> list[tuple[str, ...]]:
        return [row.raw for row in islice(self.rows(), number)]


@dataclass(frozen=True)
class Sheet:
    """`columns` names the field of each column of the file, `given` fields of rows that say nothing themselves."""

    look: Look
    format: Format
    columns: tuple[str, ...]
    total: int
    given: Mapping[str, str] = field(default_factory=dict)

    def has(self, column: str) -> bool:
        return column in self.columns

    def heading(self, column: str) -> str:
        """What the file calls it."""
        return self.look.header[self.columns.index(column)] if self.has(column) else self.format.label(column)

    def rows(self) -> Iterator[Row]:
        for row in self.look.rows(self.columns):
            said = {name: cell for name, cell in row.cells.items() if cell or name not in self.given}
            yield replace(row, cells={**self.given, **said}) if self.given else row


def open_sheet(
    path: Path, kind: ImportKind | None = None, columns: Sequence[str] = (), given: Mapping[str, str] = NOTHING
) -> Sheet:
    """As the format it is said to be, or most likely is, with the columns as its header names them unless said.

    Invalid, saying why, when it is none. Reads the file once; blocks."""
    look = look_at(path)
    kind = kind or likely(look.header)
    if kind is None:
        raise Invalid(UNKNOWN)
    format = FORMATS[kind]
    columns = tuple(columns) or format.recognised(look.header)
    if lacking := format.lacking([*columns, *given]):
        raise Invalid(f"This is no file of {format.things}: its first line does not name {' and '.join(lacking)}.")
    total = sum(1 for _ in look.rows(columns))
    if not total:
        raise Invalid(f"This file has column names, but no {format.things} below them.")
    return Sheet(look, format, columns, total, given)


def look_at(path: Path) -> Look:
    """Invalid when it is no text, or too long."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Invalid(f"This file is larger than {MAX_BYTES // CHUNK} MB. Split it and import the parts.")
    encoding = _encoding(path)
    looks = [Look(path, encoding, separator, _header(path, encoding, separator)) for separator in SEPARATORS]
    look = max(looks, key=lambda each: (likely(each.header) is not None, len(each.header)))
    if any(CONTROL.search(cell) or len(cell) > LONGEST_NAME for cell in look.header) or not any(look.header):
        raise Invalid(UNKNOWN)
    return look


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip():
        raise Invalid("This file is empty.")
    if head.startswith(b"PK\x03\x04"):
        raise Invalid("This is a spreadsheet or an archive, not a CSV file. Save it as CSV (UTF-8) and try again.")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        if _decodes(path, encoding):
            return encoding
    raise AssertionError("Latin-1 decodes everything")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                if b"\x00" in chunk:
                    raise Invalid("This is not a text file. Export the products as CSV and try again.")
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _header(path: Path, encoding: str, separator: str) -> tuple[str, ...]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        try:
            return tuple(cell.strip() for cell in next(csv.reader(_Lines(file), delimiter=separator), []))
        except csv.Error:
            return ()


def _rows(look: Look, columns: tuple[str, ...]) -> Iterator[Row]:
    """A quote that nobody closes spoils its own line: what stands behind it is read again, line by line."""
    with look.path.open(encoding=look.encoding, errors="replace", newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=look.separator)
        next(reader)
        while True:
            lines.begin_row()
            line = lines.read + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                lines.read_again_after_first()
                yield Row(line, problem=f"This line cannot be read ({error}); a quote is likely missing.")
                continue
            if lines.ended:
                lines.read_again_after_first()
                yield Row(line, problem="A quote in this line is never closed.", raw=tuple(cells))
            elif any(cell.strip() for cell in cells):
                yield _row(line, cells, columns)


class _Lines:
    """A file's lines, none of them beyond LONGEST_LINE: one without line breaks never comes into memory as a whole.

    Those of the row at hand are kept; a row is no longer than the csv module lets a field be.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._row: list[str] = []
        self._waiting: deque[str] = deque()
        self.read = 0
        self.ended = False  # in the middle of a row

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        """csv.Error for a line that is too long; the next one is as good as any."""
        line = self._waiting.popleft() if self._waiting else self._file.readline(LONGEST_LINE)
        if not line:
            self.ended = bool(self._row)
            raise StopIteration
        self.read += 1
        if _cut_off(line):
            while _cut_off(self._file.readline(LONGEST_LINE)):
                pass
            line = TOO_LONG
        self._row.append(line)
        if line is TOO_LONG:
            raise csv.Error(f"it is longer than {LONGEST_LINE:,} characters")
        return line

    def begin_row(self) -> None:
        self._row, self.ended = [], False

    def read_again_after_first(self) -> None:
        self._waiting.extendleft(reversed(self._row[1:]))
        self.read -= len(self._row) - 1


def _cut_off(line: str) -> bool:
    return len(line) == LONGEST_LINE and not line.endswith(("\n", "\r"))


def _row(line: int, cells: list[str], columns: tuple[str, ...]) -> Row:
    cells = [plain(CONTROL.sub("", cell).strip()) for cell in cells]
    if any(cells[len(columns) :]):
        told = "This line has more cells than there are columns; a quote is likely missing."
        return Row(line, problem=told, raw=tuple(cells))
    named = zip(columns, cells, strict=False)
    return Row(line, {name: cell for name, cell in named if name}, raw=tuple(cells))
