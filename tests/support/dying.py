"""Starts a process of the product that kills itself, once, when it reaches one of the domains' verbs.

`python -m tests.support.dying orders.place:after MARKER web`: SIGKILL right after `domains.orders.place` has returned.
The product has no hooks for this: the verb is wrapped before the process begins.
"""

import functools
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any


def arm(point: str, marker: Path) -> None:
    name, _, moment = point.partition(":")
    module_name, _, verb_name = name.rpartition(".")
    module = import_module(f"domains.{module_name}")
    verb = getattr(module, verb_name)

    @functools.wraps(verb)
    async def deadly(*args: Any, **kwargs: Any) -> Any:
        if moment == "before":
            die(marker)
        result = await verb(*args, **kwargs)
        if moment == "after":
            die(marker)
        return result

    setattr(module, verb_name, deadly)


def die(marker: Path) -> None:
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    point, marker, process = sys.argv[1:4]
    arm(point, Path(marker))
    if process == "web":
        from app.cli import main as barrow

        sys.argv = ["barrow", "web"]
        barrow()
    elif process == "clock":
        import asyncio

        from workers.clock import run

        asyncio.run(run())
    else:
        from dramatiq.cli import main as dramatiq_main
        from dramatiq.cli import make_argument_parser

        arguments = ["workers.main", "--processes", "1", "--threads", "8"]
        sys.exit(dramatiq_main(make_argument_parser().parse_args(arguments)))


if __name__ == "__main__":
    main()
