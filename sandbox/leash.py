"""Ends what a run of Barrow started when the run itself is gone, however it went: kill −9 included.

A process of its own at the far end of a pipe. Each line it reads is the mark of a process; the end of the pipe,
which the kernel sees to when the supervisor dies, is the word to end them all.
"""

import json
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from sandbox.marks import Mark, end

PROJECT = Path(__file__).resolve().parents[1]
GRACE_SECONDS = 4.0


class Leash:
    """The supervisor's end of the pipe. Folders named here are removed by whoever ends the run last."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._marks: list[Mark] = []
        self._process = self._begin()

    @property
    def mark(self) -> Mark:
        return Mark.of(self._process.pid)

    def hold(self, mark: Mark) -> None:
        self._marks.append(mark)
        self._tell(mark)

    def check(self) -> bool:
        """A leash that was killed is replaced, and told of everything it must know; True where that was done."""
        if self._process.poll() is None:
            return False
        self._close()
        self._process = self._begin()
        self._marks = [mark for mark in self._marks if mark.alive]
        for mark in self._marks:
            self._tell(mark)
        return True

    def let_go(self) -> None:
        """Only after everything has been ended: the leash finds nothing left to do."""
        self._close()
        self._process.wait(timeout=30)

    def _begin(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "sandbox.leash", str(self._folder)]
        return subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, start_new_session=True)

    def _pipe(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def _tell(self, mark: Mark) -> None:
        with suppress(BrokenPipeError):  # it was killed: the next check() begins another
            self._pipe().write(json.dumps(mark.entry()).encode() + b"\n")
            self._pipe().flush()

    def _close(self) -> None:
        with suppress(BrokenPipeError):
            self._pipe().close()


def main() -> None:
    for deadly in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(deadly, signal.SIG_IGN)
    marks = []
    for line in sys.stdin:
        if line.endswith("\n"):  # a supervisor killed in mid-word leaves half a line
            marks.append(Mark.read(json.loads(line)))
    end(marks, lambda: GRACE_SECONDS)
    for folder in sys.argv[1:]:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
