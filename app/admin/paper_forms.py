"""The forms of transfers and purchase orders: what they show, and what was typed into them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from litestar.datastructures import UploadFile

from app.admin import forms
from app.admin.forms import Fields, Refused
from app.requests import Request
from domains.inventory import Arrival, Document, DocumentLine, LineDraft, LinesRefused, Terms
from domains.shared.errors import Invalid
from domains.shared.money import Money

SPARE: Final = 3  # empty rows below those that say something
MOST_ROWS: Final = 500 + SPARE
LARGEST_FILE: Final = 1_000_000  # bytes


@dataclass(frozen=True)
class Row:
    number: int
    sku: str = ""
    quantity: str = ""
    cost: str = ""


def rows(document: Document, refused: Refused) -> list[Row]:
    """Of the form that is shown: what was typed, or what is there; and some empty ones."""
    typed = refused.fields if refused.of("lines") else {}
    shown = [_row(number, line, document.currency) for number, line in enumerate(document.lines)]
    if typed:
        said = [number for number in range(MOST_ROWS) if any(typed.get(f"{part}-{number}") for part in PARTS)]
        filled = range(max(said, default=-1) + 1)
        shown = [Row(number, *(typed.get(f"{part}-{number}", "") for part in PARTS)) for number in filled]
    spare = range(len(shown), min(len(shown) + SPARE, MOST_ROWS))
    return [*shown, *map(Row, spare)]


PARTS: Final = ("sku", "quantity", "cost")


def lines(fields: Fields, currency: str) -> dict[int, LineDraft]:
    """By the row in which each stands; a row without a SKU and a quantity says nothing."""
    read: dict[int, LineDraft] = {}
    wrong: dict[str, str] = {}
    for row in range(MOST_ROWS):
        sku, quantity, cost = (fields.get(f"{part}-{row}", "") for part in PARTS)
        if not sku and not quantity:
            continue
        try:
            if not sku:
                raise Invalid("Give a SKU.", {f"sku-{row}": "Give the SKU of which there are so many."})
            units = forms.whole_number(quantity, f"quantity-{row}")
            unit_cost = forms.amount(cost, currency, f"cost-{row}").amount if cost and currency else None
            read[row] = LineDraft(sku, units, unit_cost)
        except Invalid as refusal:
            wrong |= {name: f"{sku}: {told}" if sku else told for name, told in refusal.fields.items()}
    if wrong:
        raise LinesRefused(wrong)
    return read


def sent(document: Document, fields: Fields) -> dict[str, int]:
    return {
        line.sku: forms.whole_number(fields.get(f"sent-{line.position}", ""), f"sent-{line.position}")
        for line in document.lines
    }


def arrivals(document: Document, fields: Fields) -> list[Arrival]:
    """An empty field is none; with `all`, all that is still on its way has come, undamaged."""
    if fields.get("all"):
        return [Arrival(line.sku, line.left) for line in document.lines if line.left]
    return [
        Arrival(line.sku, *(_units(fields, f"{part}-{line.position}") for part in ("received", "damaged", "missing")))
        for line in document.lines
        if line.left
    ]


def charges(document: Document, fields: Fields) -> int:
    said = fields.get("charges", "")
    return forms.amount(said, document.currency, "charges").amount if said and document.currency else 0


def terms(fields: Fields) -> Terms:
    return Terms(
        expected_on=forms.day(fields.get("expected_on", ""), "expected_on"),
        reference=fields.get("reference", ""),
        note=fields.get("note", ""),
    )


async def file(request: Request) -> bytes:
    chosen = (await request.form()).get("file")
    if not isinstance(chosen, UploadFile) or not chosen.filename:
        raise Invalid("Choose a CSV file first.", {"file": "Choose a CSV file first."})
    content = await chosen.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Invalid("This file is too large.", {"file": "This file is too large for the lines of one document."})
    return content


def chosen(fields: Mapping[str, str], name: str, told: str) -> UUID:
    try:
        return UUID(fields.get(name, ""))
    except ValueError:
        raise Invalid(told, {name: told}) from None


def _row(number: int, line: DocumentLine, currency: str) -> Row:
    cost = "" if line.unit_cost is None else str(Money(line.unit_cost, currency).decimal)
    return Row(number, line.sku, str(line.asked), cost)


def _units(fields: Fields, name: str) -> int:
    return forms.whole_number(fields.get(name) or "0", name)
