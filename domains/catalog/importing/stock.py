"""Rows of stock: what lies where, by SKU and location; compared with what its keepers say, and told to them."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ..codes import sku_key
from ..database import documents
from ..events import StockImported, StockItem
from ..models import ImportOutcome, ImportRow, Product, SkuClaim
from ..products.recoding import skus_now
from ..stock_facts import next_stock_sequence
from . import cells
from .cells import Cell, Cells
from .entries import Report
from .own import read_sku
from .seen import Seen
from .sheet import Row, Sheet
from .values import BadCell

FIELDS: Final = {"on_hand": Cell(cells.between(0, 1_000_000_000))}


@dataclass(frozen=True)
class Shelves:
    """How those who keep the stock tell of it: the codes of the locations, the first being meant where a row names
    none, and by SKU and code what is on hand and how many of it are promised."""

    locations: Callable[[], Awaitable[Sequence[str]]]
    levels: Callable[[Collection[str]], Awaitable[Mapping[tuple[str, str], tuple[int, int]]]]


@dataclass
class StockEntry:
    line: int
    sku: str
    location: str
    quantity: int | None
    report: Report = field(default_factory=Report)
    slug: str = ""


@dataclass(frozen=True)
class Stock:
    import_id: UUID
    shelves: Shelves
    locations: Sequence[str]
    dry_run: bool
    weight: int = 2

    def entries(self, sheet: Sheet) -> Iterator[StockEntry]:
        with closing(Seen()) as seen:
            for row in sheet.rows():
                entry = StockEntry(row.line, row["sku"].removeprefix("'"), row["location"] or self.locations[0], None)
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
        levels = await self.shelves.levels([names.get(sku_key(entry.sku), entry.sku) for entry in batch])
        rows: list[ImportRow] = []
        items: list[StockItem] = []
        for entry in batch:
            sku = names.get(sku_key(entry.sku), entry.sku)
            there = levels.get((sku, entry.location))
            if entry.sku in former:
                entry.report.bad[entry.line] = f"SKU: {entry.sku} is {former[entry.sku]} by now. Change it in the file."
            elif sku_key(entry.sku) not in names and there is None and not entry.report.bad:
                entry.report.refuse(entry.line, f"SKU: there is no SKU {entry.sku}.")
            row = _row(entry, there)
            rows.append(row)
            if row.outcome in (ImportOutcome.CREATED, ImportOutcome.UPDATED):
                items.append(StockItem(sku, entry.quantity, backorder=None, location=entry.location))
        if items and not self.dry_run and not await self._tell(tuple(items), names):
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
        entry.quantity = dict(Cells(row, sheet, "", problems).said(FIELDS)).get("on_hand")
        if problems or entry.quantity is None:
            raise BadCell(" ".join(problems) or f"{sheet.heading('on_hand')}: say how many there are.")
        if before := seen.before(row.line, sku_key(entry.sku), entry.location):
            raise BadCell(f"{sheet.heading('sku')}: line {before} counts {entry.sku} there already.")

    async def _tell(self, items: tuple[StockItem, ...], names: Mapping[str, str]) -> bool:
        """False where one of these names is another by now: then nothing is told."""

        async def work(session: AsyncClientSession) -> bool:
            sequence = await next_stock_sequence(session)  # whoever changes a SKU waits for this, or this for them
            if await sku_names(names.values(), session) != names:
                return False
            await documents.record(session, StockImported(self.import_id, items, sequence))
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


def _row(entry: StockEntry, there: tuple[int, int] | None) -> ImportRow:
    why = entry.report.bad.get(entry.line, "")
    outcome = ImportOutcome.REFUSED if why else ImportOutcome.CREATED
    if not why and there is not None:
        on_hand, promised = there
        outcome = ImportOutcome.UNCHANGED if on_hand == entry.quantity else ImportOutcome.UPDATED
        if entry.quantity is not None and entry.quantity < promised:
            why = f"{promised} of these are promised to orders: the stock cannot be less than that."
    return ImportRow(line=entry.line, sku=entry.sku, outcome=outcome, why=why, warned=bool(why))
