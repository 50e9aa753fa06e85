"""An order's changes, told to whoever looks at it."""

from collections.abc import AsyncGenerator
from functools import partial
from uuid import UUID

from domains.shared.ears import Ear
from domains.shared.loops import PerLoop

from .database import CHANNEL

PULSE = 30.0  # seconds after which it is worth looking again, whatever was heard
_ear: PerLoop[Ear] = PerLoop(partial(Ear, CHANNEL))


def changes(order_id: UUID) -> AsyncGenerator[None, None]:
    """At once, after every transaction that may have changed the order, and every PULSE."""
    return _ear().news([str(order_id)], PULSE)
