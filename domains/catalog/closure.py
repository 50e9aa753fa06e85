"""Closure the shop for a while, and opening it again: an operator's deed, seen by every web process."""

from datetime import timedelta
from typing import Final

from ..shared import clock
from ..shared.errors import Invalid
from .models import Closure
from .models.closure import ONLY

SAYS: Final = "We are at work on the shop and will be back as soon as we can."
LONGEST: Final = 300
LONGEST_MINUTES: Final = 7 * 24 * 60


async def close_shop(minutes: int | None = None, says: str = "") -> Closure:
    """In `minutes` it is meant to open again; whoever closes it opens it. Closure it once more changes what is said."""
    if minutes is not None and not 1 <= minutes <= LONGEST_MINUTES:
        raise Invalid(f"Give a number of minutes from 1 to {LONGEST_MINUTES}.", {"minutes": "This is too long."})
    if len(says) > LONGEST:
        raise Invalid(f"Say it in at most {LONGEST} characters.", {"says": "This is too long."})
    until = clock.now() + timedelta(minutes=minutes) if minutes else None
    closure = Closure(says=says.strip() or SAYS, until=until)
    await closure.save()
    return closure


async def reopen_shop() -> None:
    await Closure.get_pymongo_collection().delete_one({"_id": ONLY})


async def find_closure() -> Closure | None:
    """None while the shop is open."""
    return await Closure.get(ONLY)
