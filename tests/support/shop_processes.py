"""The product's processes, started one by one so that a test can kill them; short intervals unless told otherwise."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support import processes

SHORT = {
    "RELAY_INTERVAL": "0.1",
    "RELAY_LEASE": "3",
    "CLOCK_INTERVAL": "0.5",
    "RECONCILE_AFTER": "2",
    "WORKER_HEARTBEAT_MS": "1000",
    "TRUSTED_HOPS": "1",
}
DYING = ["-m", "tests.support.dying"]


class ShopProcesses:
    """`web`, `worker` and `clock` as the Procfile has them, all on the stores of the test session."""

    def __init__(self, stack: ExitStack, home: Path, port: int, settings: dict[str, str]) -> None:
        self._stack = stack
        self.address = f"http://127.0.0.1:{port}"
        self.home = home
        self.environment = {**os.environ, "PORT": str(port), "BASE_URL": self.address, **SHORT, **settings}

    def start(self, name: str, *, dies_at: str | None = None) -> "processes.Process":
        """Start one process; with `dies_at="orders.place:after"` it kills itself there, once."""
        module = [*DYING, dies_at, str(self.home / f"died-{dies_at}")] if dies_at else ["-m", "app.cli"]
        command = [sys.executable, *module, name]
        until = f"{self.address}/healthz" if name == "web" else None
        return self._stack.enter_context(processes.running(command, until=until, environment=self.environment))


@contextmanager
def shop_processes(home: Path, port: int, **settings: str) -> Iterator[ShopProcesses]:
    with ExitStack() as stack:
        yield ShopProcesses(stack, home, port, settings)
