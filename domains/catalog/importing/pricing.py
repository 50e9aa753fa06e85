"""Rows of prices → entries: what one variant costs regularly, in quantities, on a price list or in a sale."""

from collections.abc import Iterator
from contextlib import closing
from typing import Final

from ..codes import sku_key
from ..products.matrix import MOST_OF_ONE
from . import cells
from .cells import Cell, Cells, currency_of
from .entries import PriceEntry, PriceRow
from .own import read_sku, stretches
from .seen import Seen
from .sheet import Row, Sheet
from .values import BadCell

SALE: Final = {
    "sale_price": Cell(cells.amount, None),
    "sale_starts": Cell(cells.moment),
    "sale_ends": Cell(cells.moment),
}
FIELDS: Final = {
    "price": Cell(cells.amount, None),
    "compare_at": Cell(cells.amount, None),
    "cost": Cell(cells.amount, None),
    "min_quantity": Cell(cells.between(1, MOST_OF_ONE)),
    **SALE,
}


def price_entries(sheet: Sheet, currency: str) -> Iterator[PriceEntry]:
    with closing(Seen()) as seen:
        for rows in stretches(sheet, _of_one_variant):
            entry = PriceEntry(rows[0].line, currency)
            for row in rows:
                entry.report.skus[row.line] = row["sku"].removeprefix("'")
                try:
                    entry.rows.append(_read(row, sheet, currency, seen))
                except BadCell as bad:
                    entry.report.refuse(row.line, str(bad))
            yield entry


def _of_one_variant(first: Row, row: Row) -> bool:
    """Its prices are done together: halfway down a staircase they need not fit."""
    return row["sku"].casefold() == first["sku"].casefold()


def _read(row: Row, sheet: Sheet, currency: str, seen: Seen) -> PriceRow:
    if row.problem:
        raise BadCell(row.problem)
    problems: list[str] = []
    sku = read_sku(row, sheet)
    fields = dict(Cells(row, sheet, currency_of(row, sheet, currency), problems).said(FIELDS))
    if problems:
        raise BadCell(" ".join(problems))
    quantity = fields.pop("min_quantity", 1)
    read = PriceRow(row.line, sku, fields, row["price_list"], quantity)
    _check(read, sheet)
    which = (sku_key(sku), read.price_list.casefold(), quantity, fields.get("sale_starts"), "sale_price" in fields)
    if before := seen.before(row.line, *which):
        raise BadCell(f"{sheet.heading('sku')}: line {before} says this of {sku} already.")
    return read


def _check(read: PriceRow, sheet: Sheet) -> None:
    """What a row of a price list or of a quantity must say, and what no such row can."""
    special = bool(read.price_list) or read.quantity > 1
    if special and "price" not in read.fields:
        raise BadCell(f"{sheet.heading('price')}: say what it costs then, or {cells.CLEAR} to end that price.")
    if not special and read.fields.get("price", True) is None:
        raise BadCell(f"{sheet.heading('price')}: the regular price cannot be cleared.")
    others = [name for name in ("compare_at", "cost", *SALE) if special and name in read.fields]
    if others:
        raise BadCell(f"{sheet.heading(others[0])}: only the regular price has one. Give it on a row of its own.")
    if "sale_price" not in read.fields and {"sale_starts", "sale_ends"} & read.fields.keys():
        raise BadCell(f"{sheet.heading('sale_price')}: say what it costs in the sale.")
    if read.fields.get("sale_price") is not None and "sale_starts" not in read.fields:
        raise BadCell(f"{sheet.heading('sale_starts')}: say when the sale begins.")
