"""One SKU however it is written, barcodes that can be right, and old claims brought up to date."""

from datetime import timedelta

import pytest

from domains import catalog
from domains.catalog.codes import barcode_problem
from domains.shared import clock
from tests.support.catalog import make_product, make_variant
from tests.support.shopify import bring, csv_of, first


@pytest.mark.parametrize(
    "barcode",
    [
        "4006381333931",
        "73513537",
        "036000291452",
        "04252614",
        "01234505",
        "10614141000415",
        "HOUSE-12",
        "30235",
        "ABC12345",
    ],
)
def test_a_barcode_that_can_be_right_is_taken(barcode: str) -> None:
    assert barcode_problem(barcode) is None


@pytest.mark.parametrize(
    ("barcode", "problem"),
    [
        ("4006381333932", "As EAN-13 this would end in 1, not 2: a digit must be mistyped."),
        ("036000291453", "As UPC-A this would end in 2, not 3: a digit must be mistyped."),
        ("73513538", "As EAN-8 this would end in 7, not 8: a digit must be mistyped."),
        ("04252615", "As EAN-8 this would end in 0, not 5: a digit must be mistyped."),
        ("400638133393", "As UPC-A this would end in 0, not 3: a digit must be mistyped."),
        ("40063813339", "A barcode has 8, 12, 13 or 14 digits; this has 11."),
    ],
)
def test_a_mistyped_barcode_says_what_is_wrong(barcode: str, problem: str) -> None:
    assert barcode_problem(barcode) == problem


@pytest.mark.usefixtures("catalogue")
class TestSkus:
    async def test_a_sku_means_the_same_in_any_letters_and_is_answered_as_written(self) -> None:
        await make_product(sku="Mug-Straße")
        assert (await catalog.offer("MUG-STRASSE")).sku == "Mug-Straße"
        assert set(await catalog.offers(["mug-strasse", "MUG-straße"])) == {"Mug-Straße"}
        assert [each.title for each in (await catalog.products(query="mug-STRASSE")).items] == ["Mug"]

    async def test_an_import_finds_the_variant_in_any_letters_and_leaves_them(self) -> None:
        product = await make_product(slug="mug", sku="MUG-1")
        await bring(csv_of(first("mug", sku="mug-1", price="9.90")))
        [variant] = (await catalog.find_product(product.id)).variants
        assert (variant.sku, variant.price.amount, variant.id) == ("MUG-1", 9_90, product.variants[0].id)

    async def test_claims_of_an_earlier_version_are_kept_by_their_key_once(self) -> None:
        product = await make_product(sku="MUG-1")
        claims = catalog.documents.database["sku_claims"]
        [claim] = await claims.find({}).to_list()
        await claims.delete_many({})
        await claims.insert_one(claim | {"_id": "MUG-1"})
        for _ in range(2):
            await catalog.upgrade_documents()
            assert await claims.find({}).to_list() == [claim]
        assert (await catalog.offer("MUG-1")).product_id == product.id
        assert (await catalog.audit()).problems == ()

    async def test_of_two_variants_with_one_sku_in_two_spellings_the_books_name_the_second(self) -> None:
        product = await make_product(sku="MUG")
        second = await make_product(variants=[make_variant("CUP")])
        claims = catalog.documents.database["sku_claims"]
        await catalog.documents.database["products"].update_one({"_id": second.id}, {"$set": {"variants.0.sku": "Mug"}})
        await claims.delete_one({"_id": "cup"})
        await claims.insert_one({"_id": "Mug", "product_id": second.id, "variant_id": second.variants[0].id})
        await catalog.upgrade_documents()
        assert (await catalog.offer("mug")).product_id == product.id
        assert len((await catalog.audit()).problems) == 1


@pytest.mark.usefixtures("catalogue")
async def test_a_product_is_sold_from_the_first_moment_of_its_window_to_the_last() -> None:
    now = clock.now()
    hour = timedelta(hours=1)
    await make_product(sku="NOW", slug="now", shown_from=now - hour, shown_until=now + hour)
    await make_product(sku="LATER", slug="later", shown_from=now + hour)
    await make_product(sku="OVER", slug="over", shown_until=now - hour)
    assert set(await catalog.offers(["NOW", "LATER", "OVER"])) == {"NOW"}
    assert (await catalog.product("now")).slug == "now"
    for slug in ("later", "over"):
        with pytest.raises(catalog.Unknown):
            await catalog.product(slug)
    assert [node.products for node in await catalog.category_tree()] == [1]
