"""News of single things, told through Redis to whoever waits: one ear on a channel for all in a process.

Redis keeps none of it: who waits looks anew every so often in any case.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress

from redis.exceptions import RedisError

from .breakers import CircuitOpen, circuit
from .redis import redis

QUIET = 15.0  # seconds that an ear waits for a word before it looks whether it still hears
REST = 1.0  # seconds before Redis is listened to again after it went away
PATIENCE = 0.5  # seconds for Redis to pass a word on


async def tell(channel: str, keys: Iterable[str]) -> None:
    """All in one trip; never the reason why what happened looks failed."""
    words = redis().pipeline(transaction=False)
    for key in keys:
        words.publish(channel, key)
    with suppress(RedisError, OSError, TimeoutError, CircuitOpen):
        async with circuit("news-redis", failures=2, rest=5), asyncio.timeout(PATIENCE):
            await words.execute()


class Ear:
    """Listens as long as somebody waits."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None

    async def news(self, keys: Collection[str], pulse: float) -> AsyncGenerator[None, None]:
        """At once, after every word of one of the `keys`, and after `pulse` seconds without one."""
        with self._waits(keys) as heard:
            while True:
                heard.clear()
                yield
                with suppress(TimeoutError):
                    async with asyncio.timeout(pulse):
                        await heard.wait()

    @contextmanager
    def _waits(self, keys: Collection[str]) -> Iterator[asyncio.Event]:
        heard = asyncio.Event()
        for key in keys:
            self._waiting[key].add(heard)
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())
        try:
            yield heard
        finally:
            for key in keys:
                self._waiting[key].discard(heard)
                if not self._waiting[key]:
                    del self._waiting[key]
            if not self._waiting and self._listening:
                self._listening.cancel()
                self._listening = None

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear()
            except (RedisError, OSError, TimeoutError):
                await asyncio.sleep(REST)

    async def _hear(self) -> None:
        async with redis().pubsub(ignore_subscribe_messages=True) as ear:
            await ear.subscribe(self._channel)
            for key in list(self._waiting):  # what was said before this moment is asked for instead
                self._wake(key)
            while True:
                message = await ear.get_message(timeout=QUIET)
                if message is not None:
                    self._wake(str(message["data"]))

    def _wake(self, key: str) -> None:
        for heard in self._waiting.get(key, ()):
            heard.set()
