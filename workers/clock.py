"""The clock process: the relay of every outbox and the jobs of the schedule, until it is told to stop."""

import asyncio
import logging
import signal
from contextlib import suppress

from domains import stores
from domains.shared import tasks
from domains.shared.errors import Unavailable
from domains.shared.logs import configure

from . import relay, schedule

log = logging.getLogger(__name__)


async def run() -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    await _connect(stop)
    pace = relay.Pace()
    running = [
        *(asyncio.create_task(relay.follow(outbox, pace)) for outbox in stores.OUTBOXES.values()),
        *(asyncio.create_task(schedule.keep(job)) for job in schedule.jobs()),
    ]
    await stop.wait()
    await tasks.end(running)
    await stores.close()


async def _connect(stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await stores.connect()
            break
        except Unavailable as error:
            log.warning("clock.waiting error=%r", error)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), 1)


if __name__ == "__main__":
    configure()
    asyncio.run(run())
