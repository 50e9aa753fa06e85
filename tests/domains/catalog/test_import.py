import json

import pytest

from domains import catalog
from domains.catalog import ImportOutcome, ImportState, Option, Product, ProductStatus
from domains.catalog.models import Import
from tests.support.catalog import eur
from tests.support.shopify import bring, csv_of, first, more, recorded, stored

pytestmark = pytest.mark.usefixtures("catalogue")
SHIRT = (
    first("shirt", "Shirt", size="S", colour="Navy", sku="'SH-S-N", price="48.00", compare_at="60.00", grams=210),
    more("shirt", size="M", colour="Navy", sku="SH-M-N", price="49.00", barcode="'4006381333931"),
)


async def bought(slug: str) -> Product:
    return await catalog.product(slug)


def outcomes(report: Import) -> list[tuple[ImportOutcome, str]]:
    return [(row.outcome, row.why) for row in report.rows]


async def test_rows_of_one_handle_become_one_product() -> None:
    cells = {"Vendor": "Loom", "Type": "Clothes/Shirts", "Tags": "linen, Summer,linen", "body": "<p>Cool.</p>"}
    report = await bring(csv_of(SHIRT[0] | {"Body (HTML)": cells.pop("body")} | cells, SHIRT[1]))
    shirt = await bought("shirt")
    assert (shirt.title, shirt.vendor, shirt.category, shirt.tags) == (
        "Shirt",
        "Loom",
        "clothes/shirts",
        ["linen", "Summer"],
    )
    assert (shirt.description, shirt.status, shirt.currency) == ("<p>Cool.</p>", ProductStatus.ACTIVE, "EUR")
    assert shirt.options == [Option(name="Size", values=["S", "M"]), Option(name="Colour", values=["Navy"])]
    small, medium = shirt.variants
    assert (small.sku, small.price, small.compare_at, small.weight_grams) == ("SH-S-N", eur(48_00), eur(60_00), 210)
    assert (medium.sku, medium.barcode, medium.options) == ("SH-M-N", "4006381333931", {"Size": "M", "Colour": "Navy"})
    assert (report.state, report.done, report.total) == (ImportState.COMPLETED, 2, 2)
    assert report.counts.model_dump() == {"created": 2, "updated": 0, "unchanged": 0, "refused": 0, "warned": 0}
    assert [(row.line, row.handle, row.sku) for row in report.rows] == [(2, "shirt", "SH-S-N"), (3, "shirt", "SH-M-N")]


async def test_the_second_run_changes_nothing() -> None:
    file = csv_of(*SHIRT, first("mug", image="https://cdn.example/mug.jpg"))
    await bring(file)
    before = await stored()
    report = await bring(file)
    assert outcomes(report) == [(ImportOutcome.UNCHANGED, "")] * 3
    assert await stored() == before


async def test_only_what_changed_is_updated() -> None:
    await bring(csv_of(*SHIRT, first("mug")))
    mug = await bought("mug")
    report = await bring(csv_of(SHIRT[0], SHIRT[1] | {"Variant Price": "39.00"}, first("mug")))
    assert [outcome for outcome, _ in outcomes(report)] == [
        ImportOutcome.UNCHANGED,
        ImportOutcome.UPDATED,
        ImportOutcome.UNCHANGED,
    ]
    assert [variant.price for variant in (await bought("shirt")).variants] == [eur(48_00), eur(39_00)]
    assert (await bought("mug")).revision == mug.revision


async def test_what_the_file_does_not_say_stays() -> None:
    await bring(csv_of(*(SHIRT[0] | {"Vendor": "Loom", "Body (HTML)": "<p>Cool.</p>"}, SHIRT[1])))
    silent = ("Vendor", "Body (HTML)", "Variant Compare At Price", "Status", "Published", "Type", "Tags")
    report = await bring(csv_of(first("shirt", "Fine shirt", size="S", colour="Navy", sku="SH-S-N"), without=silent))
    shirt = await bought("shirt")
    assert (shirt.title, shirt.vendor, shirt.description) == ("Fine shirt", "Loom", "<p>Cool.</p>")
    assert [variant.sku for variant in shirt.variants] == ["SH-S-N", "SH-M-N"]
    assert shirt.variants[0].compare_at == eur(60_00)
    assert [outcome for outcome, _ in outcomes(report)] == [ImportOutcome.UPDATED]


