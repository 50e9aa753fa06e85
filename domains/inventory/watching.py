"""How many of a SKU there are, told as it changes."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import partial

from domains.shared.ears import Ear
from domains.shared.loops import PerLoop

from .projection import CHANNEL, Supply, supplies

PULSE = 15.0  # seconds after which it is asked again, whatever was heard: holds end without a sound
_ear: PerLoop[Ear] = PerLoop(partial(Ear, CHANNEL))


async def watch(sku: str) -> AsyncIterator[Supply]:
    """How many can be sold: at once, after every change, and every PULSE. Unavailable as in `supplies`."""
    async with aclosing(_ear().news(sku, PULSE)) as news:
        async for _ in news:
            yield (await supplies([sku]))[sku]
