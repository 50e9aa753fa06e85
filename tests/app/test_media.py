"""Pictures as browsers get them, from a folder and from a bucket: named by their content and kept for ever."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.config import security_headers
from domains.shared import media, storage
from domains.shared.settings import settings
from tests.support.object_store import new_bucket, object_store
from tests.support.picture_host import drawn
from tests.support.ports import free_port

KEY = "ab" * 20


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with object_store(free_port()) as address:
        yield address


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = request.param == "bucket"
    url = new_bucket(request.getfixturevalue("server"), "/shop") if bucket else f"file://{tmp_path}"
    opened = storage._opened(url, tmp_path)
    monkeypatch.setattr(media, "storage", lambda: opened)


async def test_a_picture_is_kept_for_ever(browser: httpx.AsyncClient, place: None) -> None:
    saved = await media.save_picture(drawn())
    await media.cut_picture(saved.key)
    answer = await browser.get(media.picture_url(saved.key, 360, "avif"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/avif")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.content[4:12] == b"ftypavif"


async def test_what_stands_in_for_a_size_to_come_is_kept_for_a_minute(browser: httpx.AsyncClient, place: None) -> None:
    saved = await media.save_picture(drawn())
    for format in media.FORMATS:
        answer = await browser.get(media.picture_url(saved.key, 360, format))
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert answer.headers["cache-control"] == "public, max-age=60"
        assert answer.content.startswith(b"\xff\xd8\xff")


async def test_the_original_and_what_is_not_there_are_not_found(browser: httpx.AsyncClient, place: None) -> None:
    saved = await media.save_picture(drawn())
    folder = f"/media/{saved.key[:2]}/{saved.key}"
    for path in (f"{folder}/original", f"{folder}/721.jpeg", f"{folder}/720.png", f"/media/ab/{KEY}/720.jpeg"):
        assert (await browser.get(path)).status_code == 404, path


async def test_a_place_that_does_not_answer_is_a_503(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = storage.Bucket("pictures", endpoint=f"http://127.0.0.1:{free_port()}")
    monkeypatch.setattr(media, "storage", lambda: away)
    answer = await browser.get(media.picture_url(KEY, 720))
    assert answer.status_code == 503
    assert "immutable" not in answer.headers.get("cache-control", "")


def test_pages_and_mails_name_the_host_in_front_of_the_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    in_front = settings().model_copy(update={"media_base_url": "https://cdn.example"})
    monkeypatch.setattr(media, "settings", lambda: in_front)
    monkeypatch.setattr("app.config.settings", lambda: in_front)
    assert media.picture_url(KEY, 720, "webp") == f"https://cdn.example/media/ab/{KEY}/720.webp"
    assert media.whole_picture_url(KEY, 128) == f"https://cdn.example/media/ab/{KEY}/200.jpeg"
    policy = dict(security_headers())[b"content-security-policy"].decode()
    assert "img-src 'self' data: https://cdn.example;" in policy
