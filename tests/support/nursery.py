"""Forks the product's processes from one that has already imported them: importing takes longer than what is tested.

`python -m tests.support.nursery` reads a JSON line per child, {"arguments": […], "environment": {…}, "module": …},
forks, and answers with the child's pid. The child is the `barrow` command, or the module named instead; DIES_AT arms it
first (see dying.py). The end of the nursery's input is its own end, and that of its children.
"""

import atexit
import functools
import gc
import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import psutil

ROOT = Path(__file__).resolve().parents[2]
# Not `workers`: its consumers take hold of the domains' verbs when they are imported, and arming comes before that.
KNOWN = ("app.cli", "app.main", "dramatiq.cli", "dramatiq.brokers.redis", "uvicorn", "uvicorn.protocols.http.auto")


class Child:
    """A process of the product, which may be dead already."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._process = psutil.Process(pid)

    @property
    def alive(self) -> bool:
        return self._process.is_running()

    def kill(self) -> None:
        with suppress(psutil.NoSuchProcess):
            self._process.kill()
            self._process.wait()

    def end(self) -> None:
        with suppress(psutil.NoSuchProcess):
            self._process.terminate()
            try:
                self._process.wait(30)
            except psutil.TimeoutExpired:
                self.kill()


class Nursery:
    """The other end of the pipe."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.support.nursery"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        atexit.register(self.end)

    def bear(self, arguments: list[str], environment: dict[str, str], module: str = "") -> Child:
        assert self._process.stdin
        assert self._process.stdout
        wanted = {"arguments": arguments, "environment": environment, "module": module}
        print(json.dumps(wanted), file=self._process.stdin, flush=True)
        return Child(int(self._process.stdout.readline()))

    def end(self) -> None:
        self._process.communicate()


@functools.cache
def nursery() -> Nursery:
    return Nursery()


def serve() -> None:
    for name in KNOWN:
        importlib.import_module(name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries the dead
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what children print is not an answer
    born: list[Child] = []
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            answers.close()
            live(**json.loads(line))
        born.append(Child(pid))
        print(pid, file=answers, flush=True)
    for child in born:
        child.kill()


def live(arguments: list[str], environment: dict[str, str], module: str) -> NoReturn:
    from app import cli
    from domains.shared.settings import settings

    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(environment)
    settings.cache_clear()
    code: object = 1
    try:
        if "DIES_AT" in environment:
            importlib.import_module("tests.support.dying")
        if module:
            become(module, *arguments)
        cli._become = become  # type: ignore[assignment]  # a new interpreter would import everything again
        sys.argv = ["barrow", *arguments]
        cli.main()
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code if isinstance(code, int) else 1)


def become(module: str, *arguments: str) -> NoReturn:
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    sys.exit(0)


if __name__ == "__main__":
    serve()
