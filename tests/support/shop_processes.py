"""The product's processes, started one by one so that a test can kill them; short intervals unless told otherwise."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support import processes
from tests.support.dying import armed
from tests.support.nursery import Child, nursery

SHIPPED: dict[str, str] = {"TRUSTED_HOPS": "1"}
SHORT = SHIPPED | {
    "RELAY_INTERVAL": "0.1",
    "RELAY_LEASE": "3",
    "CLOCK_INTERVAL": "0.5",
    "RECONCILE_AFTER": "2",
    "WORKER_HEARTBEAT_MS": "1000",
    "MAIL_LEASE": "15",
}


class ShopProcesses:
    """`web`, `worker` and `clock` as the Procfile has them, all on the stores of the test session."""

    def __init__(self, stack: ExitStack, home: Path, settings: dict[str, str]) -> None:
        self._stack = stack
        self.home = home
        self.environment = {**os.environ, **settings}
        self.address = f"http://127.0.0.1:{self.environment['PORT']}"

    def start(self, name: str, *, dies_at: str = "", marker: Path | None = None) -> Child:
        """Start one process; with `dies_at="orders.place:after"` it kills itself there, once, and leaves `marker`."""
        environment = self.environment | ({"DIES_AT": dies_at, "DIES_ONCE": str(marker)} if dies_at else {})
        started = nursery().bear([name], environment)
        self._stack.callback(started.end)
        if name == "web":
            processes.wait_for(f"{self.address}/readyz", lambda: started.alive)
        if marker:
            armed(marker).touch()
        return started


@contextmanager
def shop_processes(home: Path, intervals: dict[str, str] = SHORT, **settings: str) -> Iterator[ShopProcesses]:
    """`settings` are environment variables; without a PORT of its own, Stripe's webhooks reach this one."""
    with ExitStack() as stack:
        yield ShopProcesses(stack, home, intervals | settings)
