"""Turns `async def verb(fact, event_id)` into an actor that decodes the fact, acts, and confirms to its outbox."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from types import UnionType
from typing import Any, TypeVar, get_args, get_type_hints
from uuid import UUID

import dramatiq

from domains import stores
from domains.shared import facts
from domains.shared.away import AWAY
from domains.shared.errors import Unavailable
from domains.shared.outbox import Outbox
from domains.shared.settings import settings

from . import broker

log = logging.getLogger(__name__)
PASSING = (Unavailable, OSError, *AWAY)  # waited for however long; anything else is a mistake of ours
LOW = 10  # priority of what may wait until nothing else does
Fact = TypeVar("Fact")
Verb = Callable[[Fact, UUID], Awaitable[object]]


@dataclass(frozen=True)
class Consumer:
    """One effect of one or several kinds of fact. `name` is `<module>.<verb>` and is what the outbox waits for."""

    name: str
    facts: Mapping[str, type[Any]]
    verb: Verb[Any]
    actor: "dramatiq.Actor[..., Any]" = field(repr=False)

    async def handle(self, outbox: str, event_id: UUID, kind: str, payload: str) -> None:
        await stores.connect()
        box = stores.OUTBOXES[outbox]
        try:
            async with _kept(box, event_id):
                await self.verb(facts.decode(payload, self.facts[kind]), event_id)
        except Exception as error:
            log.warning("consumer.failed name=%s event=%s error=%r", self.name, event_id, error)
            await box.complain(event_id, f"{self.name}: {error!r}", failed=not isinstance(error, PASSING))
            raise
        await box.confirm(event_id, self.name)


def consumer(*, queue: str = "default", minutes: int = 1, priority: int = 0) -> Callable[[Verb[Any]], Consumer]:
    """Few retries close together here; the outbox offers the fact again when its lease ends."""

    def decorate(verb: Verb[Any]) -> Consumer:
        name = f"{verb.__module__.removeprefix('workers.')}.{verb.__name__}"

        async def handle(outbox: str, event_id: str, kind: str, payload: str) -> None:
            await made.handle(outbox, UUID(event_id), kind, payload)

        actor = dramatiq.actor(
            actor_name=name,
            queue_name=queue,
            priority=priority,
            broker=broker.broker,
            max_retries=3,
            min_backoff=300,
            max_backoff=3_000,
            time_limit=minutes * 60_000,
        )(handle)
        made = Consumer(name, {facts.kind(fact): fact for fact in _taken(verb)}, verb, actor)
        return made

    return decorate


def _taken(verb: Verb[Any]) -> tuple[type[Any], ...]:
    """The kinds of fact a verb declares: `fact: OrderExpired | OrderCancelled` takes two."""
    hint = get_type_hints(verb)["fact"]
    return get_args(hint) if isinstance(hint, UnionType) else (hint,)


@asynccontextmanager
async def _kept(box: Outbox, event_id: UUID) -> AsyncIterator[None]:
    """Keep the letter's lease alive while a long task runs, so that it is not offered to a second worker."""
    lease = timedelta(seconds=settings().relay_lease)

    async def keep() -> None:
        while True:
            await asyncio.sleep(lease.total_seconds() / 3)
            await box.hold(event_id, lease)

    keeper = asyncio.create_task(keep())
    try:
        yield
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await keeper
