"""The file of stock in both directions: what is written is read again, and a wrong row changes nothing."""

from datetime import date

import pytest

from app.gateway import recoding
from app.gateway.files import EXPORTS
from domains import catalog, inventory
from domains.inventory import CountedItem, LowRule
from domains.shared import clock
from domains.shared.ids import new_id
from tests.support.catalog import make_product
from tests.support.draining import drain
from tests.support.inventory import assert_books_balance, end_holds, end_selling_beyond, figures, hold, in_minutes
from tests.support.own_files import bring, outcomes, table, whole
from tests.support.visiting import on_the_shelf

pytestmark = pytest.mark.usefixtures("shop")
OURS = catalog.Shelves(inventory.location_codes, inventory.consider)


async def sent(*rows: dict[str, object], **more: str) -> list[tuple[str, str]]:
    report = outcomes(await bring(table(*rows), keep=OURS, **more))
    await drain()
    return report


async def standing(sku: str = "MUG", place: str = "main") -> inventory.StockLevel:
    level = await inventory.level(sku, place)
    assert level is not None
    return level


async def limit(sku: str, **limits: object) -> None:
    await inventory.set_limits(sku, "main", inventory.Limits(**limits), reason="so", actor="ada")  # type: ignore[arg-type]


async def a_shop_full_of_cases() -> None:
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    await on_the_shelf("Mug", sku="MUG", stock=9)
    await inventory.handle("MUG", "main", inventory.Deed.SET_ASIDE, 2, reason="fell", actor="ada")
    await limit("MUG", safety_stock=1, beyond=4, until=in_minutes(99), due_on=date(2999, 1, 31), preorder=True)
    await inventory.set_low_rule("MUG", "main", LowRule(units=4, days=9, pack=6))
    await end_holds(await hold("MUG", 1))
    await inventory.set_on_hand("MUG", "hamburg", 0, reason="none", actor="ada")
    await inventory.set_low_rule("MUG", "hamburg", LowRule(days=0))
    await on_the_shelf("Cup", sku="CUP", stock=2)  # more are sent than lay there
    await limit("CUP", beyond=5)
    order_id = await hold("CUP", 5)
    await inventory.allocate(new_id(), order_id, [inventory.Item("CUP", 5)])
    await inventory.ship(new_id(), order_id, new_id(), [inventory.Item("CUP", 5)])
    await on_the_shelf("Jug", sku="JUG", stock=0)  # the time for selling beyond is over, and one is promised
    await limit("JUG", beyond=3, until=in_minutes(5))
    await hold("JUG", 1)
    await end_selling_beyond("JUG")
    old = await on_the_shelf("Pot", sku="POT-1", stock=0)
    said = {old.variants[0].id: catalog.VariantDetails(sku="POT")}
    await recoding.edit_variants(old.id, said, revision=(await catalog.find_product(old.id)).revision, actor="tests")
    await inventory.set_on_hand("GONE", "main", 3, reason="of what no product bears", actor="ada")
    await drain()


async def test_what_is_written_is_read_again_and_changes_nothing() -> None:
    await a_shop_full_of_cases()
    file = await whole(EXPORTS["stock"]())
    ledger = {sku: len(await inventory.movements(sku)) for sku in ("MUG", "CUP", "JUG", "POT-1", "GONE")}
    report = await bring(file, keep=OURS)
    assert {row.sku: row.outcome.value for row in report.rows} == dict.fromkeys(ledger, "unchanged")
    assert (report.kind, report.total) == ("stock", 6)
    assert await drain() == 0
    assert await whole(EXPORTS["stock"]()) == file
    assert {sku: len(await inventory.movements(sku)) for sku in ledger} == ledger


async def test_each_figure_of_a_file_is_brought_about_by_its_movement() -> None:
    await on_the_shelf(stock=9)
    row: dict[str, object] = {
        "SKU": "mug", "On hand": "12", "Damaged": "3", "Safety stock": "2", "Sold beyond": "7",
        "Sold beyond until": "2999-01-02 08:00", "Expected on": "2999-01-05", "Pre-order": "yes",
        "Low at": "5", "Pack": "6",
    }  # fmt: skip
    assert await sent(row, by="ada@example.com") == [("updated", "")]
    level = await standing()
    assert (level.on_hand, level.damaged, level.safety_stock, level.backorder_limit) == (12, 3, 2, 7)
    assert (level.beyond_until, level.due_on) == (clock.now().replace(2999, 1, 2, 8, 0, 0, 0), date(2999, 1, 5))
    assert (level.preorder, level.low_units, level.low_days, level.pack, level.low_at) == (True, 5, None, 6, 5)
    said = [(each.kind, each.reason, each.actor) for each in (await inventory.movements("MUG"))[:3]]
    assert {(reason, actor) for _, reason, actor in said} == {("imported from own.csv", "ada@example.com")}
    assert {kind for kind, _, _ in said} == {"counted", "damaged", "adjusted"}
    assert await inventory.available("MUG") == 12 - 3 - 2 + 7
    cleared: dict[str, object] = {
        "SKU": "MUG", "Damaged": "[clear]", "Sold beyond": "", "Sold beyond until": "[clear]", "Pre-order": "no",
        "Expected on": "[clear]", "Low at": "[clear]", "Cover days": "14", "Safety stock": "[clear]",
    }  # fmt: skip
    assert await sent(cleared) == [("updated", "")]
    level = await standing()
    assert (level.on_hand, level.damaged, level.safety_stock, level.backorder_limit) == (12, 0, 0, 7)
    assert (level.beyond_until, level.due_on, level.preorder) == (None, None, False)
    assert (level.low_units, level.low_days, level.pack) == (None, 14, 6)
    assert await sent(cleared) == [("unchanged", "")]
    await assert_books_balance()


