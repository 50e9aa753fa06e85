"""Our own product file: a row for each variant, found by its SKU; an empty cell leaves what is there."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domains import catalog
from domains.catalog import AttributeKind, AttributeSpec, Dimensions, ImportKind, Option, Product
from tests.support.catalog import eur, make_product, make_variant
from tests.support.own_files import bring, outcomes, table
from tests.support.shopify import stored

pytestmark = pytest.mark.usefixtures("catalogue")
NEW: dict[str, object] = {
    "Handle": "shirt",
    "SKU": "SH-S",
    "Title": "Shirt",
    "Status": "active",
    "Price": "48.00",
    "Option1 name": "Size",
    "Option1 value": "S",
}
FLAT: dict[str, object] = {"Length (mm)": "700", "Width (mm)": "500", "Height (mm)": "0"}


async def found(slug: str = "shirt") -> Product:
    [product] = [each for each in (await catalog.products()).items if each.slug == slug]
    return product


async def test_rows_with_one_handle_become_one_product_with_all_that_is_said_of_it() -> None:
    file = table(
        NEW
        | {
            "Description": "<p onclick=x>Cool.</p>",
            "Vendor": "Loom",
            "Category": "Clothes > Shirts",
            "Tags": "linen, Summer, linen",
            "Shown from": "2026-11-27 08:00",
            "Shown until": "2026-12-01T00:00:00+01:00",
            "SEO title": "A shirt",
            "Barcode": "4006381333931",
            "Compare-at price": "60,00",
            "Cost": "20",
            "Weight (g)": "210",
            "Length (mm)": "300",
            "Width (mm)": "0",
            "Height (mm)": "20",
            "Min quantity": "2",
            "Max quantity": "10",
            "Step": "2",
            "Tax class": "Reduced",
            "Requires shipping": "no",
        },
        {"Handle": "shirt", "SKU": "SH-M", "Price": "49", "Option1 value": "M"} | FLAT,
    )
    report = await bring(file)
    assert (report.kind, outcomes(report)) == (ImportKind.PRODUCTS, [("created", ""), ("created", "")])
    shirt = await found()
    assert (shirt.title, shirt.description, shirt.vendor) == ("Shirt", "<p>Cool.</p>", "Loom")
    assert (shirt.category, shirt.tags, shirt.seo_title) == ("clothes/shirts", ["linen", "Summer"], "A shirt")
    assert shirt.shown_from == datetime(2026, 11, 27, 8, tzinfo=UTC)
    assert shirt.shown_until == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert shirt.options == [Option(name="Size", values=["S", "M"])]
    small, medium = shirt.variants
    assert (small.price, small.compare_at, small.cost, small.barcode) == (
        eur(4800),
        eur(6000),
        eur(2000),
        "4006381333931",
    )
    assert (small.weight_grams, small.dimensions) == (210, Dimensions(length=300, width=0, height=20))
    assert (small.min_quantity, small.max_quantity, small.step) == (2, 10, 2)
    assert (small.tax_class, small.requires_shipping) == ("reduced", False)
    assert (medium.sku, medium.price, medium.options) == ("SH-M", eur(4900), {"Size": "M"})
    assert medium.dimensions == Dimensions(length=700, width=500, height=0)
    assert (await catalog.audit()).problems == ()


async def test_a_variant_is_found_by_its_sku_alone_and_only_what_is_said_changes() -> None:
    await make_product(
        "Shirt",
        slug="shirt",
        vendor="Loom",
        variants=[make_variant("SH-S"), make_variant("SH-M", options={"Size": "M"})],
    )
    before = await found()
    report = await bring(table({"SKU": "sh-m", "Price": "9.00", "Title": ""}, {"SKU": "SH-S", "Price": ""}))
    after = await found()
    assert outcomes(report) == [("updated", ""), ("unchanged", "")]
    assert [variant.price for variant in after.variants] == [eur(1250), eur(900)]
    assert (after.title, after.vendor, after.skus) == ("Shirt", "Loom", ("SH-S", "SH-M"))
    assert [variant.id for variant in after.variants] == [variant.id for variant in before.variants]


async def test_what_is_to_go_is_said_to_go() -> None:
    variant = make_variant(
        "MUG", compare_at=eur(2000), cost=eur(100), barcode="999", dimensions=Dimensions(length=1, width=1, height=1)
    )
    await make_product("Mug", slug="mug", variants=[variant], tags=["old"], vendor="Loom")
    cells = ("Compare-at price", "Cost", "Barcode", "Width (mm)", "Tags", "Vendor", "Category", "Max quantity")
    report = await bring(table({"SKU": "MUG"} | dict.fromkeys(cells, "[Clear]")))
    mug = await found("mug")
    assert outcomes(report) == [("updated", "")]
    [own] = mug.variants
    assert (own.compare_at, own.cost, own.barcode, own.dimensions) == (None, None, None, None)
    assert (mug.tags, mug.vendor, mug.category) == ([], "", "")
    refused = await bring(table({"SKU": "MUG", "Title": "[clear]", "Price": "[clear]"}))
    assert outcomes(refused) == [("refused", "Price: this cannot be cleared. Title: this cannot be cleared.")]
    assert (await found("mug")).title == "Mug"
    assert (await catalog.audit()).problems == ()


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"SKU": ""}, "SKU: every row needs one."),
        ({"SKU": "S" * 101}, "The SKU is longer than 100 characters."),
        ({"SKU": "OTHER"}, "SKU: OTHER belongs to another product."),
        ({"SKU": "sh-s"}, "SKU: line 2 has sh-s already."),
        ({"Price": ""}, "Price: a new variant needs one."),
        ({"Price": "-1"}, "Price: “-1” is negative."),
        ({"Price": "1.999"}, "Price: “1.999” is not an amount in EUR."),
        ({"Price": "1,250"}, "Price: “1,250” is not an amount of money."),
        ({"Price": "12", "Currency": "USD"}, "The product is priced in EUR; this row is in USD."),
        ({"Currency": "XQX"}, "Currency: “XQX” is not a currency we know."),
        (
            {"Compare-at price": "1"},
            "Compare-at price: it must be more than the price. Leave it empty, or give a higher amount.",
        ),
        (
            {"Barcode": "4006381333932"},
            "Barcode: 4006381333932 cannot be right. As EAN-13 this would end in 1, not 2: a digit must be mistyped.",
        ),
        ({"Barcode": "777"}, "Barcode: 777 belongs to another product."),
        ({"Weight (g)": "heavy"}, "Weight (g): “heavy” is not a number."),
        ({"Width (mm)": "5"}, "Length, width and height: give all three."),
        ({"Min quantity": "5", "Max quantity": "2"}, "Max quantity: it is less than the smallest quantity."),
        ({"Option1 value": "s"}, "Options: SH-S is the variant with these options."),
        ({"Requires shipping": "maybe"}, "Requires shipping: write yes or no, not “maybe”."),
        ({"Status": "gone"}, "Status: “gone” is no status. Write draft, active, archived."),
        ({"Shown from": "soon"}, "Shown from: “soon” is no day and time, such as 2026-11-27 08:00."),
        ({"Tax class": "none"}, "Tax class: “none” is no tax class. Write standard, reduced, zero."),
        ({"Category": ">>"}, "Category: give names such as Kitchen > Knives, 500 characters at most."),
    ],
)
async def test_a_bad_row_is_left_out_naming_its_column_and_the_others_are_not(cells: dict[str, Any], why: str) -> None:
    await make_product("Other", variants=[make_variant("OTHER", barcode="777")])
    second = {"Handle": "shirt", "SKU": "SH-M", "Price": "49", "Option1 value": "M"} | cells
    third = {"Handle": "shirt", "SKU": "SH-L", "Price": "49", "Option1 value": "L"}
    report = await bring(table(NEW, second, third))
    assert outcomes(report) == [("created", ""), ("refused", why), ("created", "")]
    assert (await found()).skus == ("SH-S", "SH-L")
    assert (await catalog.audit()).problems == ()


async def test_the_longest_words_that_a_file_brings_can_be_saved_by_hand() -> None:
    tags = [f"tag {number}" for number in range(250)]
    await bring(table(NEW | {"Title": "T" * 255, "Vendor": "V" * 255, "Tags": ",".join(tags)}))
    shirt = await found()
    said = catalog.ProductDetails(shirt.title, vendor=shirt.vendor, tags=tuple(shirt.tags), status=shirt.status)
    saved = await catalog.edit_product(shirt.id, said, revision=shirt.revision)
    assert (saved.title, saved.vendor, saved.tags) == ("T" * 255, "V" * 255, tags)
    assert saved.revision == shirt.revision  # nothing is another


async def test_a_sku_that_is_new_wants_to_know_its_product() -> None:
    report = await bring(
        table({"SKU": "NEW", "Title": "New", "Price": "1"}, {"SKU": "N2", "Handle": "new", "Price": "1"})
    )
    assert outcomes(report) == [
        ("refused", "There is no SKU NEW. A new product needs a Handle and a Title."),
        ("refused", "Title: a new product needs one, with letters or figures."),
    ]
    assert (await catalog.products()).total == 0


async def test_two_variants_may_change_their_options_with_each_other() -> None:
    await bring(table(NEW, {"Handle": "shirt", "SKU": "SH-M", "Price": "49", "Option1 value": "M"}))
    await bring(table({"SKU": "SH-S", "Option1 value": "M"}, {"SKU": "SH-M", "Option1 value": "S"}))
    assert [(each.sku, each.options["Size"]) for each in (await found()).variants] == [("SH-S", "M"), ("SH-M", "S")]
    await bring(table({"SKU": "SH-S", "Option1 name": "Fit", "Option1 value": "Wide"}))
    assert [variant.options for variant in (await found()).variants] == [{"Fit": "Wide"}, {"Fit": "S"}]
    assert (await found()).options == [Option(name="Fit", values=["S", "Wide"])]


async def test_attributes_are_read_as_the_product_type_asks() -> None:
    kind = await catalog.create_product_type("Mugs")
    specs = [
        AttributeSpec(key="volume", name="Volume", kind=AttributeKind.DECIMAL, required=True),
        AttributeSpec(key="care", name="Care", kind=AttributeKind.MULTISELECT, choices=["Oven", "Dishwasher"]),
    ]
    await catalog.change_product_type(kind.id, "Mugs", specs, kind.revision_id)
    row = {"Handle": "mug", "SKU": "MUG", "Title": "Mug", "Price": "1", "Product type": "mugs"}
    report = await bring(table(row | {"Attribute: Volume": "0.35", "attribute: care": "Oven, Dishwasher"}))
    assert outcomes(report) == [("created", "")]
    assert (await found("mug")).attributes == {"volume": "0.35", "care": ["Oven", "Dishwasher"]}
    for cells, why in (
        ({"Attribute: volume": "much"}, "Volume: Give a number, such as 2.5."),
        ({"Attribute: colour": "red"}, "Attribute: products of the type Mugs have no “colour”."),
        ({"Attribute: volume": "[clear]", "Status": "active"}, "Volume: A product for sale needs this: Volume."),
        ({"Product type": "cups"}, "Product type: there is no product type “cups”."),
    ):
        assert outcomes(await bring(table({"SKU": "MUG"} | cells))) == [("refused", why)]
    await bring(table({"SKU": "MUG", "Attribute: care": "[clear]"}))
    assert (await found("mug")).attributes == {"volume": "0.35"}


async def test_related_products_are_named_by_sku_or_address_and_what_is_not_there_yet_is_told() -> None:
    mug = await make_product("Mug", slug="mug", sku="CUP")
    cup = await make_product("Cup", slug="cup", sku="OTHER")  # another's SKU is its address
    rows = (
        NEW | {"Related products": "cup, other, MUG, shirt, Lamp, none"},
        {"Handle": "lamp", "SKU": "LAMP", "Title": "Lamp", "Price": "1", "Related products": "sh-s"},
    )
    later = "What stands further down in this file is related at its end."
    told = f"Related products: there is no Lamp, none yet. {later}"
    for dry_run in (True, False):
        report = await bring(table(*rows), dry_run=dry_run)
        assert (outcomes(report), report.done) == ([("created", told), ("created", "")], 2)
    shirt, lamp = await found(), await found("lamp")
    assert (shirt.related, lamp.related) == ([cup.id, mug.id, lamp.id], [shirt.id])
    assert [row.outcome.value for row in (await bring(table(*rows))).rows] == ["unchanged", "unchanged"]
    assert (await found()).related == shirt.related
    left_out = {"SKU": "CUP", "Product type": "none", "Related products": "pot"}
    pot = {"Handle": "pot", "SKU": "POT", "Title": "Pot", "Price": "1"}
    assert [row.outcome.value for row in (await bring(table(left_out, pot))).rows] == ["refused", "created"]
    assert (await found("mug")).related == []
    shown = tuple([each.slug for each in await catalog.products_of((await found()).related)])
    kept = await catalog.edit_product(shirt.id, catalog.ProductDetails("Shirt", related=shown), revision=None)
    assert kept.related == [cup.id, mug.id, lamp.id]
    await bring(table({"SKU": "SH-S", "Related products": "[clear]"}, {"SKU": "LAMP", "Related products": "CUP"}))
    assert ((await found()).related, (await found("lamp")).related) == ([], [mug.id])


async def test_pictures_are_wished_for_once_and_none_is_taken_away() -> None:
    rows = table(
        NEW | {"Pictures": "https://cdn.example/a.jpg https://cdn.example/b.jpg", "Picture texts": "Front | Back"}
    )
    await bring(rows)
    before = await stored()
    assert outcomes(await bring(rows)) == [("unchanged", "")]
    assert await stored() == before
    await bring(
        table({"SKU": "SH-S", "Pictures": "https://cdn.example/b.jpg", "Variant picture": "https://cdn.example/b.jpg"})
    )
    shirt = await found()
    assert [(each.source[-5:], each.alt) for each in shirt.pictures] == [("a.jpg", "Front"), ("b.jpg", "Back")]
    assert shirt.variants[0].picture_id == shirt.pictures[1].id
    await bring(table({"SKU": "SH-S", "Variant picture": "[clear]"}))
    assert (await found()).variants[0].picture_id is None


async def test_a_trial_tells_the_same_as_the_import_and_writes_nothing() -> None:
    await make_product("Mug", slug="mug", sku="MUG")
    file = table(
        NEW,
        {"SKU": "MUG", "Price": "9"},
        {"SKU": "SH-S", "Price": "50"},
        {"Handle": "shirt", "SKU": "SH-M", "Price": "49", "Option1 value": "M"},
        {"SKU": "NONE", "Price": "1"},
    )
    before = await stored()
    trial = await bring(file, dry_run=True)
    assert await stored() == before
    report = await bring(file)
    assert trial.counts == report.counts
    assert outcomes(trial) == outcomes(report)
    assert [row.outcome.value for row in report.rows] == ["created", "updated", "refused", "created", "refused"]
