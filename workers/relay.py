"""Carries facts from the outboxes to their consumers. Only the relay talks to the broker."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from domains.shared.errors import Unavailable
from domains.shared.outbox import Letter, Outbox
from domains.shared.settings import settings

from .subscriptions import CONSUMERS, ROUTES

log = logging.getLogger(__name__)
Send = Callable[[Sequence[Letter]], None]
BATCH = 100


def route(kind: str) -> Sequence[str]:
    return ROUTES.get(kind, ())


async def claim(outbox: Outbox) -> list[Letter]:
    lease = timedelta(seconds=settings().relay_lease)
    return await outbox.claim(route, limit=BATCH, lease=lease, attempts=settings().relay_attempts)


async def follow(outbox: Outbox) -> None:
    """Relay one outbox for ever; while its database or the broker is away, wait for it."""
    while True:
        try:
            letters = await claim(outbox)
            await asyncio.to_thread(post, letters)
        except Exception as error:
            log.warning("relay.waiting outbox=%s error=%r", outbox.name, error)
            letters = []
            await asyncio.sleep(1 if isinstance(error, Unavailable) else 2)
        if len(letters) < BATCH:
            await asyncio.sleep(settings().relay_interval)


def post(letters: Sequence[Letter]) -> None:
    """Hand the letters to Dramatiq (blocking). A failure here only delays: their lease ends and they come again."""
    for letter in letters:
        for name in letter.consumers:
            CONSUMERS[name].actor.send(letter.outbox, str(letter.event_id), letter.kind, letter.payload)
