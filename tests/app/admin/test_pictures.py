"""The pictures of a product in the back office: uploaded several at once, described, ordered, taken down, refused."""

import io
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
import time_machine
from PIL import Image

from app.admin import conflicts
from domains import catalog
from domains.catalog import Focus, documents
from domains.shared import clock, media, storage
from domains.shared.ids import new_id
from tests.support import office
from tests.support.catalog import make_picture, make_product, make_variant
from tests.support.draining import drain
from tests.support.pictures import found

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(media, "storage", lambda: storage.Folder(tmp_path))
    return tmp_path


def drawn(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 50), colour).save(out, "PNG")
    return out.getvalue()


async def upload(staff: httpx.AsyncClient, product: catalog.Product, **files: bytes) -> httpx.Response:
    sent = [("files", (name, data, "image/png")) for name, data in files.items()]
    return await staff.post(f"/admin/products/{product.id}/pictures", files=sent)


async def pictures(product: catalog.Product) -> list[catalog.Picture]:
    return (await catalog.find_product(product.id)).pictures


async def send(staff: httpx.AsyncClient, product: catalog.Product, ending: str, **typed: str) -> httpx.Response:
    """The form of the page as it is now, changed where something is typed."""
    form = office.form_to(await staff.get(f"/admin/products/{product.id}/pictures"), ending)
    return await staff.post(form.action, data=form.fields | typed)


async def three(staff: httpx.AsyncClient) -> tuple[catalog.Product, list[UUID]]:
    product = await make_product()
    await upload(staff, product, red=drawn("red"), blue=drawn("blue"), lime=drawn("lime"))
    return product, [picture.id for picture in await pictures(product)]


async def test_several_files_are_hung_at_once_and_made_lighter_by_the_worker(staff: httpx.AsyncClient) -> None:
    product = await make_product(pictures=[make_picture()])
    answer = await upload(staff, product, **{"red mug.png": drawn("red"), "blue.png": drawn("blue")})
    assert answer.headers["location"] == f"/admin/products/{product.id}/pictures?done=added"
    page = await staff.get(answer.headers["location"])
    assert "Say of each what it shows." in office.said(page)
    assert "3 without a description" in page.text
    _, red, blue = await pictures(product)
    assert (red.source, red.width, red.height, red.ready) == ("red mug.png", 40, 50, True)
    await drain()
    for picture in (red, blue):
        lightest = await found(picture.key or "", 360, "avif")
        assert lightest is not None
        assert lightest.exact


async def test_the_same_file_hangs_once(staff: httpx.AsyncClient) -> None:
    product = await make_product()
    await upload(staff, product, a=drawn("red"), b=drawn("red"))
    revision = (await catalog.find_product(product.id)).revision
    await upload(staff, product, c=drawn("red"))
    assert len(await pictures(product)) == 1
    assert (await catalog.find_product(product.id)).revision == revision


async def test_one_bad_file_keeps_all_out_and_each_is_named(staff: httpx.AsyncClient, folder: Path) -> None:
    product = await make_product()
    files = {"red.png": drawn("red"), "logo.png": SVG, "half.png": drawn("blue")[:60]}
    answer = await upload(staff, product, **files)
    assert answer.status_code == 422
    [told] = office.summary(answer)
    assert "logo.png: This is an SVG drawing" in told
    assert "half.png: " in told
    assert "red.png" not in told
    assert told.endswith("Nothing was kept.")
    assert answer.text.count('id="add-files-error"') == 1
    assert await pictures(product) == []
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert (await documents.outbox.backlog()).open == 0


async def test_an_upload_of_nothing_and_of_too_many_is_refused(staff: httpx.AsyncClient) -> None:
    product = await make_product()
    answer = await staff.post(f"/admin/products/{product.id}/pictures", data={"files": "no file"})
    assert (answer.status_code, office.summary(answer)) == (422, ["Choose a picture first."])
    many = {f"{number}.png": drawn("red") for number in range(21)}
    answer = await upload(staff, product, **many)
    assert office.summary(answer) == ["Choose 20 pictures at most; a product can have 100."]
    assert await pictures(product) == []


