"""What happens by the clock. Every job claims its rows, so any number of clocks may run."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from domains import inventory, orders, payments, stores
from domains.shared.settings import settings

log = logging.getLogger(__name__)
KEPT = timedelta(days=14)


@dataclass(frozen=True)
class Job:
    """`work` returns how much it did; `every` is in seconds."""

    name: str
    work: Callable[[], Awaitable[int]]
    every: float


async def prune_outboxes() -> int:
    return sum([await outbox.prune(KEPT) for outbox in stores.OUTBOXES.values()])


def jobs() -> tuple[Job, ...]:
    pace = settings().clock_interval
    return (
        Job("orders.pass_deadlines", orders.pass_deadlines, pace),
        Job("inventory.sweep_ended_holds", inventory.sweep_ended_holds, pace),
        Job("payments.reconcile_quiet_attempts", payments.reconcile_quiet_attempts, pace * 2),
        Job("outbox.prune", prune_outboxes, 3600),
    )


async def keep(job: Job) -> None:
    """Run one job for ever; a failure is logged and tried again at its next turn."""
    while True:
        try:
            done = await job.work()
            if done:
                log.info("clock.%s done=%s", job.name, done)
        except Exception as error:
            log.warning("clock.failed job=%s error=%r", job.name, error)
        await asyncio.sleep(job.every)
