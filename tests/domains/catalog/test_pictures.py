import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from domains import catalog
from domains.catalog import Picture, PictureState, Product, documents
from domains.catalog.pictures import download, fetching
from domains.catalog.pictures.download import Downloads
from domains.catalog.pictures.fetching import fetch_pictures
from domains.shared import breakers, clock, images, media, storage
from domains.shared.errors import Unavailable
from domains.shared.ids import new_id
from tests.support.catalog import make_product
from tests.support.picture_host import PictureHost, answer, drawn, picture_host, trust
from tests.support.pictures import found


@pytest.fixture(autouse=True)
def _media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "storage", lambda: storage.Folder(tmp_path))


@pytest.fixture
async def host(catalogue: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PictureHost]:
    breakers.forget()
    reaching = Downloads(allowed=lambda address: address.is_loopback, trust=trust())
    monkeypatch.setattr(fetching, "downloads", lambda: reaching)
    async with picture_host() as running:
        yield running


def wanted(source: str, alt: str = "") -> Picture:
    picture = Picture(source=source, alt=alt)
    picture.want()
    return picture


def overdue(source: str) -> Picture:
    return Picture(source=source, wanted_at=clock.now() - fetching.PATIENCE - timedelta(seconds=1))


async def read(product: Product) -> Product:
    return await catalog.find_product(product.id)


async def test_wanted_pictures_become_ready(host: PictureHost) -> None:
    host.answers |= {"/a.png": answer(drawn("red")), "/b.png": answer(drawn("blue", (20, 10)))}
    product = await make_product(pictures=[wanted(host.url("/a.png"), "A red mug"), wanted(host.url("/b.png"))])
    await fetch_pictures([product.id])
    first, second = (await read(product)).pictures
    assert (first.state, first.width, first.height, first.alt) == (PictureState.READY, 40, 30, "A red mug")
    assert (second.state, second.width, second.height) == (PictureState.READY, 20, 10)
    assert await found(first.key or "") is not None
    assert first.key != second.key


async def test_a_picture_that_cannot_be_had_says_why_and_keeps_no_other_back(host: PictureHost) -> None:
    host.answers |= {
        "/gone.png": answer(status="404 Not Found"),
        "/fake.png": answer(b"<svg/>"),
        "/a.png": answer(drawn()),
    }
    sources = [host.url("/gone.png"), host.url("/fake.png"), host.url("/a.png"), "https://10.0.0.1/a.png"]
    product = await make_product(pictures=[wanted(source) for source in sources])
    await fetch_pictures([product.id])
    found = [(picture.state.value, picture.problem) for picture in (await read(product)).pictures]
    assert found == [
        ("failed", "localhost answered with error 404."),
        ("failed", "This is an SVG drawing, which can carry programs. Give a JPEG, PNG, WebP, GIF or AVIF picture."),
        ("ready", None),
        ("failed", "10.0.0.1 is not a public address."),
    ]


