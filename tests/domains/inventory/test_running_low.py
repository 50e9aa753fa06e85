"""What runs out is told of once, whoever looks and however often it comes and goes at the edge."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from domains import inventory
from domains.inventory import Item, LowRule, RulesDraft, StockLow
from domains.shared import clock
from domains.shared.errors import Invalid
from domains.shared.ids import new_id
from tests.support.inventory import end_holds, hold, make_stock, told


async def steps() -> list[tuple[str, int]]:
    """What was told, in order: each SKU and how many were left."""
    return [(item.sku, item.left) for fact in await told(StockLow) for item in fact.items]


async def low(sku: str = "MUG") -> inventory.Short | None:
    place = await inventory.find_location("main")
    found = (await inventory.shortages([place.id])).rows
    return next((row for row in found if row.level.sku == sku), None)


async def left(units: int, sku: str = "MUG") -> int:
    await make_stock(sku, units)
    return await inventory.tell_low()


async def sell(units: int, sku: str = "MUG") -> None:
    order_id = await hold(sku, units)
    await inventory.allocate(new_id(), order_id, [Item(sku, units)])
    await inventory.ship(new_id(), order_id, new_id(), [Item(sku, units)])


async def measured() -> None:
    """Four weeks after the first of them, when the rules have just been changed."""
    rules = await inventory.reorder_rules()
    await inventory.change_reorder_rules(RulesDraft(7, 0, 28, 6), rules.revision)
    with time_machine.travel(clock.now() + timedelta(days=27, hours=12), tick=True):
        await inventory.measure_sales()


async def test_one_crossing_is_told_once_and_the_end_of_stock_once_more() -> None:
    await make_stock("MUG", 20)
    await inventory.set_low_rule("MUG", "main", LowRule(units=10))
    assert [await left(units) for units in (11, 10, 11, 9, 12, 10)] == [0, 1, 0, 0, 0, 0]
    assert await steps() == [("MUG", 10)]
    assert [await left(units) for units in (0, 1, 0)] == [1, 0, 0]
    assert await steps() == [("MUG", 10), ("MUG", 0)]
    assert [await left(12), await low() is not None, await left(13), await low()] == [0, True, 1, None]
    assert [await left(10), (await steps())[2:]] == [1, [("MUG", 10)]]


async def test_two_who_look_at_once_tell_of_it_once() -> None:
    for sku in ("MUG", "JUG"):
        await make_stock(sku, 3)
        await inventory.set_low_rule(sku, "main", LowRule(units=5))
    assert sum(await asyncio.gather(*(inventory.tell_low() for _ in range(4)))) == 2
    assert sorted(await steps()) == [("JUG", 3), ("MUG", 3)]


async def test_a_hold_that_has_ended_makes_nothing_low() -> None:
    await make_stock("MUG", 6)
    await inventory.set_low_rule("MUG", "main", LowRule(units=2))
    await end_holds(await hold("MUG", 5))
    assert (await inventory.tell_low(), await steps()) == (0, [])


async def test_what_sells_is_low_in_time_and_what_never_sold_is_not_missed() -> None:
    await make_stock("JUG", 0)
    await make_stock("MUG", 100)
    await sell(56)
    await inventory.release(await hold("MUG", 4), ["MUG"])
    await measured()
    assert (await inventory.tell_low(), await low("JUG"), await low()) == (0, None, None)
    await sell(28)  # 84 in 28 days: 3 a day, 21 in a week
    await measured()
    assert await inventory.tell_low() == 1
    found = await low()
    assert found
    assert (found.level.low_at, found.item.left, found.item.sold, found.item.sold_days) == (21, 16, 84, 28)
    assert found.days_left == pytest.approx(16 / 3)
    assert found.item.suggested == 84 - 16


async def test_what_nobody_asks_for_any_more_is_not_low_but_what_is_sold_out_for_long_still_is() -> None:
    await make_stock("MUG", 40)
    await sell(40)
    await measured()
    await make_stock("JUG", 3)
    await inventory.set_low_rule("JUG", "main", LowRule(units=5))
    assert await inventory.tell_low() == 2
    rules = await inventory.reorder_rules()
    await inventory.change_reorder_rules(RulesDraft(7, 0, 28, 6), rules.revision)
    with time_machine.travel(clock.now() + timedelta(days=90), tick=True):
        await inventory.measure_sales()
    await inventory.set_low_rule("JUG", "main", LowRule(days=0))
    assert (await inventory.tell_low(), await low("JUG")) == (1, None)
    found = await low("MUG")
    assert found
    assert (found.item.sold, found.level.low_at) == (0, 10)
    await inventory.leave_skus({"MUG": "CUP"})
    assert (await inventory.tell_low(), await low("MUG")) == (1, None)


async def test_what_is_young_sells_faster_than_a_whole_month_says_and_only_once_an_hour_it_is_measured() -> None:
    await make_stock("MUG", 30)
    await sell(14)
    assert await inventory.measure_sales() == 1
    await sell(7)
    assert await inventory.measure_sales() == 0
    [level] = (await inventory.levels(["MUG"]))["MUG"]
    assert (level.sold, level.sold_days, level.low_at) == (14, 7, 14)
    await inventory.set_low_rule("MUG", "main", LowRule(units=0))
    await measured()
    assert (await inventory.levels(["MUG"]))["MUG"][0].low_at == 0


async def test_packs_are_bought_whole_and_what_comes_is_not_bought_again() -> None:
    await make_stock("MUG", 5)
    await inventory.set_low_rule("MUG", "main", LowRule(units=10, pack=6))
    assert await inventory.tell_low() == 1
    found = await low()
    assert found
    assert (found.level.enough_from, found.item.suggested) == (13, 12)


async def test_a_letter_of_the_day_has_each_of_them_once_unless_it_becomes_worse() -> None:
    for sku in ("MUG", "JUG", "CUP"):
        await make_stock(sku, 3)
        await inventory.set_low_rule(sku, "main", LowRule(units=5))
    await inventory.tell_low()
    rules, place = await inventory.reorder_rules(), await inventory.find_location("main")
    await inventory.change_reorder_rules(RulesDraft(7, 0, 28, 0), rules.revision)
    cup, jug = await low("CUP"), await low("JUG")
    assert cup
    assert jug
    assert await inventory.look_after([("CUP", cup.shortage.id)], [place.id], by="ada") == 1
    assert await inventory.quieten([("JUG", jug.shortage.id)], [new_id()]) == 0
    assert await inventory.count_shortages() == 2
    assert sum(await asyncio.gather(*(inventory.gather_digest() for _ in range(3)))) == 2
    [fact] = await told(inventory.ShortagesGathered)
    assert [row.level.sku for row in (await inventory.gathered(fact.digest_id, 10)).rows] == ["JUG", "MUG"]
    await left(0, "CUP")
    assert await inventory.count_shortages() == 3
    async with inventory.database.transaction() as session:
        await session.execute(sa.update(inventory.ReorderRules).values(digest_on=clock.now() - timedelta(days=1)))
    assert await inventory.gather_digest() == 1


async def test_odd_rules_are_refused_and_nothing_changes() -> None:
    await make_stock("MUG", 5)
    before = await inventory.reorder_rules()
    for wrong in (LowRule(units=-1), LowRule(days=400), LowRule(pack=0), LowRule(units=10**10)):
        with pytest.raises(Invalid):
            await inventory.set_low_rule("MUG", "main", wrong)
    with pytest.raises(Invalid):
        await inventory.change_reorder_rules(RulesDraft(-1, 0, 28, 6), before.revision)
    with pytest.raises(inventory.RulesChanged):
        await inventory.change_reorder_rules(RulesDraft(14, 0, 28, 6), new_id())
    assert (await inventory.reorder_rules()).cover_days == 7
    assert (await inventory.levels(["MUG"]))["MUG"][0].low_at is None