async def test_a_picture_is_described_and_keeps_its_focal_point(staff: httpx.AsyncClient) -> None:
    product, [red, _, _] = await three(staff)
    form = office.form_to(await staff.get(f"/admin/products/{product.id}/pictures"), f"/pictures/{red}")
    assert form.choices["focus"] == [focus.value for focus in Focus]
    assert form.fields["focus"] == "centre"
    answer = await send(staff, product, f"/pictures/{red}", alt="A red mug, empty", focus="top-left")
    assert answer.headers["location"].endswith("done=described")
    after = (await pictures(product))[0]
    assert (after.alt, after.focus, after.image) == ("A red mug, empty", Focus.TOP_LEFT, f"{after.key}@top-left")
    [offer] = (await catalog.offers([product.variants[0].sku])).values()
    assert (offer.image, offer.alt) == (after.image, "A red mug, empty")


@pytest.mark.parametrize("alt", ["", "x" * 301])
async def test_words_are_asked_for_and_what_was_typed_stays(staff: httpx.AsyncClient, alt: str) -> None:
    product, [red, _, _] = await three(staff)
    answer = await send(staff, product, f"/pictures/{red}", alt=alt, focus="bottom")
    assert answer.status_code == 422
    assert office.summary(answer) == ["Say in a few words what is to be seen, in 300 letters at most."]
    form = office.form_to(answer, f"/pictures/{red}")
    assert (form.fields["alt"].strip(), form.fields["focus"]) == (alt, "bottom")
    assert ((await pictures(product))[0].alt, (await pictures(product))[0].focus) == ("", Focus.CENTRE)


async def test_every_picture_without_words_is_asked_for_them_at_once(staff: httpx.AsyncClient) -> None:
    product, [red, blue, lime] = await three(staff)
    sheet = await staff.get(f"/admin/products/{product.id}")
    assert "3 pictures without a description" in sheet.text
    page = office.form_to(await staff.get(f"/admin/products/{product.id}/pictures"), "/words")
    assert {name for name in page.fields if name not in conflicts.OWN} == {f"alt-{key}" for key in (red, blue, lime)}
    silent = await send(staff, product, "/words")
    assert silent.status_code == 422
    refused = await send(staff, product, "/words", **{f"alt-{red}": "A red mug", f"alt-{blue}": "x" * 301})
    assert refused.status_code == 422
    assert office.form_to(refused, "/words").fields[f"alt-{red}"].strip() == "A red mug"
    saved = await send(staff, product, "/words", **{f"alt-{red}": "A red mug", f"alt-{lime}": "A lime mug"})
    assert saved.headers["location"].endswith("done=described")
    assert [each.alt for each in await pictures(product)] == ["A red mug", "", "A lime mug"]


async def test_pictures_change_places(staff: httpx.AsyncClient) -> None:
    product, [red, blue, lime] = await three(staff)
    for picture, step, order in (
        (lime, "first", [lime, red, blue]),
        (red, "later", [lime, blue, red]),
        (blue, "earlier", [blue, lime, red]),
    ):
        answer = await send(staff, product, f"/pictures/{picture}/place", step=step)
        assert answer.headers["location"].endswith("done=moved")
        assert [each.id for each in await pictures(product)] == order
    assert (await send(staff, product, f"/pictures/{red}/place", step="up")).status_code == 422


