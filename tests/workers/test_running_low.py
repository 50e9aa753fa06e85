"""Whoever works here and wants to know is written to when something runs out: once, of the places they may see."""

import pytest

from domains import inventory, notifications, users
from domains.inventory import LowRule, RulesDraft
from domains.notifications import Delivery, StockLetters
from tests.support import office
from tests.support.catalog import make_product
from tests.support.draining import drain
from tests.support.inventory import make_stock
from workers import schedule

pytestmark = pytest.mark.usefixtures("shop", "outside")


async def letters(template: str) -> list[Delivery]:
    return await Delivery.find({"template": template}).sort("to").to_list()


async def pass_time() -> None:
    """Every job about what runs out, twice, and all that follows."""
    for _ in range(2):
        for job in schedule.jobs():
            if job.name in ("inventory.tell_low", "inventory.gather_digest"):
                await job.work()
        await drain()


async def test_each_is_told_in_their_own_way_of_the_places_that_they_may_see() -> None:
    ada = await office.hire()
    bob = await users.create_staff("bob@barrow.example", office.PASSWORD, "fulfilment", "Bob")
    eve = await users.create_staff("eve@barrow.example", office.PASSWORD, "fulfilment", "Eve")
    await users.create_staff("sue@barrow.example", office.PASSWORD, "fulfilment", "Sue")
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    await users.give_roles(bob.id, {"fulfilment": ["hamburg"]}, actor=users.Actor(ada.email, ada.id))
    for person, how in ((ada, StockLetters.AT_ONCE), (bob, StockLetters.AT_ONCE), (eve, StockLetters.DAILY)):
        await notifications.choose_stock_letters(person.id, how)
    rules = await inventory.reorder_rules()
    await inventory.change_reorder_rules(RulesDraft(7, 0, 28, 0), rules.revision)
    await make_product("Harbour Mug", sku="MUG")
    for sku, place in (("MUG", "main"), ("JUG", "hamburg")):
        await make_stock(sku, 3, place)
        await inventory.set_low_rule(sku, place, LowRule(units=5))
    await pass_time()
    to_ada, to_bob = await letters("stock_low")
    assert [(each.to, each.subject) for each in (to_ada, to_bob)] == [
        (ada.email, "2 products are running low"),
        (bob.email, "JUG is running low: 3 left"),
    ]
    assert "Harbour Mug (item no. MUG): 3 left. Order 5." in to_ada.text
    assert "/admin/stock/low?location=main" in to_ada.html
    assert "MUG" not in to_bob.text
    [daily] = await letters("stock_digest")
    assert (daily.to, daily.subject) == (eve.email, "Running low: 2 products")
    await make_stock("MUG", 0)
    await pass_time()
    assert [each.subject for each in await letters("stock_low")] == [
        "2 products are running low", "Harbour Mug is sold out", "JUG is running low: 3 left",
    ]  # fmt: skip
    assert len(await letters("stock_digest")) == 1