async def test_a_picture_nobody_foresaw_keeps_no_other_back(
    host: PictureHost, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Pillow stumbles over one of the pictures in a way that we have not thought of."""
    opened = images.opened

    def stumble(data: bytes) -> Image.Image:
        if data == drawn("red"):
            raise ZeroDivisionError
        return opened(data)

    monkeypatch.setattr(images, "opened", stumble)
    host.answers |= {"/a.png": answer(drawn("red")), "/b.png": answer(drawn("blue"))}
    product = await make_product(pictures=[wanted(host.url("/a.png")), wanted(host.url("/b.png"))])
    other = await make_product(pictures=[wanted(host.url("/b.png"))])
    await fetch_pictures([product.id, other.id])
    red, blue = (await read(product)).pictures
    assert (red.state, red.problem) == (PictureState.FAILED, "The shop could not work with this picture.")
    assert (blue.state, (await read(other)).pictures[0].state) == (PictureState.READY, PictureState.READY)
    assert f"picture.failed id={red.id}" in caplog.text


async def test_what_is_ready_failed_or_a_file_name_is_left_as_it_is(host: PictureHost) -> None:
    failed = wanted(host.url("/a.png"))
    failed.state = PictureState.FAILED
    product = await read(await make_product(pictures=[failed, wanted("bowl.jpg")]))
    await fetch_pictures([product.id])
    assert (await read(product)).pictures == product.pictures
    assert (await read(product)).revision == product.revision
    assert host.asked == []


async def test_told_twice_it_fetches_once(host: PictureHost) -> None:
    host.answers["/a.png"] = answer(drawn())
    product = await make_product(pictures=[wanted(host.url("/a.png"))])
    await fetch_pictures([product.id])
    revision = (await read(product)).revision
    await fetch_pictures([product.id])
    assert (await read(product)).revision == revision
    assert len(host.asked) == 1


async def test_a_product_that_is_gone_keeps_no_other_waiting(host: PictureHost) -> None:
    host.answers["/a.png"] = answer(drawn())
    product = await make_product(pictures=[wanted(host.url("/a.png"))])
    await fetch_pictures([new_id(), product.id])
    assert (await read(product)).pictures[0].state is PictureState.READY


async def test_a_price_changed_meanwhile_is_kept(host: PictureHost) -> None:
    product = await make_product(pictures=[wanted(host.url("/a.png"))])
    fetching = asyncio.create_task(fetch_pictures([product.id]))
    await asyncio.wait_for(host.waits.wait(), 5)
    await catalog.set_status(product.id, catalog.ProductStatus.DRAFT)
    breakers.forget()
    await host.hang_up()
    with pytest.raises(Unavailable):
        await fetching
    after = await read(product)
    assert after.status is catalog.ProductStatus.DRAFT
    assert after.pictures[0].state is PictureState.WANTED


async def test_what_failed_is_tried_again_on_demand(host: PictureHost) -> None:
    host.answers |= {"/a.png": answer(drawn("red")), "/b.png": answer(status="404 Not Found")}
    product = await make_product(pictures=[wanted(host.url("/a.png")), wanted(host.url("/b.png"))])
    await fetch_pictures([product.id])
    host.answers["/b.png"] = answer(drawn("blue"))
    assert await catalog.fetch_pictures_again(product.id) == 1
    told = await documents.database["outbox"].find({"kind": "catalog.PicturesWanted"}).to_list()
    assert [json.loads(letter["payload"]) for letter in told] == [{"product_ids": [str(product.id)]}]
    await fetch_pictures([product.id])
    assert [picture.state.value for picture in (await read(product)).pictures] == ["ready", "ready"]
    assert await catalog.fetch_pictures_again(product.id) == 0
    assert await catalog.fetch_pictures_again(new_id()) == 0


async def test_time_running_out_keeps_what_was_fetched_and_asks_to_be_called_again(
    host: PictureHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "BUDGET", 0.0)
    monkeypatch.setattr(fetching, "TOGETHER", 1)
    host.answers |= {"/a.png": answer(drawn("red")), "/b.png": answer(drawn("blue"))}
    product = await make_product(pictures=[wanted(host.url("/a.png")), wanted(host.url("/b.png"))])
    other = await make_product(pictures=[wanted(host.url("/a.png"))])
    for expected in (["ready", "wanted", "wanted"], ["ready", "ready", "wanted"]):
        with pytest.raises(Unavailable):
            await fetch_pictures([product.id, other.id])
        found = (await read(product)).pictures + (await read(other)).pictures
        assert [picture.state.value for picture in found] == expected
    await fetch_pictures([product.id, other.id])
    assert (await read(other)).pictures[0].state is PictureState.READY


async def test_forty_products_of_a_dead_host_cost_seconds_in_all(
    host: PictureHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "TOTAL_SECONDS", 0.5)
    products = [await make_product(pictures=[wanted(host.url(f"/{n}.png"))]) for n in range(40)]
    for _ in range(3):
        with pytest.raises(Unavailable):
            await fetch_pictures([product.id for product in products])
    states = [(await read(product)).pictures[0].state for product in products]
    assert states == [PictureState.WANTED] * 40
    assert len(host.asked) == download.FAILURES


async def test_pictures_of_a_host_that_is_overrun_wait_until_it_answers_again(host: PictureHost) -> None:
    overrun = answer(status="429 Too Many Requests")
    host.answers |= {"/a.png": overrun, "/b.png": overrun, "/c.png": overrun}
    sources = ["/a.png", "/b.png", "/c.png"]
    product = await make_product(pictures=[*(wanted(host.url(path)) for path in sources), wanted("https://10.0.0.1/")])
    other = await make_product(pictures=[wanted("https://10.0.0.1/")])
    with pytest.raises(Unavailable):
        await fetch_pictures([product.id, other.id])
    assert [picture.state.value for picture in (await read(product)).pictures] == [*["wanted"] * 3, "failed"]
    assert (await read(other)).pictures[0].state is PictureState.FAILED
    breakers.forget()  # its rest is over
    host.answers |= {path: answer(drawn()) for path in sources}
    await fetch_pictures([product.id, other.id])
    assert [picture.state.value for picture in (await read(product)).pictures] == [*["ready"] * 3, "failed"]


async def test_patience_with_a_host_ends_and_nothing_is_left_to_be_told(
    host: PictureHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "TOGETHER", 1)
    host.answers["/a.png"] = answer(status="503 Unavailable")
    product = await make_product(pictures=[overdue(host.url("/a.png")) for _ in range(3)])
    await fetch_pictures([product.id])
    assert [(picture.state.value, picture.problem) for picture in (await read(product)).pictures] == [
        ("failed", "localhost answered with error 503."),
        ("failed", "localhost answered with error 503."),
        ("failed", "localhost did not answer before and was left alone."),
    ]
