"""The lines of a transfer or a purchase order as a file: a SKU, how many, and for a purchase what one costs."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domains.shared.errors import Invalid
from domains.shared.money import Money
from domains.shared.spreadsheets import coded, csv_head, csv_lines, plain

from ..models import Document, DocumentKind
from .drafting import MOST_LINES, MOST_UNITS, LineDraft

SKU, QUANTITY, COST = "SKU", "Quantity", "Unit cost"
OUT: Final = ("Sent", "Received", "Damaged", "Missing")
SEPARATORS: Final = (",", ";", "\t")
LARGEST: Final = 1_000_000  # bytes
LONGEST_SKU: Final = 100


@dataclass(frozen=True)
class ReadLines:
    """`lines` by the number of the line of the file; `wrong` by the same, each in words."""

    lines: dict[int, LineDraft]
    wrong: dict[int, str]


def read_lines(content: bytes, currency: str) -> ReadLines:
    """Invalid where it is no such table at all. An empty `currency` is for lines that cost nothing."""
    rows = _rows(content)
    head = next(rows, (0, []))[1]
    names = [cell.strip().casefold() for cell in head]
    if SKU.casefold() not in names or QUANTITY.casefold() not in names:
        raise Invalid(f"The first line of the file must name the columns {SKU} and {QUANTITY}.")
    lines: dict[int, LineDraft] = {}
    wrong: dict[int, str] = {}
    for number, cells in rows:
        row = dict(zip(names, (plain(cell.strip()) for cell in cells), strict=False))
        if not any(row.values()):
            continue
        try:
            lines[number] = _line(row, currency)
        except Invalid as refusal:
            wrong[number] = refusal.message
        if len(lines) + len(wrong) > MOST_LINES:
            raise Invalid(f"A document has {MOST_LINES} lines at most. Divide the file.")
    if not lines and not wrong:
        raise Invalid("There is nothing below the names of the columns.")
    return ReadLines(lines, wrong | _repeated(lines))


def lines_as_file(document: Document) -> str:
    bought = document.kind == DocumentKind.PURCHASE
    head = (SKU, QUANTITY, *((COST,) if bought else ()), *OUT)
    rows = []
    for line in document.lines:
        cost = "" if line.unit_cost is None else str(Money(line.unit_cost, document.currency).decimal)
        figures = (line.sent, line.received, line.damaged, line.missing)
        rows.append((coded(line.sku), str(line.asked), *((cost,) if bought else ()), *map(str, figures)))
    return csv_head(head) + csv_lines(rows)


def _rows(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """With the number of the line on which each begins."""
    if len(content) > LARGEST:
        raise Invalid("This file is too large for the lines of one document.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count))
    before = 0
    try:
        for cells in reader:
            yield before + 1, cells
            before = reader.line_num
    except csv.Error:
        raise Invalid(f"Line {before + 1} cannot be read as a line of a table.") from None


def _line(row: dict[str, str], currency: str) -> LineDraft:
    sku, quantity, cost = (row.get(name.casefold(), "") for name in (SKU, QUANTITY, COST))
    if not 0 < len(sku) <= LONGEST_SKU or not sku.isprintable():
        raise Invalid("it names no SKU.")
    if not (quantity.isascii() and quantity.isdigit() and len(quantity) < 10 and 1 <= int(quantity) <= MOST_UNITS):
        raise Invalid(f"“{quantity[:20]}” of {sku}: give a whole number from 1 to {MOST_UNITS}.")
    if not currency or not cost:
        return LineDraft(sku, int(quantity))
    try:
        return LineDraft(sku, int(quantity), Money.parse(cost.replace(",", "."), currency).amount)
    except Invalid:
        raise Invalid(f"“{cost[:20]}” is no amount in {currency} that one of {sku} could cost.") from None


def _repeated(lines: dict[int, LineDraft]) -> dict[int, str]:
    """In whatever letters: a SKU stands on a document once."""
    first: dict[str, int] = {}
    wrong = {}
    for number, line in lines.items():
        before = first.setdefault(line.sku.casefold(), number)
        if before != number:
            wrong[number] = f"{line.sku} stands in line {before} already."
    return wrong
