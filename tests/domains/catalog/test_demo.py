import io
from csv import DictReader

import pytest
from PIL import Image

from domains import catalog
from tests.support.shopify import recorded

MOST_BYTES = 60_000  # of one photograph: the whole demo shop is to stay a small download


def named_in_the_file() -> set[str]:
    rows = list(DictReader(io.StringIO(catalog.demo_csv().decode())))
    return {row[column] for row in rows for column in ("Image Src", "Variant Image")} - {""}


def test_the_folder_holds_a_photograph_for_every_name_in_the_file_and_no_other() -> None:
    assert {path.name for path in catalog.demo_pictures().iterdir()} == named_in_the_file()


def test_every_photograph_is_of_one_size_light_to_carry_and_stands_on_nearly_white() -> None:
    for path in sorted(catalog.demo_pictures().iterdir()):
        picture = Image.open(path)
        assert (picture.size, picture.format) == ((960, 1200), "JPEG"), path.name
        assert path.stat().st_size <= MOST_BYTES, path.name
        corners = [picture.getpixel(at) for at in ((20, 1180), (940, 1180))]
        assert min(min(corner) for corner in corners) >= 215, (path.name, corners)


@pytest.mark.usefixtures("catalogue")
async def test_the_demo_shop_is_stocked_without_a_warning() -> None:
    uploaded = await catalog.upload_import("demo.csv", catalog.demo_csv(), currency="EUR", background=False)
    report = await catalog.run_import(uploaded.id, images=catalog.demo_pictures())
    assert (report.counts.created, report.counts.warned) == (140, 0)
    assert [(node.name, node.products) for node in await catalog.category_tree()] == [
        ("Bath", 7),
        ("Desk", 7),
        ("Garden", 7),
        ("Hall", 7),
        ("Home", 10),
        ("Kitchen", 13),
        ("Light", 7),
        ("Table", 16),
    ]
    pages = (await catalog.products()).pages
    products = [each for page in range(pages) for each in (await catalog.products(page=page + 1)).items]
    assert all(picture.ready and picture.alt for product in products for picture in product.pictures)
    assert {picture.source for product in products for picture in product.pictures} == named_in_the_file()
    on_sale = [product.title for product in products if any(variant.on_sale for variant in product.variants)]
    assert sorted(on_sale) == ["Copper Saucepan", "Tub Tray", "Umbrella Stand"]
    empty = [each.title for each in products if all(variant.imported_quantity == 0 for variant in each.variants)]
    assert sorted(empty) == ["Brass Candlestick", "Match Pot"]
    assert {kind for kind, _ in await recorded()} == {"catalog.PicturesSaved", "catalog.StockImported"}


@pytest.mark.usefixtures("catalogue")
async def test_what_lies_in_the_second_location_is_sold_in_the_demo_shop() -> None:
    uploaded = await catalog.upload_import("demo.csv", catalog.demo_csv(), currency="EUR", background=False)
    await catalog.run_import(uploaded.id)
    stock = catalog.demo_second_location_stock()
    assert set(await catalog.offers(stock)) == set(stock)
    assert "CND-BRASS" not in stock


@pytest.mark.usefixtures("catalogue")
async def test_goods_are_found_by_what_they_are_made_of_and_stand_beside_what_goes_with_them() -> None:
    uploaded = await catalog.upload_import("demo.csv", catalog.demo_csv(), currency="EUR", background=False)
    await catalog.run_import(uploaded.id)
    for _ in range(2):  # the second time changes nothing
        await catalog.arrange_demo_shop()
    facts = next(each for each in await catalog.imports(9) if each.name == "demo-facts.csv")
    assert (facts.state, facts.counts.warned, facts.counts.refused) == (catalog.ImportState.COMPLETED, 0, 0)
    mug, towel = [await catalog.product(slug) for slug in ("everyday-mug", "tea-towels")]
    kind = await catalog.product_type(mug.type)
    assert catalog.specification(kind, mug.attributes) == [
        ("Material", "Stoneware"), ("Made in", "Germany"), ("Dishwasher-safe", "Yes"),
    ]  # fmt: skip
    assert [each.slug for each in await catalog.products_of(mug.related)] == [
        "coffee-dripper", "teapot", "espresso-cups", "stoneware-bowl",
    ]  # fmt: skip
    assert mug.variants[-1].dimensions == catalog.Dimensions(length=120, width=85, height=95)
    assert towel.variants[0].dimensions == catalog.Dimensions(length=700, width=500, height=0)
    everything = {row["slug"]: row async for row in catalog.documents.database["products"].find({})}
    assert [slug for slug, row in everything.items() if not row["related"] or not row["attributes"]] == []
    variants = [variant for row in everything.values() for variant in row["variants"]]
    assert [each["sku"] for each in variants if not each["dimensions"] or not each["weight_grams"]] == []


@pytest.mark.usefixtures("catalogue")
async def test_collections_and_promotions_of_the_demo_shop_stand_once() -> None:
    uploaded = await catalog.upload_import("demo.csv", catalog.demo_csv(), currency="EUR", background=False)
    await catalog.run_import(uploaded.id)
    for _ in range(2):
        await catalog.arrange_demo_shop()
    gathered = {each.title: each for each in await catalog.collections()}
    assert sorted(gathered) == [
        "Breakfast on Sunday", "For the first flat of one’s own", "Small things to bring along", "Stoneware",
        "When it grows dark early",
    ]  # fmt: skip
    assert [each.hidden for each in gathered.values()] == [False] * 5
    breakfast = await catalog.products_of(gathered["Breakfast on Sunday"].products)
    assert [each.slug for each in breakfast][:2] == ["everyday-mug", "coffee-dripper"]
    live = await catalog.live_promotions(fresh=True)
    assert sorted(each.name for each in live.values()) == ["First order", "Lay the table"]
    assert (await catalog.coupon("welcome")) is not None
