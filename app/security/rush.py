"""In a rush so many requests are worked on at once; the others wait at the door, where they cost nothing. Begun all
together they would all be late: each holds what the others wait for."""

import asyncio
from collections import deque
from typing import Any, Final

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, ReceiveMessage, Send

from app.security.declarations import Rate, declaration_of
from app.security.origin import SAFE
from domains.shared.errors import Unavailable
from domains.shared.loops import PerLoop

AT_ONCE: Final = 24  # of a process, of looks and of deeds each: three for every connection to a database
MOST_WAITING: Final = 1_000
PATIENCE: Final = 30.0  # seconds at the door
BUSY: Final = "Very many people are here right now. Please try again in a moment."


class Gate:
    """Lets in as they came; who was inside and comes back goes first."""

    def __init__(self) -> None:
        self._free = AT_ONCE
        self._new: deque[asyncio.Future[None]] = deque()
        self._back: deque[asyncio.Future[None]] = deque()

    async def enter(self, *, back: bool = False) -> None:
        """Unavailable where too many wait already, or for too long."""
        if self._free:
            self._free -= 1
            return
        if not back and len(self._new) >= MOST_WAITING:
            raise Unavailable(BUSY)
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        (self._back if back else self._new).append(place)
        try:
            async with asyncio.timeout(PATIENCE):
                await place
        except BaseException as error:
            if not place.cancelled():  # let in and called away in one moment
                self.leave()
            if isinstance(error, TimeoutError):
                raise Unavailable(BUSY) from None
            raise

    def leave(self) -> None:
        for queue in (self._back, self._new):
            while queue:
                place = queue.popleft()
                if not place.done():
                    place.set_result(None)
                    return
        self._free += 1


_looks: PerLoop[Gate] = PerLoop(Gate)
_deeds: PerLoop[Gate] = PerLoop(Gate)


class Turn:
    """One request's: it steps aside while its sender is still sending, and is over when its answer begins."""

    def __init__(self, gate: Gate, receive: Receive, send: Send) -> None:
        self._gate, self._receive, self._send = gate, receive, send
        self._inside = self._over = False

    async def begin(self) -> None:
        await self._gate.enter()
        self._inside = True

    def end(self) -> None:
        self._over = True
        self._step_aside()

    async def receive(self) -> ReceiveMessage:
        self._step_aside()
        message = await self._receive()
        if not self._over:
            await self._gate.enter(back=True)
            self._inside = True
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.end()
        await self._send(message)

    def _step_aside(self) -> None:
        if self._inside:
            self._inside = False
            self._gate.leave()


class Rush(ASGIMiddleware):
    """What costs next to nothing never waits, nor does what Stripe tells us."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Any, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        declaration = declaration_of(scope["route_handler"])
        if declaration is None or declaration.rate is Rate.NONE:
            await next_app(scope, receive, send)
            return
        turn = Turn(_looks() if scope["method"] in SAFE else _deeds(), receive, send)
        await turn.begin()
        try:
            await next_app(scope, turn.receive, turn.send)
        finally:
            turn.end()
