"""How many of each SKU there are, told as it changes."""

from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import aclosing
from functools import partial

from domains.shared.ears import Ear
from domains.shared.loops import PerLoop
from domains.shared.together import Together

from .projection import CHANNEL, Supply, supplies

PULSE = 15.0  # seconds after which it is asked again, whatever was heard: holds end without a sound
_ear: PerLoop[Ear] = PerLoop(partial(Ear, CHANNEL))
_asked: PerLoop[Together[str, Supply]] = PerLoop(partial(Together, supplies))


async def watch(skus: Collection[str]) -> AsyncGenerator[Mapping[str, Supply], None]:
    """How many can be sold: at once, after every change, and every PULSE; however many watch, one question is asked.
    Unavailable as in `supplies`."""
    async with aclosing(_ear().news(skus, PULSE)) as news:
        async for _ in news:
            yield await _asked().ask(skus)