async def test_a_new_variant_joins_its_product() -> None:
    await bring(csv_of(*SHIRT))
    report = await bring(csv_of(*SHIRT, more("shirt", size="L", colour="Navy", sku="SH-L-N")))
    assert [outcome.value for outcome, _ in outcomes(report)] == ["unchanged", "unchanged", "created"]
    assert [variant.sku for variant in (await bought("shirt")).variants] == ["SH-S-N", "SH-M-N", "SH-L-N"]


async def test_a_variant_is_matched_by_its_options_before_its_sku() -> None:
    await bring(csv_of(*SHIRT))
    before = await bought("shirt")
    swapped = (SHIRT[0] | {"Variant SKU": "SH-M-N"}, SHIRT[1] | {"Variant SKU": "SH-S-N"})
    await bring(csv_of(*swapped))
    after = await bought("shirt")
    assert [variant.id for variant in after.variants] == [variant.id for variant in before.variants]
    assert [variant.sku for variant in after.variants] == ["SH-M-N", "SH-S-N"]
    assert (await catalog.offer("SH-M-N")).options["Size"] == "S"
    assert (await catalog.audit()).problems == ()


async def test_a_variant_with_renamed_options_is_found_by_its_sku() -> None:
    await bring(csv_of(*SHIRT))
    before = await bought("shirt")
    await bring(csv_of(SHIRT[0] | {"Option1 Value": "Small"}, SHIRT[1]))
    after = await bought("shirt")
    assert [variant.id for variant in after.variants] == [variant.id for variant in before.variants]
    assert after.variants[0].options == {"Size": "Small", "Colour": "Navy"}


async def test_a_sku_that_another_variant_has_is_derived_and_stays_the_same() -> None:
    file = csv_of(first("mug", sku="'12075"), first("cup", "Cup", sku="12075"), first("jug", "Jug", sku="12075"))
    report = await bring(file)
    skus = [(await bought(slug)).variants[0].sku for slug in ("mug", "cup", "jug")]
    assert skus[0] == "12075"
    assert all(sku.startswith("12075-") for sku in skus[1:])
    assert len(set(skus)) == 3
    assert report.rows[1].why == f"The SKU 12075 belongs to another variant; this one got {skus[1]}."
    assert [row.warned for row in report.rows] == [False, True, True]
    before = await stored()
    again = await bring(file)
    assert [row.outcome for row in again.rows] == [ImportOutcome.UNCHANGED] * 3
    assert await stored() == before


async def test_of_rows_that_name_one_sku_the_variant_that_has_it_keeps_it_whichever_comes_first() -> None:
    await bring(csv_of(first("mug", size="S", sku="A"), more("mug", size="M", sku="B")))
    file = csv_of(first("mug", size="M", sku="A"), more("mug", size="S", sku="A"), more("mug", size="L", sku="A"))
    await bring(file)
    by_size = {each.options["Size"]: each.sku for each in (await bought("mug")).variants}
    assert by_size["S"] == "A"
    assert [by_size[size][:2] for size in ("M", "L")] == ["A-", "A-"]
    assert len({*by_size.values()}) == 3
    assert [row.outcome.value for row in (await bring(file)).rows] == ["unchanged"] * 3
    assert (await catalog.audit()).problems == ()
    both = {"variants.0.sku": "a", "variants.1.barcode": "9", "variants.2.barcode": "9"}
    await catalog.documents.database["products"].update_one({}, {"$set": both})
    told = [told.partition(" of product")[0] for told in (await catalog.audit()).problems[:2]]
    assert told == ["The SKU a is borne by two variants", "The barcode 9 is borne by two variants"]


async def test_a_barcode_that_another_variant_has_is_left_out() -> None:
    file = csv_of(first("mug", barcode="'999"), first("cup", "Cup", barcode="999"))
    report = await bring(file)
    assert [(await bought(slug)).variants[0].barcode for slug in ("mug", "cup")] == ["999", None]
    assert report.rows[1].why == "The barcode 999 belongs to another variant and was left out."
    assert [row.outcome.value for row in (await bring(file)).rows] == ["unchanged", "unchanged"]


