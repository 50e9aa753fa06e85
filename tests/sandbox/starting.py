"""Starts the little shop in a process of its own and looks at what it does."""

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox import runfile
from sandbox.accounts import Account
from sandbox.marks import Mark
from tests.support.ports import free_port

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# Addresses of stores that are not started: one small server is enough for most of what a start does.
ELSEWHERE = {
    **{f"{name}_DATABASE_URL": "postgresql://elsewhere/x" for name in ("USERS", "ORDERS", "PAYMENTS", "INVENTORY")},
    **{f"{name}_MONGODB_URL": "mongodb://elsewhere/x" for name in ("CATALOG", "NOTIFICATIONS")},
}
OURS = ("_DATABASE_URL", "_MONGODB_URL", "REDIS_URL", "BROKER_URL", "STRIPE_", "SMTP_URL", "SECRET_KEY", "BASE_URL")


class Shop:
    def __init__(self, home: Path, port: int, environment: dict[str, str], account: Account | None) -> None:
        self.home, self.port = home, port
        clean = {name: value for name, value in os.environ.items() if not any(word in name for word in OURS)}
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "little_shop.py"), str(home), str(port)],
            cwd=ROOT,
            env=clean | {"PYTHONPATH": str(ROOT), "BARROW_ENV": "development", "HOST": ""} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account[0] if account else None,
            group=account[1] if account else None,
            extra_groups=[] if account else None,
        )
        self.said = ""

    def hears(self, words: str, seconds: float = 30) -> str:
        """Reads what it prints until the words come, and returns all it has said."""
        deadline = time.monotonic() + seconds
        assert self.process.stdout is not None
        while words not in self.said:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0.0, deadline - time.monotonic()))
            heard = os.read(self.process.stdout.fileno(), 65536).decode() if ready else ""
            assert heard, f"never said {words!r}, only: {self.said}"
            self.said += heard
        return self.said

    def ready(self) -> "Shop":
        self.hears("Ctrl-C stops everything.")
        return self

    def ended(self, seconds: float = 30) -> tuple[int, str]:
        rest, _ = self.process.communicate(timeout=seconds)
        self.said += rest.decode()
        return self.process.returncode, self.said

    def stop(self, how: int = signal.SIGINT) -> tuple[int, str]:
        self.process.send_signal(how)
        return self.ended()

    def marks(self) -> dict[str, Mark]:
        content = runfile.read(self.home)
        assert content is not None
        return {name: Mark.read(entry) for name, entry in content["processes"].items()}


@contextmanager
def shop(home: Path, port: int | None = None, account: Account | None = None, **environment: str) -> Iterator[Shop]:
    """With Valkey alone unless `ELSEWHERE` is overruled; what is still running is ended at the end of the test.

    `account` is whom root starts it as."""
    running = Shop(home, port or free_port(together=2), ELSEWHERE | environment, account)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop(signal.SIGTERM)
        assert running.process.stdout is not None
        running.process.stdout.close()


@contextmanager
def open_home() -> Iterator[Path]:
    """A home whose ancestors let everybody pass: pytest's own folders are closed."""
    with tempfile.TemporaryDirectory(prefix="barrow-tests-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "home"


def eventually(true: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
