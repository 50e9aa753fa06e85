"""Whether an order's timeline is what was written: nothing rewritten, taken out, put in or cut off."""

from collections.abc import Iterator
from dataclasses import dataclass

from .models import Order


@dataclass(frozen=True)
class BrokenTimeline:
    """From entry `at` on (counted from 1; one past the last where its end is missing) it is not what was written."""

    number: str
    at: int
    why: str


def broken(order: Order) -> Iterator[BrokenTimeline]:
    """The first place alone: behind it nothing can be said. What erased people's entries told is not there any more."""
    previous = ""
    for at, entry in enumerate(order.events, 1):
        if entry.number != at:
            yield BrokenTimeline(order.number, at, f"entry {at} is missing; number {entry.number} stands there")
            return
        if order.erased_at is None and entry.digest != entry.told_digest():
            yield BrokenTimeline(order.number, at, "what it tells was changed")
            return
        if entry.hash != entry.link(previous):
            yield BrokenTimeline(order.number, at, "it does not follow from the entry before it")
            return
        previous = entry.hash
    if previous != order.timeline_end:
        yield BrokenTimeline(order.number, len(order.events) + 1, "it does not end where the order says")
