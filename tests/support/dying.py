"""Makes a process of the product kill itself, once, when it reaches one of its functions.

Imported with DIES_AT=domains.orders.place:after and DIES_ONCE=marker in the environment: SIGKILL right after
`domains.orders.place` has returned (or a verb of a class), once the file `marker` with `.armed` behind it is there: a
webhook that Stripe repeats may reach a process before its test does. The product has no hooks for this: it is wrapped
before it begins.
"""

import functools
import inspect
import os
import pkgutil
import signal
from pathlib import Path
from typing import Any


def arm(point: str, marker: Path) -> None:
    name, _, moment = point.partition(":")
    owner_name, _, verb_name = name.rpartition(".")
    owner = pkgutil.resolve_name(owner_name)
    verb = getattr(owner, verb_name)

    @functools.wraps(verb)
    async def deadly(*args: Any, **kwargs: Any) -> Any:
        if moment == "before":
            die(marker)
        result = await verb(*args, **kwargs)
        if moment == "after":
            die(marker)
        return result

    @functools.wraps(verb)
    def deadly_at_once(*args: Any) -> Any:
        if moment == "before" and any(args):  # the relay also posts nothing at all, again and again
            die(marker)
        result = verb(*args)
        if moment == "after" and any(args):
            die(marker)
        return result

    setattr(owner, verb_name, deadly if inspect.iscoroutinefunction(verb) else deadly_at_once)


def armed(marker: Path) -> Path:
    return marker.with_name(f"{marker.name}.armed")


def die(marker: Path) -> None:
    if armed(marker).exists() and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)


if "DIES_AT" in os.environ:
    arm(os.environ["DIES_AT"], Path(os.environ["DIES_ONCE"]))
