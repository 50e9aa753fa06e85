"""The worker's part of every picture: all sizes and formats that pages ask for, one picture at a time."""

import asyncio
import logging
from collections.abc import Sequence

from ...shared.away import AWAY
from ...shared.errors import Unavailable
from ...shared.loops import PerLoop
from ...shared.media import PictureRefused, cut_picture

log = logging.getLogger("catalog.pictures")
_cutting: PerLoop[asyncio.Lock] = PerLoop(asyncio.Lock)
PASSING = (Unavailable, OSError, *AWAY)


async def cut_pictures(keys: Sequence[str]) -> int:
    """How many were made; what is there already is passed over, and a picture that cannot be cut keeps no other back.

    Unavailable while this process cuts others: a picture that may wait keeps no place that an order could take.
    """
    if _cutting().locked():
        raise Unavailable("Other pictures are being cut.")
    async with _cutting():
        return sum([await _cut(key) for key in keys])


async def _cut(key: str) -> bool:
    try:
        return await cut_picture(key)
    except PASSING:
        raise
    except PictureRefused as refused:  # saved by rules that were others then
        log.warning("picture.uncut key=%s why=%s", key, refused.message)
    except Exception:  # the JPEG that is there stands in for it
        log.exception("picture.uncut key=%s", key)
    return False
