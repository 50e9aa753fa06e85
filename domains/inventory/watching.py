"""How many of a SKU there are, told as it changes: one ear on Redis for all in a process who look."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from redis.exceptions import RedisError

from domains.shared.loops import PerLoop
from domains.shared.redis import redis

from .projection import CHANNEL, available

PULSE = 15.0  # seconds after which it is asked again, whatever was heard: holds end without a sound
REST = 1.0  # seconds before Redis is listened to again after it went away


async def watch(sku: str) -> AsyncIterator[int]:
    """How many can be sold: at once, after every change, and every PULSE. Unavailable as in `available`."""
    with _ear().waiting(sku) as heard:
        while True:
            heard.clear()
            yield await available(sku)
            try:
                async with asyncio.timeout(PULSE):
                    await heard.wait()
            except TimeoutError:
                continue


class _Ear:
    """Listens as long as somebody waits."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None

    @contextmanager
    def waiting(self, sku: str) -> Iterator[asyncio.Event]:
        heard = asyncio.Event()
        self._waiting[sku].add(heard)
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())
        try:
            yield heard
        finally:
            self._waiting[sku].discard(heard)
            if not self._waiting[sku]:
                del self._waiting[sku]
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
            await ear.subscribe(CHANNEL)
            for sku in list(self._waiting):  # what was said before this moment is asked for instead
                self._wake(sku)
            while True:
                message = await ear.get_message(timeout=PULSE)
                if message is not None:
                    self._wake(str(message["data"]))

    def _wake(self, sku: str) -> None:
        for heard in self._waiting.get(sku, ()):
            heard.set()


_ear: PerLoop[_Ear] = PerLoop(_Ear)
