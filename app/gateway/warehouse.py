"""Transfers and purchase orders for staff: with the names of the goods, and only for goods that there are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from app.gateway import shelves
from domains import catalog, inventory
from domains.inventory import Act, Arrival, Document, LineDraft
from domains.shared.errors import Invalid
from domains.shared.money import Money

MOST_NAMED = 20


@dataclass(frozen=True)
class Cost:
    """What all that has arrived of a SKU cost: its goods, and what was charged on top; in minor units."""

    sku: str
    arrived: int
    goods: int
    charges: int
    currency: str

    @property
    def each(self) -> Money:
        return Money(self.goods + self.charges, self.currency).share(1, self.arrived)


@dataclass(frozen=True)
class Sheet:
    """A document with what there is to say about it; `goods` by SKU. `steps` are newest first; what somebody did
    several times in a row, such as to scan, is told once with how often."""

    document: Document
    goods: Mapping[str, catalog.Goods]
    costs: Sequence[Cost]
    steps: Sequence[tuple[inventory.DocumentStep, int]]

    def name(self, sku: str) -> str:
        return self.goods[sku].name if sku in self.goods else ""


async def sheet(document: Document) -> Sheet:
    goods = await catalog.goods([line.sku for line in document.lines])
    receipts = await inventory.receipts_of(document.id)
    return Sheet(document, goods, list(_costs(document, receipts)), list(_steps(document.steps)))


async def set_lines(number: str, rows: Mapping[int, LineDraft], act: Act) -> None:
    """By the rows of a form; a SKU is written as its variant writes it. LinesRefused names rows as they stand there."""
    goods = await catalog.goods([line.sku for line in rows.values()])
    unknown = {f"sku-{row}": _unknown(line.sku) for row, line in rows.items() if line.sku not in goods}
    if unknown:
        raise inventory.LinesRefused(unknown)
    lines = [replace(line, sku=goods[line.sku].sku) for line in rows.values()]
    try:
        await inventory.set_document_lines(number, lines, act)
    except inventory.LinesRefused as refusal:
        raise inventory.LinesRefused(_in_rows(refusal.fields, list(rows))) from None


async def import_lines(document: Document, content: bytes, act: Act) -> None:
    """The file's lines instead of those that are there. Invalid names every wrong one by its number; then none is
    taken."""
    read = inventory.read_lines(content, document.currency)
    goods = await catalog.goods([line.sku for line in read.lines.values()])
    unknown = {number: _unknown(line.sku) for number, line in read.lines.items() if line.sku not in goods}
    wrong = dict(sorted((unknown | read.wrong).items()))
    if wrong:
        told = [f"Line {number}: {why}" for number, why in list(wrong.items())[:MOST_NAMED]]
        more = [f"And {len(wrong) - MOST_NAMED} more lines."] if len(wrong) > MOST_NAMED else []
        raise Invalid(told[0], {f"file-{place}": sentence for place, sentence in enumerate(told + more)})
    lines = [replace(line, sku=goods[line.sku].sku) for line in read.lines.values()]
    await inventory.set_document_lines(document.number, lines, act)


async def order(document: Document, act: Act) -> None:
    """Invalid, by name, for what no product bears any more: since it was written down its SKU may be another."""
    goods = await catalog.goods([line.sku for line in document.lines])
    if gone := next((line.sku for line in document.lines if line.sku not in goods), None):
        raise Invalid(f"{_unknown(gone)} Change its line first.")
    await inventory.order_purchase(document.number, act)


async def scan_asked(document: Document, code: str, actor: str, key: UUID) -> str:
    """One more of what bears this code is asked for; its SKU."""
    goods = await shelves.scanned(code)
    await inventory.add_to_document(document.number, goods.sku, Act(actor, key=key))
    return goods.sku


async def scan_arrived(document: Document, code: str, actor: str, key: UUID) -> str:
    """One more of what bears this code has arrived; its SKU."""
    goods = await shelves.scanned(code)
    on_it = {line.sku for line in document.lines}
    if goods.sku not in on_it:
        told = f"{goods.sku}, {goods.name}, is not on {document.number}."
        raise Invalid(told, {"code": told})
    await inventory.receive_document(document.number, [Arrival(goods.sku, 1)], Act(actor, key=key))
    return goods.sku


def _costs(document: Document, receipts: Sequence[inventory.Receipt]) -> Iterator[Cost]:
    for line in document.lines:
        own = [each for each in receipts if each.sku == line.sku]
        if arrived := sum(each.arrived for each in own):
            goods, charges = sum(each.goods_cost for each in own), sum(each.charges for each in own)
            yield Cost(line.sku, arrived, goods, charges, document.currency)


def _steps(steps: Sequence[inventory.DocumentStep]) -> Iterator[tuple[inventory.DocumentStep, int]]:
    for _, alike in groupby(reversed(steps), key=lambda step: (step.kind, step.told, step.actor)):
        newest, *others = alike
        yield newest, 1 + len(others)


def _unknown(sku: str) -> str:
    return f"No product bears the SKU {sku}."


def _in_rows(fields: Mapping[str, str], rows: Sequence[int]) -> dict[str, str]:
    """What is wrong with the third line is wrong in the row that it was read from."""
    parted = {name: name.rpartition("-") for name in fields}
    return {f"{part}-{rows[int(place)]}": fields[name] for name, (part, _, place) in parted.items()}
