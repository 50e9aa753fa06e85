"""Transfers and purchase orders for tests: each verb sees the document as it is, unless a test says what it saw."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import pytest

from domains import inventory
from domains.inventory import Act, Arrival, Document, DocumentKind, LineDraft, Terms
from domains.shared.ids import new_id

ACTOR = "ada"
Lines = Mapping[str, int]


class Papers:
    """Up to three documents, and one step of a drawn history done to one of them; done twice, it is done once."""

    def __init__(self) -> None:
        self.begun: list[Document] = []

    async def do(self, what: str, which: int, lines: Lines, place: str) -> None:
        elsewhere = "main" if place == "shop" else "shop"
        if what == "transfer":
            self.begun.append(await drafted(lines, place, elsewhere))
        elif what == "purchase":
            supplier = await a_supplier()
            begun = await inventory.draft_purchase(supplier.id, place, Terms(), Act(ACTOR))
            self.begun.append(await _with(begun, [LineDraft(sku, units, 5) for sku, units in lines.items()]))
        elif which < len(self.begun):
            now = await again(self.begun[-1 - which])
            for _ in range(2):
                await self._act(what, now.number, lines, act(now, now.revision))

    async def _act(self, what: str, number: str, lines: Lines, deed: Act) -> None:
        match what:
            case "ready":
                await inventory.ready_transfer(number, deed)
            case "unready":
                await inventory.unready_transfer(number, deed)
            case "send":
                await inventory.send_transfer(number, lines, deed)
            case "order":
                await inventory.order_purchase(number, deed)
            case "receive":
                come = [Arrival(sku, units // 2, units % 2, units // 4) for sku, units in lines.items()]
                await inventory.receive_document(number, come, deed, reason="so", charges=sum(lines.values()))
            case "close":
                await inventory.close_document(number, deed, reason="so")
            case _:
                await inventory.cancel_document(number, deed)


class Counts:
    """Likewise of count sheets; one that is applied is not applied again."""

    def __init__(self) -> None:
        self.begun: list[UUID] = []

    async def do(self, what: str, which: int, skus: Sequence[str], quantity: int, place: str) -> None:
        if what == "open_count":
            everything, key = None if which else skus, new_id()
            for _ in range(2):
                await inventory.open_count(place, "Shelf", "", everything, blind=which == 1, actor=ACTOR, key=key)
            self.begun.append(key)
        elif which < len(self.begun):
            await self._act(what, self.begun[-1 - which], skus, quantity)

    async def _act(self, what: str, count_id: UUID, skus: Sequence[str], quantity: int) -> None:
        revision = (await inventory.find_count(count_id)).revision
        match what:
            case "find" | "add":
                found = [inventory.Found(sku, quantity, more=what == "add") for sku in skus]
                await inventory.enter_found(count_id, found, actor=ACTOR)
            case "explain":
                await inventory.explain_lines(count_id, dict.fromkeys(skus, "moths"))
            case "again":
                await inventory.count_again(count_id, skus, revision)
            case "end_count":
                await inventory.close_count(count_id, revision)
            case "apply":
                await inventory.apply_count(count_id, revision, reason="so", actor=ACTOR)
                with pytest.raises(inventory.CountEnded):
                    await inventory.apply_count(count_id, revision, reason="so", actor=ACTOR)
            case _:
                await inventory.cancel_count(count_id, revision, actor=ACTOR)


async def drafted(lines: Lines, source: str = "main", destination: str = "shop") -> Document:
    begun = await inventory.draft_transfer(source, destination, Terms(), Act(ACTOR))
    return await _with(begun, [LineDraft(sku, quantity) for sku, quantity in lines.items()])


async def readied(lines: Lines, destination: str = "shop") -> Document:
    begun = await drafted(lines, destination=destination)
    await inventory.ready_transfer(begun.number, act(begun))
    return await again(begun)


async def sent(lines: Lines) -> Document:
    kept = await readied(lines)
    await inventory.send_transfer(kept.number, lines, act(kept))
    return await again(kept)


async def ordered(lines: Lines, unit_cost: int | None = 250, destination: str = "main") -> Document:
    supplier = await a_supplier()
    begun = await inventory.draft_purchase(supplier.id, destination, Terms(), Act(ACTOR))
    begun = await _with(begun, [LineDraft(sku, quantity, unit_cost) for sku, quantity in lines.items()])
    await inventory.order_purchase(begun.number, act(begun))
    return await again(begun)


async def a_supplier(name: str = "Clay & Sons", lead_days: int = 14) -> inventory.Supplier:
    for known in await inventory.suppliers():
        if known.name == name:
            return known
    return await inventory.add_supplier(inventory.SupplierDraft(name, "orders@clay.example", "K-77", lead_days))


async def receive(
    document: Document, *arrivals: Arrival, reason: str = "", charges: int = 0, key: UUID | None = None
) -> Document:
    await inventory.receive_document(document.number, arrivals, act(document, key), reason=reason, charges=charges)
    return await again(document)


def act(document: Document, key: UUID | None = None) -> Act:
    return Act(ACTOR, document.revision, key)


async def again(document: Document) -> Document:
    """As it is now."""
    return await inventory.find_document(DocumentKind(document.kind), document.number)


async def _with(begun: Document, lines: list[LineDraft]) -> Document:
    await inventory.set_document_lines(begun.number, lines, act(begun))
    return await again(begun)
