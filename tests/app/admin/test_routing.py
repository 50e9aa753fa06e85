"""From where orders are sent: rules that staff put in order, and a look at what they would choose."""

import httpx

from domains import inventory
from domains.inventory import Rule
from tests.support import office
from tests.support.catalog import make_product
from tests.support.inventory import make_stock


async def test_the_rules_are_put_in_another_order_and_orders_follow_it(staff: httpx.AsyncClient) -> None:
    product = await make_product(sku="VASE")
    await make_stock("VASE", 5)
    await inventory.create_location("vienna", "Vienna", "AT", 9)
    await make_stock("VASE", 5, "vienna")
    looking = f"/admin/products/{product.id}/sending?sku=VASE&quantity=2&country=AT"
    assert "2 × VASE from Main warehouse" in office.read(await staff.get(looking))
    stale = office.form_to(await staff.get("/admin/stock/routing"), "/stock/routing")
    twice = await staff.post(stale.action, data=stale.fields | {"rule-1": "nearest", "rule-2": "nearest"})
    assert office.summary(twice) == ["Name each rule once."]
    wrong = await staff.post(stale.action, data=stale.fields | {"rule-3": "fastest"})
    assert office.summary(wrong) == ["Choose one of those offered."]
    assert (await inventory.rulebook()).rules == (Rule.FEWEST_PARCELS, Rule.PRIORITY)
    for status in (303, 409):
        said = {"rule-1": "nearest", "rule-2": "", "rule-3": "priority"}
        assert (await staff.post(stale.action, data=stale.fields | said)).status_code == status
    assert (await inventory.rulebook()).rules == (Rule.NEAREST, Rule.PRIORITY)
    told = await staff.get(looking)
    assert "2 × VASE from Vienna" in office.read(told)
    assert [row[:2] for row in office.rows(told, "Locations")] == [
        ["Main warehouse", "Overruled by: Nearest to the address"], ["Vienna", "Sends"],
    ]  # fmt: skip


async def test_what_could_not_be_sent_is_named_and_what_nobody_could_order_refused(staff: httpx.AsyncClient) -> None:
    product = await make_product(sku="VASE")
    await make_stock("VASE", 5)
    path = f"/admin/products/{product.id}/sending?sku=VASE&country=AT"
    told = office.read(await staff.get(f"{path}&quantity=2&others=VASE%3B+4%0D%0ABOWL%3B+1"))
    assert "VASE: only 5 could be sent there now." in told
    assert "BOWL: only 0 could be sent there now." in told
    for asked in ("quantity=two", "quantity=0", "quantity=1&others=BOWL", "quantity=1&others=BOWL%3B-1"):
        assert (await staff.get(f"{path}&{asked}")).status_code == 422, asked
    assert (await staff.get(path.replace("VASE", "BOWL") + "&quantity=1")).status_code == 404
    assert len(await inventory.movements("VASE")) == 1
