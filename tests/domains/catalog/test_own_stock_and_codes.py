"""Our own files of stock and of coupon codes."""

import json

import pytest

from domains import catalog
from tests.support.catalog import make_product
from tests.support.own_files import bring, outcomes, shelves, table
from tests.support.shopify import recorded
from tests.support.stored_promotions import make_promotion

pytestmark = pytest.mark.usefixtures("catalogue")
Told = list[tuple[str, str, int | None, bool | None]]


async def told() -> Told:
    facts = [json.loads(payload) for kind, payload in await recorded() if kind == "catalog.StockImported"]
    return [
        (item["sku"], item["location"], item["quantity"], item["backorder"]) for fact in facts for item in fact["items"]
    ]


async def test_what_lies_where_is_told_to_those_who_keep_the_stock() -> None:
    await make_product("Mug", sku="MUG")
    keep = shelves({("MUG", "main"): (5, 2), ("MUG", "hamburg"): (1, 0), ("OLD", "main"): (3, 0)})
    file = table(
        {"SKU": "mug", "Location": "", "On hand": "4"},
        {"SKU": "MUG", "Location": "hamburg", "On hand": "1"},
        {"SKU": "OLD", "Location": "main", "On hand": "0"},
        {"SKU": "MUG", "Location": "paris", "On hand": "1"},
        {"SKU": "NONE", "Location": "main", "On hand": "1"},
        {"SKU": "MUG", "Location": "main", "On hand": "4"},
    )
    trial = await bring(file, keep=keep, dry_run=True)
    assert await told() == []
    report = await bring(file, keep=keep)
    assert outcomes(report) == outcomes(trial)
    assert outcomes(report) == [
        ("updated", ""),
        ("unchanged", ""),
        ("updated", ""),
        ("refused", "Location: there is no location “paris”, only main, hamburg."),
        ("refused", "SKU: there is no SKU NONE."),
        ("refused", "SKU: line 2 counts MUG there already."),
    ]
    assert await told() == [("MUG", "main", 4, None), ("OLD", "main", 0, None)]


@pytest.mark.parametrize(
    ("quantity", "why"),
    [
        ("", "On hand: say how many there are."),
        ("-1", "On hand: give a whole number from 0 to 1000000000, not -1."),
        ("1.5", "On hand: “1.5” is not a whole number we can take."),
        ("many", "On hand: “many” is not a number."),
    ],
)
async def test_a_count_that_cannot_be_is_left_out(quantity: str, why: str) -> None:
    await make_product("Mug", sku="MUG")
    report = await bring(table({"SKU": "MUG", "On hand": quantity, "Location": "main"}))
    assert (outcomes(report), await told()) == ([("refused", why)], [])


async def test_less_than_is_promised_is_pointed_out() -> None:
    await make_product("Mug", sku="MUG")
    report = await bring(table({"SKU": "MUG", "On hand": "1"}), keep=shelves({("MUG", "main"): (5, 2)}))
    assert outcomes(report) == [
        ("updated", "2 of these are promised to orders: the stock cannot be less than that."),
    ]


async def test_codes_join_their_promotions_and_are_switched_off_and_on() -> None:
    friday = await make_promotion("Friday", codes=("OLD-ONE",))
    await make_promotion("Monday", codes=("TAKEN",))
    await make_promotion("Open")
    file = table(
        {"Code": "new-one", "Promotion": "friday", "Batch": "Fair"},
        {"Code": "OLD-ONE", "Promotion": str(friday.id), "Disabled": "yes"},
        {"Code": "TAKEN", "Promotion": "Friday"},
        {"Code": "NEW ONE?", "Promotion": "Friday"},
        {"Code": "NEW-0NE", "Promotion": "Friday"},
        {"Code": "OTHER", "Promotion": "Nobody's"},
        {"Code": "OTHER", "Promotion": "Open"},
    )
    trial = await bring(file, dry_run=True)
    assert [code.written for code in (await catalog.coupon_codes(friday.id)).codes] == ["OLD-ONE"]
    report = await bring(file)
    assert outcomes(report) == outcomes(trial)
    assert outcomes(report) == [
        ("created", ""),
        ("updated", ""),
        ("refused", "Code: it is another promotion's."),
        ("refused", "Code: Use letters and digits with hyphens between them, 3 to 40 characters."),
        ("refused", "Code: line 2 has a code that reads like this."),
        ("refused", "Promotion: there is no promotion “Nobody's”."),
        ("refused", "Promotion: “Open” is given without a code."),
    ]
    codes = (await catalog.coupon_codes(friday.id)).codes
    assert [(code.written, code.disabled, code.batch) for code in codes] == [
        ("OLD-ONE", True, ""),
        ("NEW-ONE", False, "Fair"),
    ]
    assert [outcome for outcome, _ in outcomes(await bring(file))[:2]] == ["unchanged", "unchanged"]
