"""Which process is which: a mark names one process for ever, where a bare pid may be a stranger's tomorrow."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True)
class Mark:
    pid: int
    started: str
    stage: int = 0  # processes are ended stage by stage, the lowest first
    stop_signal: int = signal.SIGTERM

    @classmethod
    def of(cls, pid: int, stage: int = 0, stop_signal: int = signal.SIGTERM) -> Self:
        """Marks a process that we have just started and not yet waited for, so the pid is surely its own."""
        return cls(pid, started_at(pid) or "", stage, int(stop_signal))

    @classmethod
    def read(cls, entry: dict[str, Any]) -> Self:
        return cls(
            int(entry["pid"]), str(entry["started"]), int(entry.get("stage", 0)), int(entry.get("stop_signal", 15))
        )

    def entry(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def alive(self) -> bool:
        return bool(self.started) and started_at(self.pid) == self.started


def started_at(pid: int) -> str | None:
    """The moment a process began, exact and unmoved by clock changes; None when it is gone (a zombie is gone)."""
    return _from_proc(pid) if sys.platform == "linux" else _from_ps(pid)


def command_of(pid: int) -> str:
    """The command line of a process; empty when it is gone."""
    if sys.platform != "linux":
        return _ps(pid, "command=")
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def end(marks: Iterable[Mark], grace: Callable[[], float]) -> None:
    """Asks stage by stage, waits `grace()` seconds (asked again and again: it may shrink), then kills."""
    by_stage: dict[int, list[Mark]] = {}
    for mark in marks:
        by_stage.setdefault(mark.stage, []).append(mark)
    for stage in sorted(by_stage):
        _end_together(by_stage[stage], grace)


def _end_together(marks: list[Mark], grace: Callable[[], float]) -> None:
    for mark in marks:
        if mark.alive:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(mark.pid, mark.stop_signal)
    asked = time.monotonic()
    while any(mark.alive for mark in marks) and time.monotonic() - asked < grace():
        time.sleep(0.02)
    for mark in marks:
        _kill(mark)
    killed = time.monotonic()
    while any(mark.alive for mark in marks) and time.monotonic() - killed < 5:
        time.sleep(0.02)


def _kill(mark: Mark) -> None:
    """The whole group where the process leads one: what it started goes with it."""
    if not mark.alive:
        return
    with suppress(ProcessLookupError, PermissionError):
        if os.getpgid(mark.pid) == mark.pid:
            os.killpg(mark.pid, signal.SIGKILL)
        else:
            os.kill(mark.pid, signal.SIGKILL)


def _from_proc(pid: int) -> str | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    if fields[0] in (b"Z", b"X"):
        return None
    return f"{_boot()}:{fields[19].decode()}"  # ticks from this boot


@cache
def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _from_ps(pid: int) -> str | None:
    state, _, began = _ps(pid, "stat=,lstart=").partition(" ")
    return None if not state or state.startswith("Z") else " ".join(began.split())


def _ps(pid: int, columns: str) -> str:
    command = ["ps", "-o", columns, "-p", str(pid)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"LC_ALL": "C"})
    return done.stdout.strip()
