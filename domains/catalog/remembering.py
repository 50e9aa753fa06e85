"""What every price is made of, held in memory for up to a second and read anew for what will be paid."""

import time
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

from pymongo.errors import ConnectionFailure

T = TypeVar("T")
FRESH_SECONDS: Final = 1.0


class Remembered(Generic[T]):
    def __init__(self, read: Callable[[], Awaitable[T]]) -> None:
        self._read = read
        self._known: tuple[float, T] | None = None  # until when it is fresh, and what it is

    async def look(self, *, fresh: bool = False) -> T:
        """Up to a second old; the last one known while MongoDB is away. `fresh` for what will be paid."""
        if not fresh and self._known is not None and time.monotonic() < self._known[0]:
            return self._known[1]
        try:
            found = await self._read()
        except ConnectionFailure:
            if self._known is None or fresh:
                raise
            found = self._known[1]
        self._known = (time.monotonic() + FRESH_SECONDS, found)
        return found

    def forget(self) -> None:
        """This process has changed it: use it at once."""
        self._known = None
