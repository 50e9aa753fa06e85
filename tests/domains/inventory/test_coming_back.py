"""Whichever way stock comes back, the others are told: who waits for it is written to by that alone."""

from domains import inventory
from domains.inventory import CountedItem, Deed, Item, Limits, StockTurned
from domains.shared.ids import new_id
from tests.support import warehouse
from tests.support.inventory import end_holds, hold, make_stock, told

WAYS = (
    "counted", "received", "returned", "mended", "released", "cancelled", "expired", "imported", "back-order",
    "safety-stock", "transferred", "bought",
)  # fmt: skip


async def handle(sku: str, deed: Deed) -> None:
    await inventory.handle(sku, "main", deed, 1, reason="so", actor="ada")


async def limit(sku: str, **limits: int) -> None:
    await inventory.set_limits(sku, "main", Limits(**limits), reason="so", actor="ada")


async def test_the_others_are_told_whichever_way_it_comes_back() -> None:
    await inventory.create_location("shop", "Shop", "DE", 10)
    for way in WAYS:
        await make_stock(way, 0 if way in ("counted", "received", "imported", "back-order", "bought") else 1)
    await handle("returned", Deed.WRITE_OFF)
    await handle("mended", Deed.SET_ASIDE)
    released, cancelled, expired = [await hold(way) for way in ("released", "cancelled", "expired")]
    await inventory.allocate(new_id(), cancelled, [Item("cancelled", 1)])
    await limit("safety-stock", safety_stock=1)
    on_its_way = await warehouse.sent({"transferred": 1})
    bought = await warehouse.ordered({"bought": 1})
    await inventory.tell_turned()
    gone = {item.sku for fact in await told(StockTurned) for item in fact.items if not item.in_stock}
    assert gone == set(WAYS)
    await make_stock("counted", 1)
    await handle("received", Deed.RECEIVE)
    await handle("returned", Deed.TAKE_BACK)
    await handle("mended", Deed.MEND)
    await inventory.release(released, ["released"])
    await inventory.release(cancelled, ["cancelled"], for_good=True)
    await end_holds(expired)
    await inventory.sweep_ended_holds()
    await inventory.count_imported([CountedItem("imported", 1)])
    await limit("back-order", beyond=1)
    await limit("safety-stock")
    for paper, sku in ((on_its_way, "transferred"), (bought, "bought")):
        await inventory.receive_document(paper.number, [inventory.Arrival(sku, 1)], warehouse.act(paper))
    assert await inventory.tell_turned() == len(WAYS)
    [back] = (await told(StockTurned))[-1:]
    assert {item.sku for item in back.items if item.in_stock} == set(WAYS)
    assert await inventory.tell_turned() == 0
