"""Ends the tasks of a process that closes."""

import asyncio
from collections.abc import Collection
from typing import Any

PATIENCE = 1.0  # seconds until a task that goes on is cancelled once more


async def end(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancelled until they have ended: a library may swallow the first cancellation, and they would go on for ever."""
    running = set(tasks)
    while running:
        for task in running:
            task.cancel()
        ended, running = await asyncio.wait(running, timeout=PATIENCE)
        for task in ended:
            if not task.cancelled():
                task.exception()  # looked at: what it died of has been logged by the task itself