async def test_a_variant_without_a_sku_gets_one() -> None:
    file = csv_of(first("linen-apron", "Apron", sku="", size="L"))
    report = await bring(file)
    assert (await bought("linen-apron")).variants[0].sku == "LINEN-APRON-L"
    assert report.rows[0].why == "There is no SKU; the variant got LINEN-APRON-L."
    assert [row.outcome.value for row in (await bring(file)).rows] == ["unchanged"]


async def test_a_product_without_options_has_none() -> None:
    await bring(csv_of(first("mug") | {"Option1 Name": "Title", "Option1 Value": "Default Title"}))
    mug = await bought("mug")
    assert (mug.options, mug.variants[0].options) == ([], {})


async def test_stock_is_told_when_the_file_says_something_new() -> None:
    rows = (first("mug", quantity="-3", policy="continue"), first("cup", "Cup", quantity="4"))
    report = await bring(csv_of(*rows))
    assert report.rows[0].why == "The quantity -3 was taken as 0."
    [(_, told)] = await recorded()
    cup = {"sku": "CUP", "quantity": 4, "backorder": False, "location": "", "said": {}}
    assert json.loads(told)["items"] == [cup | {"sku": "MUG", "quantity": 0, "backorder": True}, cup]
    await bring(csv_of(rows[0], rows[1] | {"Variant Price": "9.00"}))
    assert len(await recorded()) == 1
    await bring(csv_of(rows[0], rows[1] | {"Variant Inventory Qty": "7"}))
    (_, first_told), (_, second_told) = await recorded()
    before, after = json.loads(first_told), json.loads(second_told)
    assert after["items"] == [cup | {"quantity": 7}]
    assert after["sequence"] == before["sequence"] + 1


async def test_what_shopify_does_not_track_is_sold_on_back_order() -> None:
    await bring(csv_of(first("mug", tracker="", quantity="0")))
    assert (await bought("mug")).variants[0].backorder is True


@pytest.mark.parametrize(
    ("published", "status", "expected"),
    [
        ("true", "", "active"),
        ("false", "", "draft"),
        ("true", "archived", "archived"),
        ("true", "Draft", "draft"),
        ("false", "active", "draft"),
        ("true", "nonsense", "draft"),
    ],
)
async def test_published_and_status_decide_whether_it_is_shown(published: str, status: str, expected: str) -> None:
    await bring(csv_of(first("mug") | {"Published": published, "Status": status}))
    (found,) = (await catalog.products()).items
    assert found.status.value == expected


async def test_many_products_may_bear_one_title() -> None:
    await bring(csv_of(first("mug-1", "Mug"), first("mug-2", "Mug"), first("mug-3", "Mug")))
    assert [product.title for product in (await catalog.products()).items] == ["Mug"] * 3


async def test_a_product_renamed_in_the_shop_is_still_its_handle() -> None:
    await bring(csv_of(first("mug")))
    mug = await bought("mug")
    mug.slug = "best-mug"
    await mug.replace()
    await catalog.documents.database["slug_claims"].insert_one({"_id": "best-mug", "product_id": mug.id})
    await bring(csv_of(first("mug", price="9.00")))
    assert (await bought("best-mug")).variants[0].price == eur(9_00)
    assert (await catalog.products()).total == 1


async def test_rows_of_a_product_further_down_add_to_it() -> None:
    rows = (SHIRT[0], first("mug"), SHIRT[1])
    await bring(csv_of(*rows))
    shirt = await bought("shirt")
    assert (shirt.title, shirt.skus) == ("Shirt", ("SH-S-N", "SH-M-N"))
    assert [row.outcome.value for row in (await bring(csv_of(*rows))).rows] == ["unchanged"] * 3


async def test_the_newer_column_names_are_read_too() -> None:
    names = {"Handle": "URL handle", "Variant SKU": "SKU", "Variant Price": "Price", "Image Src": "Product image URL"}
    file = csv_of(first("mug")).decode()
    for old, new in names.items():
        file = file.replace(old, new, 1)
    await bring(file.encode())
    assert (await catalog.offer("MUG")).price == eur(12_50)
