"""What runs beside the stores, and is started again when it ends by itself."""

import csv
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.leash import PROJECT
from sandbox.refusals import CannotStart
from sandbox.run import Process, Run
from sandbox.shape import shape

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
STEADY_SECONDS = 60.0  # who has run that long may fall again without a longer pause
ENDING_ORDER = ("web", "clock", "worker", "outside")
REMIND_SECONDS = 10.0
DEMO_GOODS = PROJECT / "domains" / "catalog" / "demo" / "products.csv"
CLI = (sys.executable, "-m", "app.cli")


@dataclass(frozen=True)
class Step:
    """Runs to its end. It need not run again once the file it leaves in the home is there or, where its outcome
    `depends` on something (a text, given the home), as long as that is what it was the last time."""

    name: str
    words: str
    command: Sequence[str]
    leaves: str = ""
    depends: Callable[[Path], str] | None = None

    def done(self, home: Path) -> bool:
        if self.depends is None:
            return bool(self.leaves) and (home / self.leaves).is_file()
        with suppress(OSError):
            return self._note(home).read_text() == self.depends(home)
        return False

    def note(self, home: Path) -> None:
        if self.depends is not None:
            self._note(home).write_text(self.depends(home))

    def _note(self, home: Path) -> Path:
        return home / f"{self.name}.done"


@dataclass(frozen=True)
class Programme:
    """What a start runs: `first` before anything is served; `serving` is what a visitor meets; `demo` fills the shop
    meanwhile, where nothing real is in use; `behind` follows when pages are served.

    In the services' commands, {braces} name ports and addresses known only then. `refuse` is given what all of them
    will find in their environment, before anything is started.
    """

    first: Sequence[Step]
    serving: Mapping[str, Sequence[str]]
    demo: Sequence[Step]
    behind: Mapping[str, Sequence[str]]
    refuse: Callable[[Mapping[str, str]], None] = lambda environment: None


def _refuse_settings(environment: Mapping[str, str]) -> None:
    from pydantic import ValidationError  # both take a moment, and a taken port is told without them

    from domains.shared.settings import Settings, in_a_sentence

    given: dict[str, Any] = {name.lower(): value for name, value in environment.items()}
    try:
        Settings(**given)
    except ValidationError as error:
        raise CannotStart(in_a_sentence(error)) from error


def _demo_goods() -> int:
    with DEMO_GOODS.open(newline="") as file:
        return len({row["Handle"] for row in csv.DictReader(file)})


BARROW = Programme(
    first=[Step("migrate", "Preparing the databases", (*CLI, "migrate"), depends=shape)],
    serving={
        "web": (*CLI, "web"),
        "outside": (
            *(sys.executable, "-m", "sandbox.outside", "--port", "{outside_port}", "--smtp-port", "{smtp_port}"),
            *("--shop-url", "{shop_url}", "--home", "{home}"),
        ),
    },
    demo=[
        Step(
            "seed",
            f"Filling the demo shop with {_demo_goods()} products and their pictures",
            (*CLI, "seed"),
            leaves="demo-login.json",
        )
    ],
    behind={"worker": (*CLI, "worker"), "clock": (*CLI, "clock")},
    refuse=_refuse_settings,
)


class Doing:
    """A step at work. Whoever waits for it hears every few seconds that it still is."""

    def __init__(self, run: Run, step: Step, environment: Mapping[str, str], say: Callable[[str], None]) -> None:
        self.step, self._say = step, say
        self._began = self._told = time.monotonic()
        say(f"{step.words} …")
        self._process = run.spawn(step.name, step.command, environment=environment)

    @property
    def done(self) -> bool:
        return self._process.child.poll() == 0

    def tend(self) -> None:
        if self._process.ended and not self.done:
            raise self._process.failure(self.step.words)
        now = time.monotonic()
        if not self.done and now - self._told >= REMIND_SECONDS:
            self._told = now
            words = self.step.words[:1].lower() + self.step.words[1:]
            self._say(f"Still {words} … ({now - self._began:.0f} s)")


class Service:
    def __init__(
        self, run: Run, name: str, command: Sequence[str], environment: Mapping[str, str], say: Callable[[str], None]
    ) -> None:
        self._run, self._name, self._command, self._environment, self._say = run, name, command, environment, say
        self._stage = ENDING_ORDER.index(name) if name in ENDING_ORDER else 0
        self._pause = FIRST_PAUSE
        self._again_at: float | None = None
        self._start()

    def tend(self) -> None:
        """To be called often: notices that it ended, says so, and starts it again after a growing pause."""
        if not self._process.ended:
            return
        if self._again_at is None:
            pause = self._next_pause()
            self._again_at = time.monotonic() + pause
            self._say(
                f"The {self._name} process ended (code {self._process.child.returncode}, log {self._process.log}); "
                f"starting it again in {pause:.0f} s."
            )
        elif time.monotonic() >= self._again_at:
            self._again_at = None
            self._start()

    def _start(self) -> None:
        self._started = time.monotonic()
        self._process: Process = self._run.spawn(
            self._name, self._command, stage=self._stage, environment=self._environment
        )

    def _next_pause(self) -> float:
        if time.monotonic() - self._started > STEADY_SECONDS:
            self._pause = FIRST_PAUSE
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        return pause
