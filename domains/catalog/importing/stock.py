"""Rows of stock: what lies where, by SKU and location; compared with what its keepers say, and told to them."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from pymongo.asynchronous.client_session import AsyncClientSession

from ..codes import sku_key
from ..database import documents
from ..events import StockImported, StockItem
from ..models import Import, ImportOutcome, ImportRow, Product, SkuClaim
from ..products.recoding import skus_now
from ..stock_facts import next_stock_sequence
from . import cells
from .cells import Cell, Cells
from .entries import Report
from .own import read_sku
from .seen import Seen
from .sheet import Row, Sheet
from .values import BadCell

UNITS: Final = cells.between(0, 1_000_000_000)
FIELDS: Final = {
    "on_hand": Cell(cells.between(-1_000_000_000, 1_000_000_000)),
    "damaged": Cell(UNITS, 0),
    "safety_stock": Cell(UNITS, 0),
    "beyond": Cell(UNITS, 0),
    "until": Cell(cells.moment, None),
    "due_on": Cell(cells.day, None),
    "preorder": Cell(cells.yes_or_no, False),
    "low_units": Cell(UNITS, None),
    "low_days": Cell(cells.between(0, 366), None),
    "pack": Cell(cells.between(1, 1_000_000_000), 1),
}


class Verdict(Protocol):
    """What comes of a row: whether such a level is there, whether it would be another, and why it cannot be."""

    @property
    def there(self) -> bool: ...
    @property
    def changes(self) -> bool: ...
    @property
    def wrong(self) -> str: ...


@dataclass(frozen=True)
class Shelves:
    """How those who keep the stock tell of it: the codes of the locations, the first being meant where a row names
    none, and what comes of each thing that a file says, all of which name their location."""

    locations: Callable[[], Awaitable[Sequence[str]]]
    consider: Callable[[Sequence[StockItem]], Awaitable[Sequence[Verdict]]]


@dataclass
class StockEntry:
    line: int
    sku: str
    location: str
    quantity: int | None = None
    said: dict[str, bool | int | str | None] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    slug: str = ""

    def item(self, sku: str) -> StockItem:
        return StockItem(sku, self.quantity, backorder=None, location=self.location, said=self.said)


@dataclass(frozen=True)
class Stock:
    running: Import
    shelves: Shelves
    locations: Sequence[str]
    trial: bool
    weight: int = 2

    def entries(self, sheet: Sheet) -> Iterator[StockEntry]:
        with closing(Seen()) as seen:
            for row in sheet.rows():
                entry = StockEntry(row.line, row["sku"].removeprefix("'"), row["location"] or self.locations[0])
                entry.report.skus[row.line] = entry.sku
                try:
                    self._read(entry, row, sheet, seen)
                except BadCell as bad:
                    entry.report.refuse(row.line, str(bad))
                yield entry

    def rest(self) -> Iterator[StockEntry]:
        return iter(())

    async def together(self, batch: Sequence[StockEntry]) -> list[ImportRow]:
        names = await sku_names([entry.sku for entry in batch])
        former = await skus_now([entry.sku for entry in batch if sku_key(entry.sku) not in names])
        known = [entry.item(names.get(sku_key(entry.sku), entry.sku)) for entry in batch]
        verdicts = await self.shelves.consider(known)
        rows: list[ImportRow] = []
        items: list[StockItem] = []
        for entry, item, verdict in zip(batch, known, verdicts, strict=True):
            if entry.sku in former and (verdict.changes or not verdict.there):
                entry.report.bad[entry.line] = f"SKU: {entry.sku} is {former[entry.sku]} by now. Change it in the file."
            elif sku_key(entry.sku) not in names and not verdict.there and not entry.report.bad:
                entry.report.refuse(entry.line, f"SKU: there is no SKU {entry.sku}.")
            row = _row(entry, verdict)
            rows.append(row)
            if row.outcome in (ImportOutcome.CREATED, ImportOutcome.UPDATED):
                items.append(item)
        if items and not self.trial and not await self._tell(tuple(items), names):
            return await self.together(batch)
        return rows

    async def one_by_one(self, batch: Sequence[StockEntry]) -> list[ImportRow]:
        return await self.together(batch)

    def _read(self, entry: StockEntry, row: Row, sheet: Sheet, seen: Seen) -> None:
        if row.problem:
            raise BadCell(row.problem)
        entry.sku = read_sku(row, sheet)
        if entry.location not in self.locations:
            known = ", ".join(self.locations[:10])
            raise BadCell(f"{sheet.heading('location')}: there is no location “{entry.location[:100]}”, only {known}.")
        problems: list[str] = []
        said = dict(Cells(row, sheet, "", problems).said(FIELDS))
        if None not in (said.get("low_units"), said.get("low_days")):
            problems.append(f"{sheet.heading('low_units')}: say this or {sheet.heading('low_days')}, not both.")
        if problems:
            raise BadCell(" ".join(problems))
        entry.quantity = said.pop("on_hand", None)
        entry.said = {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
        if before := seen.before(row.line, sku_key(entry.sku), entry.location):
            raise BadCell(f"{sheet.heading('sku')}: line {before} counts {entry.sku} there already.")

    async def _tell(self, items: tuple[StockItem, ...], names: Mapping[str, str]) -> bool:
        """False where one of these names is another by now: then nothing is told."""

        async def work(session: AsyncClientSession) -> bool:
            sequence = await next_stock_sequence(session)  # whoever changes a SKU waits for this, or this for them
            if await sku_names(names.values(), session) != names:
                return False
            told = StockImported(self.running.id, items, sequence, self.running.name, self.running.by)
            await documents.record(session, told)
            return True

        return await documents.transaction(work)


async def sku_names(skus: Iterable[str], session: AsyncClientSession | None = None) -> dict[str, str]:
    """By key: the SKU in the letters its variant has."""
    keys = list({sku_key(sku) for sku in skus})
    claims = await SkuClaim.find({"_id": {"$in": keys}}, session=session).to_list()
    found = Product.get_pymongo_collection().find(
        {"_id": {"$in": list({claim.product_id for claim in claims})}},
        {"variants.id": 1, "variants.sku": 1},
        session=session,
    )
    named = {each["id"]: each["sku"] async for product in found for each in product["variants"]}
    return {claim.id: named[claim.variant_id] for claim in claims if claim.variant_id in named}


def _row(entry: StockEntry, verdict: Verdict) -> ImportRow:
    outcome = ImportOutcome.UNCHANGED
    why = entry.report.bad.get(entry.line, "") or verdict.wrong
    if why:
        outcome = ImportOutcome.REFUSED
    elif verdict.changes:
        outcome = ImportOutcome.UPDATED if verdict.there else ImportOutcome.CREATED
    return ImportRow(line=entry.line, sku=entry.sku, outcome=outcome, why=why, warned=bool(why))
