"""One run of Barrow on one home: the processes it started, what they may know, and the end of all of them."""

import os
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
LEASH_SECONDS = 20.0  # what a leash may need to end all it holds
STORES = 9  # the stage of the stores: they end after all that uses them
OLD_LOG = 5_000_000


class Stopped(Exception):
    """Ctrl-C or SIGTERM while starting."""


class Process:
    """Something that runs, with the log it writes."""

    def __init__(self, child: subprocess.Popen[bytes], log: Path, log_from: int) -> None:
        self.child = child
        self.log = log
        self._log_from = log_from

    @property
    def ended(self) -> bool:
        return self.child.poll() is not None

    def failure(self, what: str) -> CannotStart:
        return broken(what, self.log, self._log_from)


@dataclass(frozen=True)
class Server:
    """A store that answers: its addresses by variable, and a remark for the reader where there is one."""

    process: Process
    urls: dict[str, str]
    remark: str = ""


class StopRequests:
    """How often somebody asked us to stop: once is please, twice is now."""

    count = 0


class Run:
    def __init__(self, home: Path, folder: Path, stop: StopRequests) -> None:
        self.home = home
        self.folder = folder  # short enough for sockets
        self.environment: dict[str, str] = {}
        self.stop = stop
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
            log_from = os.fstat(output).st_size
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
            self._marks[name], self._processes[name] = mark, Process(child, log, log_from)
            self._save()
            return self._processes[name]

    def finish(self, process: Process, what: str, seconds: float) -> None:
        """Waits until a process that does one thing has done it well."""
        self.wait(process, lambda: process.child.poll() == 0, what, seconds)

    def wait(self, process: Process, ready: Callable[[], bool], what: str, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            if process.ended and process.child.returncode != 0:
                raise process.failure(what)
            if time.monotonic() > deadline:
                raise CannotStart(f"{what} did not answer within {seconds:.0f} seconds (log: {process.log}).")
            self.pause(0.05)

    def pause(self, seconds: float) -> None:
        if self.stop.count:
            raise Stopped
        time.sleep(seconds)

    def share(self, environment: Mapping[str, str]) -> None:
        """What the command line, run beside us, may know as well."""
        with self._guard:
            self.environment.update(environment)
            self._save()

    def note(self) -> None:
        """Writes down what runs by now: what had one thing to do and has done it is no longer named."""
        with self._guard:
            self._save()

    def check_leash(self) -> None:
        with self._guard:
            if self._leash.check():
                self._save()

    def end(self) -> None:
        """In order, politely; hurried by a second Ctrl-C."""
        end(self._marks.values(), lambda: HURRIED_SECONDS if self.stop.count > 1 else GRACE_SECONDS)
        for process in self._processes.values():
            process.child.wait(timeout=10)
        self._leash.let_go()

    def _save(self) -> None:
        content = {
            "supervisor": Mark.of(os.getpid()).entry(),
            "leash": self._leash.mark.entry(),
            "processes": {name: mark.entry() for name, mark in self._marks.items() if mark.alive},
            "environment": self.environment,
            "folder": str(self.folder),
        }
        runfile.write(self.home, content)


@contextmanager
def running(home: Path, stop: StopRequests | None = None) -> Iterator[Run]:
    """Has the home to itself, ends what an earlier run left behind, and leaves nothing behind either."""
    home = homes.prepared(home)
    with homes.lock(home):
        end_leftovers(home)
        run = Run(home, homes.short_folder(home), stop or StopRequests())
        try:
            yield run
        finally:
            run.end()
            homes.remove_short_folder(run.folder)
            runfile.forget(home)


def end_leftovers(home: Path) -> None:
    """Only called with the lock in hand, so whoever wrote run.json is gone and cannot start more."""
    left = runfile.read(home)
    if left is None:
        return
    end([Mark.read(left["leash"])], lambda: LEASH_SECONDS)  # at its work, deaf to signals; it tidies up last
    end(runfile.marks(left), lambda: GRACE_SECONDS)
    homes.remove_short_folder(Path(left["folder"]))
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
