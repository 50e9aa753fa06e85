"""One run of Barrow on one home: the processes it started, what they may know, and the end of all of them."""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox import home as homes
from sandbox import runfile
from sandbox.leash import PROJECT, Leash
from sandbox.marks import Mark, end
from sandbox.refusals import CannotStart, broken

GRACE_SECONDS = 10.0
HURRIED_SECONDS = 0.5
STORES = 9  # the stage of the stores: they end after all that uses them
OLD_LOG = 5_000_000


class Stopped(Exception):
    """Ctrl-C or SIGTERM while starting."""


class Process:
    """Something that runs, with the log it writes."""

    def __init__(self, name: str, child: subprocess.Popen[bytes], log: Path) -> None:
        self.name = name
        self.child = child
        self.log = log

    @property
    def ended(self) -> bool:
        return self.child.poll() is not None


@dataclass(frozen=True)
class Server:
    """A store that answers: its addresses by variable, and a remark for the reader where there is one."""

    process: Process
    urls: dict[str, str]
    remark: str = ""


class Run:
    def __init__(self, home: Path, folder: Path) -> None:
        self.home = home
        self.folder = folder  # short enough for sockets
        self.environment: dict[str, str] = {}
        self.asked_to_stop = 0
        self._leash = Leash(folder)
        self._processes: dict[str, Process] = {}
        self._marks: dict[str, Mark] = {}
        self._guard = threading.Lock()

    def spawn(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        stage: int = 0,
        stop_signal: int = signal.SIGTERM,
        environment: Mapping[str, str] | None = None,
        account: tuple[int, int] | None = None,
        folder: Path = PROJECT,
    ) -> Process:
        """Starts it in a session of its own (Ctrl-C reaches us alone), on the leash and named in run.json."""
        uid, gid = account or (None, None)
        log = self.home / "log" / f"{name}.log"
        with self._guard, _opened(log) as output:
            child = subprocess.Popen(
                [str(part) for part in command],
                cwd=folder,
                env=None if environment is None else dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=uid,
                group=gid,
                extra_groups=None if account is None else [],
            )
            mark = Mark.of(child.pid, stage, stop_signal)
            self._leash.hold(mark)
            self._marks[name], self._processes[name] = mark, Process(name, child, log)
            self._save()
            return self._processes[name]

    def finish(self, process: Process, what: str, seconds: float) -> None:
        """Waits until a process that does one thing has done it well."""
        self.wait(process, lambda: process.child.poll() == 0, what, seconds)

    def wait(self, process: Process, ready: Callable[[], bool], what: str, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            if process.ended and process.child.returncode != 0:
                raise broken(what, process.log)
            if time.monotonic() > deadline:
                raise CannotStart(f"{what} did not answer within {seconds:.0f} seconds (log: {process.log}).")
            self.pause(0.05)

    def pause(self, seconds: float) -> None:
        if self.asked_to_stop:
            raise Stopped
        time.sleep(seconds)

    def share(self, environment: Mapping[str, str]) -> None:
        """What the command line, run beside us, may know as well."""
        with self._guard:
            self.environment.update(environment)
            self._save()

    def check_leash(self) -> None:
        with self._guard:
            self._leash.check()

    def end(self) -> None:
        """In order, politely; hurried by a second Ctrl-C."""
        end(self._marks.values(), lambda: HURRIED_SECONDS if self.asked_to_stop > 1 else GRACE_SECONDS)
        for process in self._processes.values():
            process.child.wait(timeout=10)
        self._leash.let_go()

    def _save(self) -> None:
        here = Mark.of(os.getpid())
        living = {name: mark for name, mark in self._marks.items() if mark.alive}
        runfile.write(self.home, here, living, self.environment, self.folder)


@contextmanager
def running(home: Path) -> Iterator[Run]:
    """Has the home to itself, ends what an earlier run left behind, and leaves nothing behind either."""
    home = homes.prepared(home)
    with homes.lock(home):
        end_leftovers(home)
        run = Run(home, homes.short_folder(home))
        try:
            yield run
        finally:
            run.end()
            shutil.rmtree(run.folder, ignore_errors=True)
            runfile.forget(home)


def end_leftovers(home: Path) -> None:
    """Only called with the lock in hand, so whoever wrote run.json is gone and cannot start more."""
    left = runfile.read(home)
    if left is None:
        return
    end(runfile.marks(left), lambda: GRACE_SECONDS / 2)
    runfile.forget(home)


@contextmanager
def _opened(log: Path) -> Iterator[int]:
    if log.exists() and log.stat().st_size > OLD_LOG:
        log.replace(log.with_suffix(".old.log"))
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        yield handle
    finally:
        os.close(handle)