WRONG = [
    ({"On hand": "2"}, "On hand: 4 of these are promised to orders: the stock cannot be less than that."),
    ({"On hand": "-1"}, "On hand: give a whole number from 0, not -1."),
    ({"Damaged": "-1"}, "Damaged: give a whole number from 0 to 1000000000, not -1."),
    ({"Damaged": "10"}, "Damaged: 10 cannot be where 9 are on hand."),
    ({"Damaged": "7"}, "Damaged: 3 of what is on hand are promised to orders. What orders hold stays for them."),
    ({"Pre-order": "yes"}, "Expected on: say when it comes out, for it is sold as a pre-order."),
    ({"Pre-order": "maybe"}, "Pre-order: write yes or no, not “maybe”."),
    ({"Expected on": "31.1.2999"}, "Expected on: “31.1.2999” is no day, such as 2026-11-27."),
    ({"Sold beyond": "1", "Sold beyond until": "2020-01-01"}, "Sold beyond until: give a time that is not over."),
    ({"Low at": "1", "Cover days": "2"}, "Low at: say this or Cover days, not both."),
    ({"Cover days": "367"}, "Cover days: give a whole number from 0 to 366, not 367."),
    ({"Pack": "0"}, "Pack: give a whole number from 1 to 1000000000, not 0."),
]


async def test_what_cannot_be_is_named_and_nothing_is_changed() -> None:
    await on_the_shelf(stock=9)
    await inventory.handle("MUG", "main", inventory.Deed.SET_ASIDE, 1, reason="fell", actor="ada")
    await hold("MUG", 3)
    for number in range(len(WRONG)):
        await make_product(f"Jug {number}", sku=f"JUG-{number}")
    await make_product("Set", sku="SET")
    _, revision = await inventory.composition("SET")
    await inventory.compose("SET", {"MUG": 2}, revision)
    before = await whole(EXPORTS["stock"]())
    good: dict[str, object] = {"SKU": "JUG-1", "On hand": "8"}
    for cells, why in WRONG:
        assert await sent(good, {"SKU": "MUG", **cells}) == [("refused", why)]
    assert await sent(good, {"SKU": "SET", "On hand": "1"}) == [
        ("refused", "SET is a bundle: count what it is made of.")
    ]
    assert await whole(EXPORTS["stock"]()) == before
    assert await inventory.levels(["JUG-1"]) == {"JUG-1": []}


async def test_more_may_be_sold_beyond_only_as_far_as_is_promised() -> None:
    await on_the_shelf(stock=1)
    await limit("MUG", beyond=5)
    await hold("MUG", 4)
    told = "Sold beyond: 3 are promised beyond the shelf already: the limit cannot be less than that."
    assert await sent({"SKU": "MUG", "Sold beyond": "2"}) == [("refused", told)]
    assert await sent({"SKU": "MUG", "On hand": "3", "Sold beyond": "1"}) == [("updated", "")]
    assert (await figures("MUG"), (await standing()).backorder_limit) == ((3, 4, 0), 1)
    assert await sent({"SKU": "MUG", "Sold beyond": "0"}) == [("updated", "")]
    assert ((await standing()).backorder_limit, await inventory.available("MUG")) == (1, 0)
    assert await sent({"SKU": "MUG", "Sold beyond": "0"}) == [("unchanged", "")]
    await assert_books_balance()


async def test_what_orders_took_meanwhile_stays_theirs_and_a_later_file_has_the_last_word() -> None:
    await on_the_shelf(stock=9)
    event_id = new_id()
    told = [CountedItem("MUG", 6, None, said={"damaged": 4, "safety_stock": 2, "low_days": 3})]
    await hold("MUG", 5)
    for _ in range(2):
        await inventory.count_imported(told, event_id, sequence=2)
        level = await standing()
        assert (level.on_hand, level.damaged, level.safety_stock, level.low_days) == (6, 1, 2, 3)
        await inventory.count_imported([CountedItem("MUG", 9, None, said={"damaged": 0, "pack": 5})], sequence=1)
    assert ((await standing()).pack, len(await inventory.movements("MUG"))) == (1, 5)
    await inventory.count_imported([CountedItem("MUG", None, None, said={"until": None, "pack": 5})], sequence=3)
    assert (await standing()).pack == 5
    await assert_books_balance()
