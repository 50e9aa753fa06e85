"""The moment the process is told to stop: streams end themselves then, or the server would wait for them."""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from domains.shared.loops import PerLoop

SIGNALS = (signal.SIGINT, signal.SIGTERM)

closing: PerLoop[asyncio.Event] = PerLoop(asyncio.Event)


@contextmanager
def noticed() -> Iterator[None]:
    """While it lasts, a signal that somebody handles sets `closing` before they get it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number, handler in before.items():
        if callable(handler):
            signal.signal(number, _first(handler))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _first(handler: "signal._HANDLER") -> "signal._HANDLER":
    loop, event = asyncio.get_running_loop(), closing()

    def handle(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(event.set)
        if callable(handler):
            handler(number, frame)

    return handle
