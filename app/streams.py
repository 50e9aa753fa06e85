"""Parts of a page that stay up to date while somebody looks: server-sent events for htmx, a part for every change."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from litestar import Response
from litestar.response import Stream

from app import templating
from app.closing import closing
from app.requests import Request
from domains.shared import tasks
from domains.shared.away import AWAY
from domains.shared.errors import Refusal

MOST: Final = 1_000  # streams of one process; whoever comes then has a page that stands still
LONGEST: Final = 600.0  # seconds; a browser that still looks comes again, perhaps to a newer process
HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
QUIET: Final = ":\n\n"  # nothing new; who has left is noticed by writing to them
_open: set[object] = set()


@dataclass(frozen=True)
class Part:
    """`id` names what it shows: a browser that comes again says which it has. `swap` as for `responses.swap`."""

    id: str
    swap: str
    context: dict[str, Any]


def wanted(request: Request) -> bool:
    return "text/event-stream" in request.headers.get("accept", "")


def live(request: Request, parts: AsyncIterator[Part], known: str) -> Response[Any]:
    """Each part that differs from the one before; `known` is the id of what the page shows already."""
    if len(_open) >= MOST:
        return Response(None, status_code=204)
    events = partial(_events, request, parts, request.headers.get("last-event-id") or known)
    return Stream(events, media_type="text/event-stream", headers=HEADERS)


async def _events(request: Request, parts: AsyncIterator[Part], shown: str) -> AsyncIterator[str]:
    """Ends without a word when the process closes or what is shown cannot be asked for: the browser comes again."""
    here = object()
    _open.add(here)
    try:
        with suppress(Refusal, *AWAY):
            async for part in _until_closing(parts):
                yield QUIET if part.id == shown else await _event(request, part)
                shown = part.id
    finally:
        _open.discard(here)


async def _until_closing(parts: AsyncIterator[Part]) -> AsyncIterator[Part]:
    ends = asyncio.create_task(asyncio.wait_for(closing().wait(), LONGEST))
    coming: asyncio.Task[Part | None] | None = None
    try:
        while True:
            coming = asyncio.create_task(_next(parts))
            await asyncio.wait((coming, ends), return_when=asyncio.FIRST_COMPLETED)
            if ends.done() or (part := coming.result()) is None:
                return
            yield part
    finally:
        await tasks.end([task for task in (ends, coming) if task])


async def _next(parts: AsyncIterator[Part]) -> Part | None:
    return await anext(parts, None)


async def _event(request: Request, part: Part) -> str:
    html = await templating.render(request, f"swaps/{part.swap}.html", part.context, around=None)
    lines = [f"data: {line}" for line in html.splitlines() if line.strip()]
    return "\n".join([f"id: {part.id}", *lines, "", ""])
