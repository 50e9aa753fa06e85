"""CSV for spreadsheets: what one would take for a formula leaves as text, and comes back as it was."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

# What makes a spreadsheet compute (OWASP, "CSV Injection"), behind any number of the quotes that keep text text.
FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
QUOTED: Final = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
MARK: Final = "\ufeff"
NUMBER: Final = re.compile(r"-[0-9]+(\.[0-9]+)?")


def harmless(cell: str) -> str:
    """With a quote before what would be computed; numbers stay numbers."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell


def plain(cell: str) -> str:
    """`harmless` taken back."""
    return cell[1:] if QUOTED.match(cell) else cell


def coded(code: str) -> str:
    """A SKU or barcode: whoever reads one takes off the quote by which spreadsheets keep figures text, once."""
    return f"'{code}" if code.startswith("'") else code


def csv_head(names: Sequence[str]) -> str:
    """The first line of a file, behind the mark by which Excel knows that it is UTF-8."""
    return f"{MARK}{csv_lines([names])}"


def csv_lines(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()
