"""Carries facts from the outboxes to their consumers. Only the relay talks to the broker."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

from domains.shared.errors import Unavailable
from domains.shared.outbox import Letter, Outbox
from domains.shared.settings import settings

from .subscriptions import CONSUMERS, ROUTES

log = logging.getLogger(__name__)
Send = Callable[[Sequence[Letter]], None]
BATCH = 100
QUIET_AFTER = 30.0  # seconds without a letter after which a shop is left in peace
QUIET_FACTOR = 5  # how many times longer the pauses then are


def route(kind: str) -> Sequence[str]:
    return ROUTES.get(kind, ())


async def claim(outbox: Outbox) -> list[Letter]:
    lease = timedelta(seconds=settings().relay_lease)
    return await outbox.claim(route, limit=BATCH, lease=lease, attempts=settings().relay_attempts)


class Pace:
    """How soon the outboxes are looked at again: a fact in one of them leads to facts in others, so they share it."""

    def __init__(self) -> None:
        self._moved_at = time.monotonic()
        self._moving = asyncio.Event()

    @property
    def quiet(self) -> bool:
        """Nothing has moved for a while."""
        return time.monotonic() - self._moved_at > QUIET_AFTER

    @property
    def pause(self) -> float:
        """In seconds."""
        return settings().relay_interval * (QUIET_FACTOR if self.quiet else 1)

    def moved(self) -> None:
        self._moved_at = time.monotonic()
        self._moving.set()

    async def rest(self) -> None:
        """The short pause whatever happens; what a quiet shop adds to it ends when a letter is found anywhere."""
        short = settings().relay_interval
        await asyncio.sleep(short)
        if self.pause > short:
            self._moving.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._moving.wait(), self.pause - short)


async def follow(outbox: Outbox, pace: Pace) -> None:
    """Relay one outbox for ever; while its database or the broker is away, wait for it."""
    while True:
        try:
            letters = await claim(outbox) if await outbox.due() else []  # claiming nothing costs more than looking
            if letters:
                pace.moved()
                await asyncio.to_thread(post, letters)
        except Exception as error:
            log.warning("relay.waiting outbox=%s error=%r", outbox.name, error)
            letters = []
            await asyncio.sleep(1 if isinstance(error, Unavailable) else 2)
        if len(letters) < BATCH:
            await pace.rest()


def post(letters: Sequence[Letter]) -> None:
    """Hand the letters to Dramatiq (blocking). A failure here only delays: their lease ends and they come again."""
    for letter in letters:
        for name in letter.consumers:
            CONSUMERS[name].actor.send(letter.outbox, str(letter.event_id), letter.kind, letter.payload)
