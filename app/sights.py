"""What open pages look at: followed while anybody does, each change rendered once for all who do."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Iterator
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

from app.closing import closing
from domains.shared.away import AWAY
from domains.shared.errors import Refusal

SILENT: Final = 10.0  # seconds after which pages are told that there is nothing new
log = logging.getLogger("barrow.edge")


@dataclass(frozen=True)
class Part:
    """`id` names what it shows: a browser that comes again says which it has. `swap` as for `responses.swap`."""

    id: str
    swap: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Event:
    """As it is sent: once for every page."""

    id: str
    sent: bytes


Parts = Callable[[], AsyncGenerator[Part, None]]
Render = Callable[[Part], Awaitable[str]]


class Sight:
    """`now` is what is to be seen, None until it was asked for. It is `over` without a word when the process closes or
    it cannot be asked for: browsers come again."""

    def __init__(self, parts: Parts, render: Render) -> None:
        self.now: Event | None = None
        self.over = False
        self.pages: set[asyncio.Event] = set()
        self._parts = parts
        self._render = render
        self._told_at = 0.0

    async def follow(self) -> None:
        try:
            with suppress(Refusal, *AWAY):
                await self._follow()
        except Exception:
            log.exception("stream.crash")
        finally:
            self.end()

    def end(self) -> None:
        self.over = True
        self._wake()

    async def _follow(self) -> None:
        async with aclosing(self._parts()) as parts:
            async for part in parts:
                if not self.pages:
                    return
                moment = asyncio.get_running_loop().time()
                if self.now is None or part.id != self.now.id:
                    self.now = Event(part.id, _framed(part.id, await self._render(part)))
                elif moment < self._told_at + SILENT:
                    continue
                self._told_at = moment
                self._wake()

    def _wake(self) -> None:
        for page in self.pages:
            page.set()


class Sights:
    """Those of this process. No page has a task or a timer of its own for them."""

    def __init__(self) -> None:
        self._sights: dict[Hashable, tuple[Sight, asyncio.Task[None]]] = {}
        self._ending: asyncio.Task[None] | None = None

    @property
    def pages(self) -> int:
        return sum(len(sight.pages) for sight, _ in self._sights.values())

    @contextmanager
    def looking(self, key: Hashable, make: Callable[[], Sight]) -> Iterator[tuple[Sight, asyncio.Event]]:
        """What is to be seen under `key`, and an event that is set whenever it is worth looking."""
        page = asyncio.Event()
        sight = self._found(key, make)
        sight.pages.add(page)
        if sight.now:
            page.set()
        try:
            yield sight, page
        finally:
            sight.pages.discard(page)
            if not sight.pages:
                self._leave(key, sight)

    def _found(self, key: Hashable, make: Callable[[], Sight]) -> Sight:
        if self._ending is None or self._ending.done():
            self._ending = asyncio.create_task(self._end())
        if key not in self._sights or self._sights[key][0].over:
            sight = make()
            self._sights[key] = sight, asyncio.create_task(sight.follow())
        return self._sights[key][0]

    def _leave(self, key: Hashable, sight: Sight) -> None:
        known, following = self._sights.get(key, (None, None))
        if known is sight and following:
            del self._sights[key]
            following.cancel()
        if not self._sights and self._ending:
            self._ending.cancel()
            self._ending = None

    async def _end(self) -> None:
        await closing().wait()
        for sight, _ in self._sights.values():
            sight.end()


def _framed(name: str, html: str) -> bytes:
    lines = [f"data: {line}" for line in html.splitlines() if line.strip()]
    return "\n".join([f"id: {name}", *lines, "", ""]).encode()
