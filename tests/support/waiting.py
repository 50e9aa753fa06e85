"""Waits for what happens a moment later, never longer than it is given."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def eventually(ask: Callable[[], Awaitable[T | None]], *, seconds: float = 120, told: str = "it") -> T:
    """The first answer that is true; AssertionError when none came in time."""
    deadline = time.monotonic() + seconds
    while True:
        answer = await ask()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"{told} did not happen in {seconds} s; last answer: {answer!r}")
        await asyncio.sleep(0.2)
