"""Rows of our own product file → entries. Rows with one handle below each other are one product."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, Final

from ..categories.shape import LONGEST_PATH
from ..categories.tree import category_path
from ..codes import sku_key
from ..products.matrix import LARGEST
from ..slugs import slugify
from . import cells
from .cells import Cell, Cells, cleared, currency_of
from .entries import OwnEntry, OwnVariant, PictureEntry
from .formats import ATTRIBUTE, OPTIONS
from .seen import Seen
from .sheet import Row, Sheet
from .values import BadCell, code

MOST_ROWS: Final = 2_500
TEXTS: Final = re.compile(r"\s*(?:\n|\s\|\s)\s*")
SIZES: Final = ("length", "width", "height")
SIZE: Final = {name: Cell(cells.between(1 if name == "length" else 0, LARGEST), None) for name in SIZES}


def own_entries(sheet: Sheet, currency: str) -> Iterator[OwnEntry]:
    with closing(Seen()) as seen:
        for rows in stretches(sheet, of_one_product):
            entry = OwnEntry(rows[0].handle, slugify(rows[0].handle), rows[0].line, currency)
            for row in rows:
                _read_row(entry, row, sheet, seen)
            yield entry


def of_one_product(first: Row, row: Row) -> bool:
    """A row without a handle stands for itself."""
    return bool(row.handle) and row.handle == first.handle


def stretches(sheet: Sheet, alike: Callable[[Row, Row], bool]) -> Iterator[list[Row]]:
    """Rows below each other that are about the same; so many at most that memory stays small."""
    stretch: list[Row] = []
    for row in sheet.rows():
        if stretch and (not alike(stretch[0], row) or len(stretch) == MOST_ROWS):
            yield stretch
            stretch = []
        stretch.append(row)
    if stretch:
        yield stretch


def _read_row(entry: OwnEntry, row: Row, sheet: Sheet, seen: Seen) -> None:
    entry.report.skus[row.line] = row["sku"].removeprefix("'")
    if row.problem:
        entry.report.refuse(row.line, row.problem)
        return
    problems: list[str] = []
    try:
        sku = read_sku(row, sheet)
        before = seen.before(row.line, sku_key(sku))
        if before is not None:
            raise BadCell(f"{sheet.heading('sku')}: line {before} has {sku} already.")
        own = Cells(row, sheet, currency_of(row, sheet, entry.currency), problems)
    except BadCell as bad:
        entry.report.refuse(row.line, str(bad))
        return
    variant = _variant(own, sku)
    _read_product(entry, own)
    if problems:
        entry.report.refuse(row.line, " ".join(problems))
    else:
        entry.currency = entry.currency if entry.variants else own.currency
        entry.variants.append(variant)


def read_sku(row: Row, sheet: Sheet) -> str:
    sku = code(row["sku"], "SKU")
    if not sku:
        raise BadCell(f"{sheet.heading('sku')}: every row needs one.")
    return sku


def _read_product(entry: OwnEntry, own: Cells) -> None:
    """What several rows say of their product: the first that says something holds."""
    row, line = own.row, own.row.line
    said = dict(own.said(cells.PRODUCT)) | _type(row)
    for name, value in said.items():
        if entry.said.setdefault(name, value) != value:
            entry.report.note(line, f"{own.sheet.heading(name)}: a row above says otherwise, and that holds.")
    if entry.category is None:
        entry.category = _category(own)
    for name in own.sheet.columns:
        if name.startswith(f"{ATTRIBUTE}:") and row[name]:
            key = name.partition(":")[2]
            entry.attributes.setdefault(key, [] if cleared(row[name]) else [row[name]])
    for place in OPTIONS:
        if name := row[f"option{place}_name"]:
            entry.option_names.setdefault(place - 1, name[:100])
    _read_pictures(entry, own)


def _type(row: Row) -> dict[str, Any]:
    return {"type": "" if cleared(row["type"]) else row["type"]} if row["type"] else {}


def _category(own: Cells) -> tuple[tuple[str, str], ...] | None:
    text = own.row["category"]
    if not text:
        return None
    return () if cleared(text) else _branch(own, category_names(text))


def _branch(own: Cells, names: list[str]) -> tuple[tuple[str, str], ...] | None:
    if not names or len(category_path(names)) > LONGEST_PATH:
        told = f"give names such as Kitchen > Knives, {LONGEST_PATH} characters at most."
        own.problems.append(f"{own.sheet.heading('category')}: {told}")
        return None
    return tuple((category_path(names[: depth + 1]), name) for depth, name in enumerate(names))


def category_names(text: str) -> list[str]:
    """`Kitchen > Knives`, or the path `kitchen/knives`."""
    parts = text.split(">") if ">" in text else text.split("/")
    names = [" ".join(part.split())[:100] for part in parts]
    return [name[:1].upper() + name[1:] for name in names if slugify(name)]


def _read_pictures(entry: OwnEntry, own: Cells) -> None:
    texts = TEXTS.split(own.row["picture_texts"]) if own.row["picture_texts"] else []
    for place, source in enumerate(own.row["pictures"].split()):
        alt = texts[place][:500] if place < len(texts) else ""
        entry.pictures.append(PictureEntry(own.row.line, source, alt))


def _variant(own: Cells, sku: str) -> OwnVariant:
    row = own.row
    fields = dict(own.said(cells.VARIANT))
    if sizes := dict(own.said(SIZE)):
        fields["sizes"] = sizes
    options = {place - 1: row[f"option{place}_value"][:100] for place in OPTIONS if row[f"option{place}_value"]}
    picture = row["variant_picture"]
    return OwnVariant(row.line, sku, fields, options, "" if cleared(picture) else picture or None)
