"""A CSV file as rows: whatever encoding and separator it has, read line by line, never as a whole."""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from ...shared.errors import Invalid
from .columns import NEEDED, recognised

MAX_BYTES = 200 * 1024 * 1024
CHUNK = 1024 * 1024
LONGEST_LINE = 1024 * 1024  # characters
SEPARATORS = (",", ";", "\t")
# What no text holds; line breaks and tabs may stay.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")


@dataclass(frozen=True)
class Row:
    """`line` is where it starts; a row with a `problem` could not be read and has no cells."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    @property
    def handle(self) -> str:
        return self.cells.get("handle", "")

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
    path: Path
    encoding: str
    separator: str
    columns: tuple[str, ...]
    total: int

    def has(self, column: str) -> bool:
        return column in self.columns

    def rows(self) -> Iterator[Row]:
        return _rows(self.path, self.encoding, self.separator, self.columns)


def open_sheet(path: Path) -> Sheet:
    """Invalid, saying why, when this is not a CSV file of products. Reads the file once; blocks."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Invalid(f"This file is larger than {MAX_BYTES // CHUNK} MB. Split it and import the parts.")
    encoding = _encoding(path)
    separator, columns = _header(path, encoding)
    total = sum(1 for _ in _rows(path, encoding, separator, columns))
    if not total:
        raise Invalid("This file has column names, but no products below them.")
    return Sheet(path, encoding, separator, columns, total)


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


def _header(path: Path, encoding: str) -> tuple[str, tuple[str, ...]]:
    missing = list(NEEDED.values())
    for separator in SEPARATORS:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            try:
                columns = recognised(next(csv.reader(_Lines(file), delimiter=separator), []))
            except csv.Error:
                continue
        lacking = [label for name, label in NEEDED.items() if name not in columns]
        if not lacking:
            return separator, columns
        missing = min(missing, lacking, key=len)
    raise Invalid(f"This is not a product file: its first line does not name the column {' and '.join(missing)}.")


def _rows(path: Path, encoding: str, separator: str, columns: tuple[str, ...]) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=separator)
        next(reader)
        while True:
            line = lines.read + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(line, problem=f"This line cannot be read ({error}); a quote is likely missing.")
                continue
            if any(cell.strip() for cell in cells):
                yield _row(line, cells, columns)


class _Lines:
    """A file's lines, none of them beyond LONGEST_LINE: one without line breaks never comes into memory as a whole."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.read = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        """csv.Error for a line that is too long; the next one is as good as any."""
        line = self._file.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.read += 1
        if _cut_off(line):
            while _cut_off(self._file.readline(LONGEST_LINE)):
                pass
            raise csv.Error(f"it is longer than {LONGEST_LINE:,} characters")
        return line


def _cut_off(line: str) -> bool:
    return len(line) == LONGEST_LINE and not line.endswith(("\n", "\r"))


def _row(line: int, cells: list[str], columns: tuple[str, ...]) -> Row:
    if any(cell.strip() for cell in cells[len(columns) :]):
        return Row(line, problem="This line has more cells than there are columns; a quote is likely missing.")
    named = zip(columns, cells, strict=False)
    return Row(line, {name: CONTROL.sub("", cell).strip() for name, cell in named if name})
