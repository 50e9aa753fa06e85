"""Parts of a page that stay up to date while somebody looks: server-sent events for htmx, a part for every change."""

import asyncio
from collections.abc import Hashable
from functools import partial
from typing import Any, Final

from litestar import Litestar, Response
from litestar import Request as LitestarRequest
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Send

from app import templating
from app.requests import Request
from app.sights import Part, Parts, Render, Sight, Sights
from domains.shared import tasks
from domains.shared.loops import PerLoop

MOST: Final = 1_000  # streams of one process; whoever comes then has a page that stands still
LONGEST: Final = 600.0  # seconds; a browser that still looks comes again, perhaps to a newer process
HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
QUIET: Final = ":\n\n"  # nothing new; whatever stands between shop and browser sees that the stream is alive
_sights: PerLoop[Sights] = PerLoop(Sights)


def wanted(request: Request) -> bool:
    return "text/event-stream" in request.headers.get("accept", "")


def live(request: Request, parts: Parts, known: str) -> Response[Any]:
    """Each part that differs from the one before; `known` is the id of what the page shows already."""
    return _answer(request, object(), parts, partial(_for_one, request), known)


def live_for_all(request: Request, key: Hashable, parts: Parts, known: str) -> Response[Any]:
    """The same for everybody who asks with this `key`: asked for and rendered once, without any visitor."""
    return _answer(request, key, parts, partial(_for_all, request.app), known)


def _answer(request: Request, key: Hashable, parts: Parts, render: Render, known: str) -> Response[Any]:
    if _sights().pages >= MOST:
        return Response(None, status_code=204)
    return _Stream(key, partial(Sight, parts, render), request.headers.get("last-event-id") or known)


async def _for_one(request: Request, part: Part) -> str:
    return await templating.render(request, f"swaps/{part.swap}.html", part.context, around=None)


async def _for_all(app: Litestar, part: Part) -> str:
    return templating.render_for_all(app, f"swaps/{part.swap}.html", part.context)


class _Stream(Response[None]):
    def __init__(self, key: Hashable, make: partial[Sight], shown: str) -> None:
        super().__init__(content=None)
        self._asked = key, make, shown

    def to_asgi_response(
        self, app: Litestar | None, request: LitestarRequest[Any, Any, Any], **given: Any
    ) -> ASGIResponse:
        return _Sending(*self._asked, is_head_response=request.method == "HEAD")


class _Sending(ASGIResponse):
    """One open page. Beside the server's own task it has one that notices when the visitor leaves, and nothing more:
    what it is sent was made for all."""

    _should_set_content_length = False

    def __init__(self, key: Hashable, make: partial[Sight], shown: str, *, is_head_response: bool) -> None:
        super().__init__(headers=HEADERS, media_type="text/event-stream", is_head_response=is_head_response)
        self._key, self._make, self._shown = key, make, shown

    async def send_body(self, send: Send, receive: Receive) -> None:
        with _sights().looking(self._key, self._make) as (sight, woken):
            leaving = asyncio.create_task(_left(receive))
            leaving.add_done_callback(lambda _: woken.set())
            try:
                await self._send_events(sight, woken, leaving, send)
            finally:
                await tasks.end([leaving])
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send_events(self, sight: Sight, woken: asyncio.Event, leaving: asyncio.Task[None], send: Send) -> None:
        clock = asyncio.get_running_loop().time
        until = clock() + LONGEST
        while await woken.wait() and not (sight.over or leaving.done() or clock() > until):
            woken.clear()
            if sight.now:
                body = QUIET.encode() if sight.now.id == self._shown else sight.now.sent
                self._shown = sight.now.id
                await send({"type": "http.response.body", "body": body, "more_body": True})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
