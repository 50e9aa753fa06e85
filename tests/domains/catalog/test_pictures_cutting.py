"""All sizes and formats of a picture, made by the worker from the fact that it was saved."""

import asyncio
import io
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from PIL import Image

from domains import catalog
from domains.catalog import documents
from domains.shared import clock, images, media, storage
from domains.shared.errors import Unavailable
from domains.shared.ids import new_id
from tests.support.draining import drain
from tests.support.pictures import found
from tests.support.shopify import bring, csv_of, first

KEY = "ab" * 20


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(media, "storage", lambda: storage.Folder(tmp_path))
    return tmp_path


def drawn(colour: str, size: tuple[int, int] = (60, 75)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


async def saved(colour: str) -> str:
    return (await media.save_picture(drawn(colour))).key


async def exact(key: str) -> bool:
    file = await found(key, 1440, "avif")
    return file is not None and file.exact


async def test_an_import_shows_its_pictures_at_once_and_the_worker_makes_them_lighter(shop: None, folder: Path) -> None:
    await bring(csv_of(first("mug", image="mug.png")), images={"mug.png": drawn("red")})
    [picture] = (await catalog.product("mug")).pictures
    assert picture.key
    assert not await exact(picture.key)
    assert await found(picture.key, 200, "avif") is not None
    revision = (await catalog.product("mug")).revision
    await drain()
    assert await exact(picture.key)
    assert (await catalog.product("mug")).revision == revision
    assert (await documents.outbox.backlog()).open == 0


async def test_told_twice_it_cuts_once(folder: Path) -> None:
    keys = [await saved("red"), await saved("blue")]
    assert await catalog.cut_pictures(keys) == 2
    written = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")}
    assert await catalog.cut_pictures([*keys, KEY]) == 0
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")} == written


async def test_a_picture_that_cannot_be_cut_keeps_no_other_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    red, blue, lime = await saved("red"), await saved("blue"), await saved("lime")
    (folder / red[:2] / red / "original").write_bytes(b"no longer what it was")
    opened = images.opened

    def stumble(data: bytes) -> Image.Image:
        if data == drawn("blue"):
            raise ZeroDivisionError
        return opened(data)

    monkeypatch.setattr(images, "opened", stumble)
    assert await catalog.cut_pictures([red, blue, lime]) == 1
    assert [await exact(key) for key in (red, blue, lime)] == [False, False, True]
    assert f"picture.uncut key={red}" in caplog.text
    assert f"picture.uncut key={blue}" in caplog.text


async def test_a_process_cuts_one_after_the_other_and_sends_the_rest_away(folder: Path) -> None:
    red, blue = await saved("red"), await saved("blue")
    first_one = asyncio.create_task(catalog.cut_pictures([red]))
    await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await catalog.cut_pictures([blue])
    assert await first_one == 1
    assert await catalog.cut_pictures([blue]) == 1


async def test_a_place_that_is_away_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    away = storage.Bucket("pictures", endpoint="http://127.0.0.1:9")
    monkeypatch.setattr(media, "storage", lambda: away)
    with pytest.raises(Unavailable):
        await catalog.cut_pictures([KEY])


async def test_pictures_that_take_their_time_are_no_alarm_and_stock_that_does_is(catalogue: None) -> None:
    """The books complain of facts that nobody was told for minutes."""
    facts = catalog.PicturesSaved((KEY,)), catalog.StockImported(new_id(), ())
    for fact, alarm in zip(facts, (0, 3600), strict=True):
        await documents.transaction(lambda session, fact=fact: documents.record(session, fact))  # type: ignore[misc]
        with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
            assert round((await documents.outbox.backlog()).oldest, -1) == alarm
    assert (await documents.outbox.backlog()).open == 2
