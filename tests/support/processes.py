"""Programs run beside a test, ended with it."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import httpx

from tests.support.plainly import NO_CERTIFICATES

Process = subprocess.Popen[bytes]


@contextmanager
def running(
    command: Sequence[str], *, until: str | None, seconds: float = 120, environment: dict[str, str] | None = None
) -> Iterator[Process]:
    """Run `command` until the end of the block; the block starts when the address `until` answers 200."""
    process = subprocess.Popen(command, env=environment or dict(os.environ), start_new_session=True)
    try:
        if until:
            wait_for(until, lambda: process.poll() is None, seconds)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(address: str, alive: Callable[[], bool], seconds: float = 120) -> None:
    """Return when `address` answers 200; RuntimeError when what should answer there is no longer `alive`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not alive():
            raise RuntimeError(f"what was started ended before {address} answered")
        try:
            if httpx.get(address, timeout=2, trust_env=False, verify=NO_CERTIFICATES).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"{address} did not answer in {seconds} s")
