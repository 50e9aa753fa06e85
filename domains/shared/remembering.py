"""What is asked for all the time and seldom changes: held in memory for a while, read anew for what will be paid."""

import time
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

from .away import AWAY
from .errors import Unavailable

T = TypeVar("T")
FRESH_SECONDS: Final = 1.0


class Remembered(Generic[T]):
    """`seconds`: how old it may be, where that is longer than FRESH_SECONDS."""

    def __init__(self, read: Callable[[], Awaitable[T]], seconds: float = 0.0) -> None:
        self._read = read
        self._seconds = seconds
        self._known: tuple[float, T] | None = None  # until when it is fresh, and what it is

    async def look(self, *, fresh: bool = False) -> T:
        """The last one known while its store is away. `fresh` for what will be paid."""
        if not fresh and self._known is not None and time.monotonic() < self._known[0]:
            return self._known[1]
        try:
            found = await self._read()
        except (Unavailable, *AWAY):
            if self._known is None or fresh:
                raise
            found = self._known[1]
        self._known = (time.monotonic() + max(self._seconds, FRESH_SECONDS), found)
        return found

    def forget(self) -> None:
        """This process has changed it: use it at once."""
        self._known = None
