import io

import pytest
from PIL import Image

from domains import catalog
from domains.catalog.demo import PICTURES
from tests.support.shopify import recorded

SMALL = ("carafe.jpg", "tumblers.jpg", "waffle-towel-sage.jpg")


def test_a_picture_is_the_same_each_time_and_large_enough() -> None:
    for name in SMALL:
        one, other = PICTURES[name](), PICTURES[name]()
        assert one == other
        picture = Image.open(io.BytesIO(one))
        assert (picture.size, picture.format) == ((960, 1200), "JPEG")
        assert len(picture.convert("RGB").getcolors(maxcolors=2_000_000) or []) > 1_000


@pytest.mark.usefixtures("catalogue")
async def test_the_demo_shop_is_stocked_without_a_warning() -> None:
    out = io.BytesIO()
    Image.new("RGB", (48, 60), "white").save(out, "PNG")
    pictures = dict.fromkeys(PICTURES, out.getvalue())  # drawing them all takes long, and is not what is asked here
    uploaded = await catalog.upload_import("demo.csv", catalog.demo_csv(), currency="EUR", background=False)
    report = await catalog.run_import(uploaded.id, images=pictures)
    assert (report.counts.created, report.counts.warned) == (36, 0)
    assert [(node.name, node.products) for node in await catalog.category_tree()] == [
        ("Bath", 1),
        ("Home", 4),
        ("Kitchen", 5),
        ("Table", 6),
    ]
    products = (await catalog.products()).items
    assert all(picture.ready and picture.alt for product in products for picture in product.pictures)
    assert {picture.source for product in products for picture in product.pictures} == set(pictures)
    on_sale = [product.title for product in products if any(variant.on_sale for variant in product.variants)]
    assert on_sale == ["Copper Saucepan"]
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
