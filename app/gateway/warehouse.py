"""Transfers and purchase orders for staff: with the names of the goods, and only for goods that there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app.gateway import shelves
from domains import catalog, inventory
from domains.inventory import Act, Arrival, Document, LineDraft
from domains.shared.errors import Invalid

MOST_NAMED = 20


@dataclass(frozen=True)
class Sheet:
    """A document with what there is to say about it; `goods` by SKU."""

    document: Document
    goods: Mapping[str, catalog.Goods]
    receipts: Sequence[inventory.Receipt]

    def name(self, sku: str) -> str:
        return self.goods[sku].name if sku in self.goods else ""


async def sheet(document: Document) -> Sheet:
    goods = await catalog.goods([line.sku for line in document.lines])
    return Sheet(document, goods, await inventory.receipts_of(document.id))


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


def _unknown(sku: str) -> str:
    return f"No product bears the SKU {sku}."


def _in_rows(fields: Mapping[str, str], rows: Sequence[int]) -> dict[str, str]:
    """What is wrong with the third line is wrong in the row that it was read from."""
    parted = {name: name.rpartition("-") for name in fields}
    return {f"{part}-{rows[int(place)]}": fields[name] for name, (part, _, place) in parted.items()}
