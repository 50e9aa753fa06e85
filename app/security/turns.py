"""A few at a time prove who they are; the others wait for their turn and cost nothing: pages go on meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from domains.shared.errors import Unavailable
from domains.shared.loops import PerLoop

AT_ONCE: Final = 4  # twice as many as passwords are hashed at once
MOST_WAITING: Final = 400  # half a minute of work


class Gate:
    def __init__(self) -> None:
        self.waiting = 0
        self.free = asyncio.Semaphore(AT_ONCE)


_gate: PerLoop[Gate] = PerLoop(Gate)


@asynccontextmanager
async def turn() -> AsyncIterator[None]:
    """Unavailable where too many wait already."""
    gate = _gate()
    if gate.waiting >= MOST_WAITING:
        raise Unavailable("Very many people are signing in. Please try again in a moment.", retry_after=30)
    gate.waiting += 1
    try:
        await gate.free.acquire()
    finally:
        gate.waiting -= 1
    try:
        yield
    finally:
        gate.free.release()
