import io
import json
from pathlib import Path

import pytest
from PIL import Image

from domains import catalog
from domains.catalog import PictureState, Product
from tests.support.pictures import found
from tests.support.shopify import bring, csv_of, first, more, picture, recorded, stored

pytestmark = pytest.mark.usefixtures("catalogue")


def drawn(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 75), colour).save(out, "PNG")
    return out.getvalue()


RED, BLUE = drawn("red"), drawn("blue")


async def mug() -> Product:
    return await catalog.product("mug")


async def test_pictures_are_matched_by_file_name(tmp_path: Path) -> None:
    (tmp_path / "Red Mug.PNG").write_bytes(RED)
    (tmp_path / "blue.png").write_bytes(BLUE)
    (tmp_path / "folder").mkdir()
    file = csv_of(
        first("mug", image="https://cdn.example/files/red%20mug.png?v=3", alt="A red mug"),
        picture(image="photos\\blue.png"),
    )
    report = await bring(file, images=tmp_path)
    red, blue = (await mug()).pictures
    assert (red.state, red.alt, red.width, red.height) == (PictureState.READY, "A red mug", 60, 75)
    assert blue.key is not None
    assert await found(blue.key) is not None
    assert report.counts.model_dump() == {"created": 2, "updated": 0, "unchanged": 0, "refused": 0, "warned": 0}
    assert [kind for kind, _ in await recorded()] == ["catalog.StockImported", "catalog.PicturesSaved"]
    before = await stored()
    assert (await bring(file, images=tmp_path)).counts.unchanged == 2
    assert (await bring(file)).counts.unchanged == 2
    assert await stored() == before
    assert [json.loads(payload)["keys"] for kind, payload in await recorded() if kind == "catalog.PicturesSaved"] == [
        [red.key, blue.key]
    ]


async def test_a_changed_file_replaces_the_picture() -> None:
    file = csv_of(first("mug", image="mug.png"))
    await bring(file, images={"mug.png": RED})
    before = (await mug()).pictures[0]
    report = await bring(file, images={"mug.png": BLUE})
    after = (await mug()).pictures[0]
    assert (after.id, report.counts.updated) == (before.id, 1)
    assert after.key != before.key


async def test_addresses_are_wished_for_once() -> None:
    file = csv_of(
        first("mug", image="https://a.example/1.jpg", variant_image="https://b.example/v.jpg"),
        picture(image="https://a.example/2.jpg"),
        picture(image="https://b.example/3.jpg", alt="Three"),
    )
    await bring(file)
    product = await mug()
    assert [each.source for each in product.pictures] == [
        "https://a.example/1.jpg",
        "https://a.example/2.jpg",
        "https://b.example/3.jpg",
        "https://b.example/v.jpg",
    ]
    assert {each.state for each in product.pictures} == {PictureState.WANTED}
    wanted = [payload for kind, payload in await recorded() if kind == "catalog.PicturesWanted"]
    assert wanted == [f'{{"product_ids":["{product.id}"]}}']
    await bring(file)
    assert len([kind for kind, _ in await recorded() if kind == "catalog.PicturesWanted"]) == 1


async def test_a_picture_that_failed_is_wished_for_again() -> None:
    file = csv_of(first("mug", image="https://a.example/1.jpg"))
    await bring(file)
    product = await mug()
    product.pictures[0].state, product.pictures[0].problem = PictureState.FAILED, "a.example answered with error 429."
    await product.replace()
    report = await bring(file)
    again = (await mug()).pictures[0]
    assert (report.counts.unchanged, again.state, again.problem) == (1, PictureState.WANTED, None)
    assert (again.import_id, again.id) == (report.id, product.pictures[0].id)
    assert [kind for kind, _ in await recorded()].count("catalog.PicturesWanted") == 2


async def test_a_picture_that_was_fetched_stays_fetched() -> None:
    file = csv_of(first("mug", image="https://a.example/1.jpg"))
    await bring(file)
    product = await mug()
    product.pictures[0].state, product.pictures[0].key = PictureState.READY, "cd" * 20
    await product.replace()
    assert (await bring(file)).counts.unchanged == 1
    assert (await mug()).pictures[0].key == "cd" * 20


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("missing.jpg", "There is no picture file “missing.jpg”."),
        ("http://a.example/1.jpg", "Pictures are fetched over https only."),
        ("https://", "There is no picture file “https://”."),
        ("https://[bad/1.jpg", "“https://[bad/1.jpg” is not the address of a picture."),
        ("file:///etc/passwd", "There is no picture file “file:///etc/passwd”."),
        (
            "broken.png",
            "The picture broken.png was left out: This is not a picture that can be read. "
            "Give a JPEG, PNG, WebP, GIF or AVIF picture.",
        ),
    ],
)
async def test_a_picture_that_cannot_be_had_is_reported_and_the_product_goes_on(source: str, why: str) -> None:
    report = await bring(csv_of(first("mug", image=source)), images={"broken.png": b"no picture"})
    assert [(row.outcome.value, row.why, row.warned) for row in report.rows] == [("created", why, True)]
    assert (await mug()).pictures == []


async def test_positions_put_pictures_in_order_and_variants_show_their_own() -> None:
    file = csv_of(
        first("mug", size="S", sku="S", image="b.png", position=2, variant_image="a.png"),
        more(size="M", sku="M", image="a.png", position=1),
    )
    await bring(file, images={"a.png": RED, "b.png": BLUE})
    product = await mug()
    assert [each.source for each in product.pictures] == ["a.png", "b.png"]
    small, medium = product.variants
    assert small.picture_id == product.pictures[0].id
    assert product.picture_of(small) == product.picture_of(medium) == product.pictures[0]
    assert (await bring(file, images={"a.png": RED, "b.png": BLUE})).counts.unchanged == 2
