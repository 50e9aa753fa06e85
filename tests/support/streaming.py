"""Reads a page's stream of events while it is still open, which httpx's in-process transport cannot."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from litestar import Litestar

from app import streams
from domains.shared import tasks


class Events:
    """What has been sent so far; `next` waits for one more event, `news` for one that says something, and `left` is the
    visitor leaving."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.left = asyncio.Event()
        self.ended = asyncio.Event()
        self._chunks: asyncio.Queue[str] = asyncio.Queue()

    async def next(self) -> str:
        async with asyncio.timeout(10):
            return await self._chunks.get()

    async def news(self) -> str:
        while (event := await self.next()) == streams.QUIET:
            pass
        return event

    async def news_of(self, words: str) -> str:
        """The next event that says so: a page may be told of one change twice, as it happens and when all is done."""
        while words not in (event := await self.news()):
            pass
        return event

    async def receive(self) -> Any:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        elif message["type"] == "http.response.body":
            if message.get("body"):
                self._chunks.put_nowait(message["body"].decode())
            if not message.get("more_body"):
                self.ended.set()


@asynccontextmanager
async def listening(app: Litestar, address: str, **headers: str) -> AsyncIterator[Events]:
    parts = urlsplit(address)
    sent = {"accept": "text/event-stream", "host": "127.0.0.1:8000", **headers}
    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 40_000),
        "server": ("127.0.0.1", 8000),
    }
    events = Events()
    answering = asyncio.create_task(app(scope, events.receive, events.send))
    try:
        yield events
    finally:
        events.left.set()
        await asyncio.wait({answering}, timeout=10)
        await tasks.end([answering])