async def test_a_picture_is_taken_down_from_its_variants_too(staff: httpx.AsyncClient) -> None:
    product = await make_product(variants=[make_variant("A"), make_variant("B")])
    await upload(staff, product, red=drawn("red"), blue=drawn("blue"))
    _, blue = await pictures(product)
    name = f"variant-{product.variants[1].id}"
    assert (
        (await send(staff, product, "/variant-pictures", **{name: str(blue.id)}))
        .headers["location"]
        .endswith("done=chosen")
    )
    chosen = await catalog.find_product(product.id)
    assert [variant.picture_id for variant in chosen.variants] == [None, blue.id]
    asked = office.form_to(await staff.get(f"/admin/products/{product.id}/pictures/{blue.id}/removal"), "/removal")
    assert (await staff.post(asked.action, data=asked.fields)).status_code == 303
    after = await catalog.find_product(product.id)
    assert [variant.picture_id for variant in after.variants] == [None, None]
    assert len(after.pictures) == 1


async def test_a_variant_shows_no_picture_of_another_product(staff: httpx.AsyncClient) -> None:
    product = await make_product(variants=[make_variant("C"), make_variant("D")])
    await upload(staff, product, red=drawn("red"))
    name = f"variant-{product.variants[0].id}"
    answer = await send(staff, product, "/variant-pictures", **{name: str(new_id())})
    assert answer.status_code == 404
    assert [variant.picture_id for variant in (await catalog.find_product(product.id)).variants] == [None, None]


async def test_of_two_editors_the_second_is_told_and_loses_nothing_typed(staff: httpx.AsyncClient) -> None:
    product, [red, blue, _] = await three(staff)
    address = f"/admin/products/{product.id}/pictures"
    page, stale = await staff.get(address), await staff.get(f"{address}/{blue}/removal")
    form = office.form_to(page, f"/pictures/{red}")
    await send(staff, product, f"/pictures/{red}", alt="Quicker")
    answer = await staff.post(form.action, data=form.fields | {"alt": "Slower", "focus": "left"})
    assert answer.status_code == 409
    assert office.form_to(answer, f"/pictures/{red}").fields["alt"].strip() == "Slower"
    assert office.rows(answer, "What differs")[0] == ["What it shows", "Slower", "Quicker"]
    assert (await pictures(product))[0].alt == "Quicker"
    again = office.form_to(answer, f"/pictures/{red}")
    assert (await staff.post(again.action, data=again.fields)).status_code == 303
    assert (await pictures(product))[0].alt == "Slower"
    removal = office.form_to(stale, "/removal")
    assert (await staff.post(removal.action, data=removal.fields)).status_code == 409
    assert len(await pictures(product)) == 3


async def test_uploading_is_for_staff(stranger: httpx.AsyncClient) -> None:
    product = await make_product()
    answer = await upload(stranger, product, red=drawn("red"))
    assert answer.status_code == 303
    assert "/admin/sign-in" in answer.headers["location"]
    assert await pictures(product) == []


async def test_a_category_has_a_picture_of_its_own_cleaned_cut_shown_and_kept_from_the_sweep(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    await make_product(category="Table")
    address = "/admin/categories/table"

    async def send_file(data: bytes) -> httpx.Response:
        revision = str((await catalog.find_category("table")).revision or "")
        typed = {"deed": "picture", "revision": revision}
        return await staff.post(address, data=typed, files={"file": ("table.png", data, "image/png")})

    refused = await send_file(SVG)
    assert (refused.status_code, (await catalog.find_category("table")).picture) == (422, None)
    assert office.summary(refused)[0].startswith("table.png: ")
    assert (await send_file(b"")).status_code == 422
    assert (await send_file(drawn("red"))).status_code == 303
    key = (await catalog.find_category("table")).picture
    assert key is not None
    await drain()
    assert await found(key) is not None
    await index.catch_up()
    assert key in (await stranger.get("/categories/table")).text
    assert key in (await stranger.get("/")).text
    [shard] = [number for number in range(media.SHARDS) if key in await media.kept_pictures(number)]
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert await catalog.lost_pictures(shard) == []
        fresh = await catalog.find_category("table")
        await catalog.choose_category_picture("table", "", revision=fresh.revision)
        assert await catalog.lost_pictures(shard) == [key]
