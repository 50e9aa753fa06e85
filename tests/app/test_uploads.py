"""Files that are sent to us wait on the disk, under no name, and leave nothing behind when their sender goes."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar

OPEN_FILES = Path("/proc/self/fd")
pytestmark = pytest.mark.skipif(not OPEN_FILES.exists(), reason="this system does not tell which files are open")
HEAD = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="big.csv"\r\n\r\n'
MEGABYTE = b"x" * 1_000_000


def waiting_on_disk() -> int:
    """The bytes of large files that are open here and have no name any more."""
    sizes = [0]
    for each in OPEN_FILES.iterdir():
        try:
            status = each.stat()
        except FileNotFoundError:
            continue
        if status.st_nlink == 0 and status.st_size >= len(MEGABYTE):
            sizes.append(status.st_size)
    return sum(sizes)


async def test_a_file_on_its_way_is_gone_when_its_sender_goes(app: Litestar) -> None:
    before, seen = waiting_on_disk(), []
    messages = [HEAD, *[MEGABYTE] * 3, None]

    async def receive() -> dict[str, Any]:
        seen.append(waiting_on_disk() - before)
        body = messages.pop(0)
        if body is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": body, "more_body": True}

    async def send(message: Any) -> None:
        pass

    await app.asgi_handler(scope(app), receive, send)  # type: ignore[arg-type]
    assert messages == []
    assert seen[-1] >= 2_000_000
    assert waiting_on_disk() == before


async def test_a_file_is_gone_when_it_has_been_dealt_with(browser: httpx.AsyncClient) -> None:
    before = waiting_on_disk()
    answer = await browser.post("/probe/file", files={"file": ("big.csv", MEGABYTE * 3)})
    assert answer.text == "3000000"
    assert waiting_on_disk() == before


async def test_a_file_beyond_the_limit_is_refused_while_it_comes_in(browser: httpx.AsyncClient) -> None:
    """Sent in pieces, without saying how long it is."""
    before, sent = waiting_on_disk(), 0

    async def body() -> Any:
        nonlocal sent
        yield HEAD
        for _ in range(40):
            sent += 1
            yield MEGABYTE

    headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    answer = await browser.post("/probe/file", content=body(), headers=headers)
    assert answer.status_code == 413
    assert "That is too large" in answer.text
    assert waiting_on_disk() == before


async def test_a_file_that_says_it_is_beyond_the_limit_is_refused_unread(browser: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=edge", "Content-Length": "40000000"}
    answer = await browser.post("/probe/file", content=HEAD, headers=headers)
    assert answer.status_code == 413
    assert "That is too large" in answer.text


def scope(app: Litestar) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/probe/file",
        "raw_path": b"/probe/file",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"shop"), (b"content-type", b"multipart/form-data; boundary=edge")],
        "client": ("127.0.0.1", 4711),
        "server": ("127.0.0.1", 80),
        "app": app,
        "litestar_app": app,
        "state": {},
    }
