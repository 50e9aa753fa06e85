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
    assert (report.counts.created, report.counts.warned) == (76, 0)
    assert [(node.name, node.products) for node in await catalog.category_tree()] == [
        ("Bath", 1),
        ("Desk", 7),
        ("Garden", 7),
        ("Hall", 7),
        ("Home", 3),
        ("Kitchen", 5),
        ("Light", 7),
        ("Table", 6),
    ]
    pages = (await catalog.products()).pages
    products = [each for page in range(pages) for each in (await catalog.products(page=page + 1)).items]
    assert all(picture.ready and picture.alt for product in products for picture in product.pictures)
    assert {picture.source for product in products for picture in product.pictures} == named_in_the_file()
    on_sale = [product.title for product in products if any(variant.on_sale for variant in product.variants)]
    assert sorted(on_sale) == ["Copper Saucepan", "Umbrella Stand"]
    empty = [each.title for each in products if all(variant.imported_quantity == 0 for variant in each.variants)]
    assert empty == ["Brass Candlestick"]
    assert {kind for kind, _ in await recorded()} == {"catalog.PicturesSaved", "catalog.StockImported"}


@pytest.mark.usefixtures("catalogue")
async def test_what_lies_in_the_second_location_is_sold_in_the_demo_shop() -> None:
    uploaded = await catalog.upload_import("demo.csv", catalog.demo_csv(), currency="EUR", background=False)
    await catalog.run_import(uploaded.id)
    stock = catalog.demo_second_location_stock()
    assert set(await catalog.offers(stock)) == set(stock)
    assert "CND-BRASS" not in stock
