"""Transfers and purchase orders: what each step does to the figures, once, and what is refused with nothing changed."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
import time_machine

from domains import inventory
from domains.inventory import Act, Arrival, DocumentChanged, LineDraft, NotFree, NotNow, Terms
from domains.shared.errors import Invalid, NotFound, Refusal
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, hold, make_stock
from tests.support.warehouse import a_supplier, act, again, drafted, ordered, readied, receive, sent


@pytest.fixture(autouse=True)
async def _shop(_empty_inventory: None) -> None:
    await inventory.create_location("shop", "The shop", "DE", 1)


async def figures(sku: str = "MUG") -> dict[str, tuple[int, int, int, int, int]]:
    """By location: on hand, allocated, damaged, incoming, available."""
    return {
        level.location.code: (level.on_hand, level.allocated, level.damaged, level.incoming, level.available)
        for level in (await inventory.levels([sku]))[sku]
    }


async def kinds(sku: str = "MUG") -> list[tuple[str, str | None]]:
    return [(row.kind, row.reference) for row in await inventory.movements(sku)]


async def test_a_transfer_from_its_draft_to_the_last_unit() -> None:
    await make_stock("MUG", 10)
    transfer = await drafted({"MUG": 6})
    assert (transfer.number, transfer.state) == ("TR-1001", "draft")
    assert await figures() == {"main": (10, 0, 0, 0, 10)}
    await inventory.ready_transfer("TR-1001", act(transfer))
    assert (await figures())["main"] == (10, 6, 0, 0, 4)
    assert await inventory.available("MUG") == 4
    await assert_books_balance()
    await inventory.send_transfer("TR-1001", {"MUG": 5}, act(await again(transfer)))
    assert await figures() == {"main": (5, 0, 0, 0, 5), "shop": (0, 0, 0, 5, 0)}
    await assert_books_balance()
    part = await receive(await again(transfer), Arrival("MUG", 2, 1), reason="One cracked")
    assert part.state == "partially_received"
    assert (await figures())["shop"] == (3, 0, 1, 2, 2)
    [waiting] = (await inventory.awaited(["MUG"]))["MUG"]
    assert (waiting.document.number, waiting.units) == ("TR-1001", 2)
    await assert_books_balance()
    whole = await receive(part, Arrival("MUG", 1, missing=1), reason="Lost")
    assert (whole.state, await inventory.awaited(["MUG"])) == ("received", {})
    assert await figures() == {"main": (5, 0, 0, 0, 5), "shop": (4, 0, 1, 0, 3)}
    assert [(step.kind, step.told, step.actor) for step in whole.steps] == [
        ("created", "", "ada"), ("changed", "1 line", "ada"), ("ready", "", "ada"),
        ("sent", "5 units, 1 fewer than asked for", "ada"), ("received", "2 arrived, 1 damaged (One cracked)", "ada"),
        ("received", "1 arrived, 1 will not come (Lost)", "ada"),
    ]  # fmt: skip
    assert await kinds() == [
        ("adjusted", "TR-1001"), ("transferred_in", "TR-1001"), ("transferred_in", "TR-1001"),
        ("adjusted", "TR-1001"), ("transferred_out", "TR-1001"), ("allocated", "TR-1001"), ("adjusted", None),
    ]  # fmt: skip
    await assert_books_balance()


async def test_a_purchase_says_what_its_goods_have_cost_landed() -> None:
    with time_machine.travel("2026-11-02 09:00:00+00:00", tick=False):
        purchase = await ordered({"MUG": 8, "BOWL": 4})
    assert (purchase.number, purchase.state, purchase.cost.amount) == ("PO-1001", "ordered", 3000)
    assert str(purchase.expected_on) == "2026-11-16"
    assert await figures() == {"main": (0, 0, 0, 8, 0)}
    part = await receive(purchase, Arrival("MUG", 3), Arrival("BOWL", 1), charges=101)
    assert await figures() == {"main": (3, 0, 0, 5, 3)}
    assert [(row.sku, row.goods_cost, row.charges) for row in await inventory.receipts_of(part.id)] == [
        ("MUG", 750, 76), ("BOWL", 250, 25),
    ]  # fmt: skip
    [cost] = await inventory.landed_costs("MUG")
    assert (cost.number, cost.receipt.arrived, cost.receipt.each.amount) == ("PO-1001", 3, 275)
    await inventory.close_document("PO-1001", act(part), reason="The kiln broke")
    closed = await again(part)
    assert (closed.state, [(line.received, line.missing) for line in closed.lines]) == ("received", [(3, 5), (1, 3)])
    assert await figures() == {"main": (3, 0, 0, 0, 3)}
    last = await inventory.last_purchases(["MUG", "GUM"])
    assert {sku: (each.supplier.lead_days, each.unit_cost) for sku, each in last.items()} == {"MUG": (14, 250)}
    await assert_books_balance()


async def test_what_is_called_off_in_time_leaves_every_figure_as_it_was() -> None:
    await make_stock("MUG", 5)
    transfer, purchase = await readied({"MUG": 5}), await ordered({"MUG": 7})
    assert await figures() == {"main": (5, 5, 0, 7, 0)}
    await inventory.unready_transfer(transfer.number, act(transfer))
    assert (await again(transfer)).state == "draft"
    await inventory.ready_transfer(transfer.number, act(await again(transfer)))
    await inventory.cancel_document(transfer.number, act(await again(transfer)), "Not needed")
    await inventory.cancel_document(purchase.number, act(purchase))
    assert await figures() == {"main": (5, 0, 0, 0, 5)}
    gone = await sent({"MUG": 1})
    with pytest.raises(NotNow, match="TR-1002 is in transit"):
        await inventory.cancel_document(gone.number, act(gone))
    await assert_books_balance()


async def test_a_transfer_gets_nothing_that_orders_hold_and_names_all_it_lacks() -> None:
    await make_stock("MUG", 5)
    await make_stock("BOWL", 2)
    await hold("MUG", 3)
    draft = await drafted({"MUG": 3, "BOWL": 1, "JUG": 4})
    with pytest.raises(NotFree, match="at Main warehouse: 2 of MUG, none of JUG") as refusal:
        await inventory.ready_transfer(draft.number, act(draft))
    assert refusal.value.short == {"MUG": 2, "JUG": 0}
    assert ((await again(draft)).state, (await figures())["main"][1]) == ("draft", 0)
    assert (await figures("BOWL"))["main"][:2] == (2, 0)


async def test_what_arrives_is_taken_in_once_and_never_more_than_was_sent() -> None:
    await make_stock("MUG", 9)
    transfer, key = await sent({"MUG": 4}), new_id()
    for _ in range(2):
        await receive(transfer, Arrival("MUG", 3), key=key)
    assert (await figures())["shop"] == (3, 0, 0, 1, 3)
    for wrong, arrival in (
        ("1 are still on their way", Arrival("MUG", 2)),
        ("1 are still on their way", Arrival("MUG", -1, 2)),
        ("BOWL is not on this document", Arrival("BOWL", 1)),
        ("at least one", Arrival("MUG")),
    ):
        with pytest.raises(Invalid, match=wrong):
            await receive(await again(transfer), arrival, reason="So it is")
    with pytest.raises(Invalid, match="Say why"):
        await receive(await again(transfer), Arrival("MUG", missing=1))
    with pytest.raises(DocumentChanged, match="Meanwhile ada has changed this"):
        await receive(transfer, Arrival("MUG", 1))
    assert (await figures())["shop"] == (3, 0, 0, 1, 3)


async def test_of_two_who_take_in_the_same_goods_at_once_one_is_told_that_it_is_done() -> None:
    await make_stock("MUG", 4)
    transfer = await sent({"MUG": 4})
    tried = await asyncio.gather(
        *(receive(transfer, Arrival("MUG", 4), key=new_id()) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in tried) == ["Document", *["DocumentChanged"] * 3]
    assert (await figures())["shop"] == (4, 0, 0, 0, 4)
    await assert_books_balance()


async def test_a_draft_is_begun_once_per_key_and_its_lines_are_right_or_all_refused() -> None:
    key = new_id()
    pressed = (inventory.draft_transfer("main", "shop", Terms(), Act("ada", key=key)) for _ in range(3))
    begun = await asyncio.gather(*pressed)
    assert {each.number for each in begun} == {"TR-1001"}
    lines = [LineDraft("MUG", 0), LineDraft("BOWL", 2), LineDraft("BOWL", 1), LineDraft("JUG", 1, -1)]
    with pytest.raises(inventory.LinesRefused) as refusal:
        await inventory.set_document_lines("TR-1001", lines, act(begun[0]))
    assert refusal.value.fields.keys() == {"quantity-0", "sku-2", "cost-3"}
    for _ in range(2):
        await inventory.add_to_document("TR-1001", "MUG", Act("ada"))
    draft = await again(begun[0])
    await inventory.set_document_lines("TR-1001", [LineDraft("MUG", 2)], act(begun[0]))  # sent twice, it is so already
    with pytest.raises(DocumentChanged):
        await inventory.set_document_lines("TR-1001", [LineDraft("MUG", 3)], act(begun[0]))
    assert [(line.sku, line.asked) for line in draft.lines] == [("MUG", 2)]


def to_itself() -> Awaitable[object]:
    return inventory.draft_transfer("main", "main", Terms(), Act("ada"))


def to_the_moon() -> Awaitable[object]:
    return inventory.draft_transfer("main", "moon", Terms(), Act("ada"))


def from_nobody() -> Awaitable[object]:
    return inventory.draft_purchase(new_id(), "main", Terms(), Act("ada"))


@pytest.mark.parametrize(("begin", "refusal"), [(to_itself, Invalid), (to_the_moon, NotFound), (from_nobody, NotFound)])
async def test_what_leads_nowhere_is_not_begun(begin: Callable[[], Awaitable[object]], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        await begin()
    assert (await inventory.documents(inventory.DocumentKind.TRANSFER)).rows == ()


async def test_a_sku_does_not_change_while_some_of_it_are_on_their_way() -> None:
    await ordered({"MUG": 3})
    with pytest.raises(inventory.SkuKept, match="3 of MUG are on their way"):
        await inventory.check_unkept({"MUG": "CUP"})


async def test_a_supplier_bears_a_name_of_its_own() -> None:
    first = await a_supplier()
    with pytest.raises(inventory.SupplierTaken):
        await inventory.add_supplier(inventory.SupplierDraft(first.name))
    other = await inventory.add_supplier(inventory.SupplierDraft("Other"))
    with pytest.raises(inventory.SupplierTaken):
        await inventory.change_supplier(other.id, inventory.SupplierDraft(first.name), other.revision)
    changed = await inventory.change_supplier(other.id, inventory.SupplierDraft("Third", lead_days=3), other.revision)
    with pytest.raises(inventory.SupplierChanged):
        await inventory.change_supplier(other.id, inventory.SupplierDraft("Fourth"), other.revision)
    assert (changed.name, changed.lead_days) == ("Third", 3)


async def test_a_bundle_is_not_bought_and_what_asks_for_one_can_be_called_off() -> None:
    await make_stock("MUG", 2)
    _, revision = await inventory.composition("SET")
    await inventory.compose("SET", {"MUG": 2}, revision)
    with pytest.raises(Invalid, match="SET is a bundle"):
        await ordered({"SET": 1})
    [draft] = (await inventory.documents(inventory.DocumentKind.PURCHASE)).rows
    await inventory.cancel_document(draft.number, act(draft))
    assert ((await again(draft)).state, await inventory.levels(["SET"])) == ("cancelled", {"SET": []})
