"""Our own files of stock and of coupon codes."""

import asyncio
import json
from collections import Counter

import pytest

from domains import catalog
from domains.catalog.importing.coupons import CodeEntry, Codes, Naming
from tests.support.catalog import make_product
from tests.support.own_files import bring, outcomes, shelves, table
from tests.support.round_trips import counting, listening
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


async def test_rows_that_name_no_promotion_are_for_the_one_whose_page_the_file_was_sent_from() -> None:
    own, other = await make_promotion("Friday", codes=("OLD",)), await make_promotion("Monday", codes=("TAKEN",))
    file = table({"code": "new-1"}, {"code": "OLD"}, {"code": "Taken"}, {"code": "=CMD()"}, {"code": "N-E-W-1"})
    given = {"promotion": str(own.id), "batch": "fair.csv"}
    kept = await catalog.upload_to_look_at("fair.csv", file, kind=catalog.ImportKind.CODES, given=given)
    await catalog.begin_import(kept.id, catalog.ImportKind.CODES, ["code"], dry_run=True)
    await catalog.run_import(kept.id)
    tried = await catalog.find_import(kept.id, rows=9)
    assert (await catalog.coupon_codes(own.id)).codes[0].written == "OLD"
    begun = await catalog.import_in_earnest(kept.id)
    await catalog.run_import(begun.id)
    done = await catalog.find_import(begun.id, rows=9)
    assert outcomes(done) == outcomes(tried)
    assert [outcome for outcome, _ in outcomes(done)] == ["created", "unchanged", "refused", "refused", "refused"]
    made = await catalog.coupon("N-E-W1")
    assert (made.promotion_id, made.batch) == (own.id, "fair.csv")
    assert (await catalog.coupon("TAKEN")).promotion_id == other.id


async def test_codes_are_written_together_in_three_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(monkeypatch) as asked:
        friday = await make_promotion("Friday", codes=("OFF-1",))
        named = Naming(friday.id, "Friday", by_code=True)
        entries = [CodeEntry(line, f"CODE-{line}", named) for line in range(2, 152)]
        entries += [CodeEntry(200, "OFF-1", named, disabled=True)]
        with counting(asked):
            rows = await Codes({}, dry_run=False).together(entries)
    assert asked.mongo == ["coupon_codes"] * 3  # which there are, what is switched off, what is new
    assert Counter(row.outcome.value for row in rows) == {"created": 150, "updated": 1}
    assert (await catalog.coupon_codes(friday.id, find="off-1")).codes[0].disabled


async def test_two_files_with_the_same_codes_at_once_make_each_of_them_once() -> None:
    promotions = [await make_promotion(name, codes=(f"{name}-1",)) for name in ("Friday", "Monday")]
    files = [
        [CodeEntry(line, f"CODE-{line}", Naming(own.id, "", by_code=True)) for line in range(2, 102)]
        for own in promotions
    ]
    told = await asyncio.gather(*(Codes({}, dry_run=False).together(entries) for entries in files))
    assert Counter((row.outcome.value, row.why) for rows in told for row in rows) == {
        ("created", ""): 100,
        ("refused", "Code: it is another promotion's."): 100,
    }
