"""What is kept back from sale, and what is sold that is not there: so many, until then, and expected on a day."""

from datetime import date
from typing import Any

import pytest

from domains import inventory
from domains.inventory import Limits, LimitsChanged, OutOfStock, PromisedBeyond, Supply, projection
from domains.shared.errors import Invalid
from tests.support.inventory import assert_books_balance, end_selling_beyond, figures, hold, in_minutes, make_stock

SPRING = date(2027, 3, 20)


async def limit(seen: str | None = None, **limits: Any) -> None:
    await inventory.set_limits("MUG", "main", Limits(**limits), reason="Fair", actor="ada", seen=seen)


async def test_so_many_are_sold_beyond_the_shelf_and_buyers_can_be_told_when_they_come() -> None:
    await make_stock("MUG", 2)
    await limit(safety_stock=1, beyond=4, until=in_minutes(60), due_on=SPRING, preorder=True)
    assert await inventory.supplies(["MUG"]) == {"MUG": Supply(5, 1, SPRING, True)}
    await hold("MUG", 3)
    supply = (await inventory.supplies(["MUG"]))["MUG"]
    assert (supply, supply.awaited) == (Supply(2, 0, SPRING, True), True)
    with pytest.raises(OutOfStock):
        await hold("MUG", 3)
    newest = (await inventory.movements("MUG"))[1]
    assert (newest.safety_stock, newest.backorder_limit, newest.reason, newest.actor) == (1, 4, "Fair", "ada")
    await assert_books_balance()


async def test_once_the_time_is_over_nothing_more_is_sold_whoever_tidies_up_and_whatever_is_given_back() -> None:
    await make_stock("MUG", 1)
    await limit(beyond=3, until=in_minutes(60))
    order_id = await hold("MUG", 3)
    await end_selling_beyond("MUG")
    with pytest.raises(OutOfStock):
        await hold("MUG", 1)
    assert [await inventory.end_limits(), await inventory.end_limits()] == [1, 0]
    await inventory.release(order_id, ["MUG"])
    assert await inventory.available("MUG") == 1
    with pytest.raises(OutOfStock):
        await hold("MUG", 2)
    assert [await inventory.end_limits(), await inventory.end_limits()] == [1, 0]
    assert (await inventory.movements("MUG"))[0].backorder_limit_after == 0
    await assert_books_balance()


async def test_a_figure_in_redis_is_fresh_no_longer_than_more_is_sold_than_there_is() -> None:
    await make_stock("MUG", 0)
    until = in_minutes(0.25)
    await limit(beyond=3, until=until)
    assert (await projection.figures(["MUG"]))["MUG"].fresh_until == int(until.timestamp() * 1000)


async def test_a_limit_below_what_is_promised_or_seen_otherwise_is_refused() -> None:
    await make_stock("MUG", 1)
    await limit(beyond=4)
    await hold("MUG", 3)
    with pytest.raises(PromisedBeyond, match="2 are promised beyond the shelf already"):
        await limit(beyond=1)
    [level] = (await inventory.levels(["MUG"]))["MUG"]
    await limit(beyond=4, due_on=SPRING)
    with pytest.raises(LimitsChanged):
        await limit(beyond=9, seen=level.limits_mark)
    for field, wrong in {
        "beyond": {"beyond": -1},
        "safety_stock": {"safety_stock": 2**31},
        "until": {"until": in_minutes(-1)},
        "due_on": {"preorder": True},
    }.items():
        with pytest.raises(Invalid) as refusal:
            await limit(**wrong)
        assert set(refusal.value.fields) == {field}
    assert (await figures("MUG"), await inventory.available("MUG")) == ((1, 3, 0), 2)
    [level] = (await inventory.levels(["MUG"]))["MUG"]
    await limit(beyond=2, seen=level.limits_mark)
    assert await inventory.available("MUG") == 0
    await limit(beyond=0)
    level = (await inventory.levels(["MUG"]))["MUG"][0]
    assert (level.backorder_limit, level.beyond, level.available) == (2, 0, 0)
