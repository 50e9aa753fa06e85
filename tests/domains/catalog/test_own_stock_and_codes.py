"""Our own files of stock and of coupon codes."""

import asyncio
import json
from collections import Counter

import pytest

from domains import catalog
from domains.catalog.importing.coupons import CodeEntry, Codes, Naming
from domains.catalog.importing.lease import Lease
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


KEPT = {("MUG", "main"): 5, ("MUG", "hamburg"): 1, ("OLD", "main"): 3}


async def test_what_lies_where_is_told_to_those_who_keep_the_stock() -> None:
    await make_product("Mug", sku="MUG")
    file = table(
        {"SKU": "mug", "Location": "", "On hand": "4"},
        {"SKU": "MUG", "Location": "hamburg", "On hand": "1"},
        {"SKU": "OLD", "Location": "main", "On hand": "0"},
        {"SKU": "MUG", "Location": "lyon", "On hand": ""},
    )
    keep = shelves(KEPT, ("main", "hamburg", "lyon"))
    trial = await bring(file, keep=keep, dry_run=True)
    assert await told() == []
    report = await bring(file, keep=keep)
    assert outcomes(report) == outcomes(trial)
    assert outcomes(report) == [("updated", ""), ("unchanged", ""), ("updated", ""), ("unchanged", "")]
    assert await told() == [("MUG", "main", 4, None), ("OLD", "main", 0, None)]


async def test_one_wrong_row_refuses_a_file_of_stock_and_each_is_named() -> None:
    await make_product("Mug", sku="MUG")
    wrong = {
        ("MUG", "paris", "1"): "Location: there is no location “paris”, only main, hamburg.",
        ("NONE", "main", "1"): "SKU: there is no SKU NONE.",
        ("mug", "main", "4"): "SKU: line 2 counts mug there already.",
        ("MUG", "hamburg", "1.5"): "On hand: “1.5” is not a whole number we can take.",
        ("MUG", "hamburg", "many"): "On hand: “many” is not a number.",
        ("MUG", "hamburg", "2000000000"): "On hand: “2000000000” is not a whole number we can take.",
        ("MUG", "hamburg", "[clear]"): "On hand: this cannot be cleared.",
    }
    rows = [dict(zip(("SKU", "Location", "On hand"), row, strict=True)) for row in [("MUG", "", "3"), *wrong]]
    for trial in (False, True):
        report = await bring(table(*rows), keep=shelves(KEPT), dry_run=trial)
        refused = [(row.line, row.why) for row in report.rows if row.outcome == "refused"]
        assert refused == list(enumerate(wrong.values(), start=3))
        assert (report.state, report.counts.updated, report.repeatable) == ("failed", int(trial), False)
        assert (report.problem or "").startswith("Nothing was changed: 7 rows are wrong, and such a file is taken as a")
        assert (await told(), report.refused_id) == ([], None)


async def test_a_look_that_was_broken_off_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows found wrong before a crash are not taken for rows that are done."""
    await make_product("Mug", sku="MUG")
    file = table({"SKU": "NONE", "On hand": "1"}, {"SKU": "MUG", "On hand": "4"})
    uploaded = await catalog.upload_import("own.csv", file, background=False)
    with monkeypatch.context() as crash:
        crash.setattr(Lease, "end", broken_off)
        with pytest.raises(ConnectionError):
            await catalog.run_import(uploaded.id, shelves=shelves(KEPT))
    assert (await catalog.find_import(uploaded.id)).done == 1
    await catalog.run_import(uploaded.id, shelves=shelves(KEPT))
    report = await catalog.find_import(uploaded.id, rows=9)
    assert (report.state, outcomes(report)) == ("failed", [("refused", "SKU: there is no SKU NONE.")])
    assert await told() == []


async def broken_off(*_: object, **__: object) -> None:
    raise ConnectionError


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
