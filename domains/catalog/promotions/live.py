"""The promotions that are live: held in memory for up to a second, read anew for what will be paid."""

import time
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from pymongo.errors import ConnectionFailure

from ..models import PromotionStatus, StoredPromotion
from .terms import Promotion

FRESH_SECONDS: Final = 1.0

_known: tuple[float, Mapping[UUID, Promotion]] | None = None


async def live_promotions(*, fresh: bool = False) -> Mapping[UUID, Promotion]:
    """By id, whether their window is open or not: that is asked when a cart is priced.

    Up to a second old; the last ones known while MongoDB is away. `fresh` for what will be paid."""
    global _known
    if not fresh and _known is not None and time.monotonic() < _known[0]:
        return _known[1]
    try:
        stored = await StoredPromotion.find({"status": PromotionStatus.LIVE.value}).to_list()
        found: Mapping[UUID, Promotion] = {each.id: each.promotion for each in stored}
    except ConnectionFailure:
        if _known is None or fresh:
            raise
        found = _known[1]
    _known = (time.monotonic() + FRESH_SECONDS, found)
    return found


def forget_promotions() -> None:
    """This process has changed one: use it at once."""
    global _known
    _known = None
