"""Counting for staff: which SKUs a sheet is about, what a scanner or a file says was found, and its names."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.gateway import shelves
from domains import catalog, inventory
from domains.inventory import CountPart, Found
from domains.shared.errors import Invalid
from domains.shared.spreadsheets import MARK, plain

MOST_NAMED: Final = 10  # of those that are wrong, so that a refusal can be read
MOST_ROWS: Final = 1_000
MOST_LISTED: Final = 10_000


@dataclass(frozen=True)
class CountSheet:
    """`goods` by SKU; what no product bears any more has none. `books` by SKU: what they had when it was counted, or
    have now."""

    count: inventory.StockCount
    place: inventory.Location
    lines: Sequence[inventory.CountLine]
    onward: str | None
    goods: Mapping[str, catalog.Goods]
    books: Mapping[str, int]
    progress: inventory.CountProgress


async def sheet(
    count: inventory.StockCount, part: CountPart | None = None, after: str = "", limit: int = 50
) -> CountSheet:
    found, place = await inventory.count_lines(count.id, part, after, limit), await place_of(count)
    now = await inventory.on_hand({line.sku for line in found.lines if line.expected is None})
    books = {line.sku: now.get((line.sku, place.code), (0, 0))[0] for line in found.lines if line.expected is None}
    return CountSheet(
        count=count,
        place=place,
        lines=found.lines,
        onward=found.onward,
        goods=await catalog.goods({line.sku for line in found.lines}),
        books=books | {line.sku: line.expected for line in found.lines if line.expected is not None},
        progress=await inventory.count_progress(count.id),
    )


async def place_of(count: inventory.StockCount) -> inventory.Location:
    return next(each for each in await inventory.locations() if each.id == count.location_id)


async def open_count(
    location: str, name: str, *, category: str, listed: str, blind: bool, actor: str, key: UUID
) -> UUID:
    """Of all that lies there, of what is in a category, or of the SKUs listed one below the other."""
    scope, skus = "", None
    if category:
        scope, skus = f"in {category}", await catalog.skus_in(category)
        if not skus:
            raise Invalid("There is nothing in this category.", {"category": "There is nothing in this category."})
    if listed:
        named = [line.strip() for line in listed.splitlines() if line.strip()]
        if len(named) > MOST_LISTED:
            raise _wrong("listed", f"List {MOST_LISTED} SKUs at most, or count a category or all that lies there.")
        skus = set((await _known(named, "listed")).values())
        scope = f"{len(skus)} SKUs listed"
    return await inventory.open_count(location, name, scope, skus, blind=blind, actor=actor, key=key)


async def scan(count_id: UUID, code: str, *, actor: str, key: UUID) -> catalog.Goods:
    """One more of what bears this code."""
    goods = await shelves.scanned(code)
    await inventory.enter_found(count_id, [Found(goods.sku, 1, more=True)], actor=actor, key=key)
    return goods


async def enter_rows(count_id: UUID, text: str, *, actor: str, key: UUID) -> int:
    """A file's rows of SKU and how many were found, as a spreadsheet or a handheld writes them; how many there were.
    All of them or none: Invalid names the lines that cannot be."""
    rows = _rows(text)
    known = await _known([sku for sku, _ in rows], "rows")
    found = [Found(known[sku], quantity) for sku, quantity in rows]
    twice = sorted({each.sku for each in found if sum(other.sku == each.sku for other in found) > 1})
    if twice:
        raise _wrong("rows", f"These stand there twice: {', '.join(twice[:MOST_NAMED])}.")
    await inventory.enter_found(count_id, found, actor=actor, key=key)
    return len(found)


def _rows(text: str) -> list[tuple[str, int]]:
    lines = text.removeprefix(MARK).splitlines()
    mark = max(";\t,", key=(lines[0] if lines else "").count)
    try:
        read = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=mark) if any(row)]
    except csv.Error:
        raise _wrong("rows", "This cannot be read as rows of a table.") from None
    if read and len(read[0]) > 1 and not read[0][1].lstrip("-").isdecimal():
        read = read[1:]  # the names of the columns
    wrong = [
        number
        for number, row in enumerate(read, 1)
        if len(row) < 2 or not row[0] or not (row[1].isascii() and row[1].isdecimal()) or len(row[1]) > 9
    ]
    if wrong:
        named = ", ".join(map(str, wrong[:MOST_NAMED]))
        raise _wrong("rows", f"A row is a SKU and a whole number from 0. Look at row {named}.")
    if not 1 <= len(read) <= MOST_ROWS:
        raise _wrong("rows", f"Give from 1 to {MOST_ROWS} rows.")
    return [(plain(row[0]), int(row[1])) for row in read]


async def _known(skus: Sequence[str], field: str) -> dict[str, str]:
    """Each as its variant writes it. Invalid names those that nothing bears."""
    goods = await catalog.goods(set(skus))
    kept = await inventory.levels([sku for sku in set(skus) if sku not in goods])
    names = {sku: goods[sku].sku for sku in goods} | {sku: sku for sku, levels in kept.items() if levels}
    if unknown := [sku for sku in dict.fromkeys(skus) if sku not in names]:
        more = f" and {len(unknown) - MOST_NAMED} more" if len(unknown) > MOST_NAMED else ""
        raise _wrong(field, f"There is no SKU {', '.join(unknown[:MOST_NAMED])}{more}. Nothing was changed.")
    return names


def _wrong(field: str, told: str) -> Invalid:
    return Invalid(told, {field: told})
