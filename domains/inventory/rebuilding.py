"""What Redis remembers of stock, held against PostgreSQL and written anew from it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from domains.shared import clock
from domains.shared.away import AWAY
from domains.shared.redis import redis

from . import projection
from .bundles.recipes import recipes
from .database import database
from .models import StockLevel
from .projection import CHANNEL, FRESH, NOTHING, figures

CHUNK = 500  # SKUs asked for at once


@dataclass(frozen=True)
class Rebuilt:
    """How many figures were written, and how many of SKUs that exist no more were removed."""

    written: int
    removed: int


@dataclass(frozen=True)
class Drift:
    """A SKU of which pages show another figure than there is, as theirs is still taken for fresh; `lasts` where it will
    be for longer than any figure should."""

    sku: str
    shown: int
    is_now: int
    lasts: bool


async def rebuild() -> Rebuilt:
    """A figure is taken away before PostgreSQL is asked: whatever is sold meanwhile is the newer one and stays. While
    it is missing, pages ask PostgreSQL. RedisError or OSError where Redis is away."""
    removed = written = 0
    async for skus in _remembered():
        gone = set(skus) - (await figures(skus, fresh=True)).keys()
        removed += await _forget(sorted(gone))
    async for skus in _existing():
        await _forget(skus)
        found = await figures(skus, fresh=True)
        await projection.store(found)
        written += len(found)
    return Rebuilt(written, removed)


async def drift() -> tuple[Drift, ...]:
    """None while Redis is away: then nobody is shown its figures."""
    found: list[Drift] = []
    latest = (clock.now() + 2 * FRESH).timestamp() * 1000  # twice: clocks of hosts differ
    try:
        async for skus in _remembered():
            shown, now = await projection.read(skus), await figures(skus, fresh=True)
            for sku in sorted(sku for sku in shown if shown[sku].fresh):
                is_now = now[sku].supply if sku in now else NOTHING
                if shown[sku].supply != is_now:
                    lasts = shown[sku].fresh_until > latest
                    found.append(Drift(sku, shown[sku].available, is_now.available, lasts))
    except AWAY:
        return ()
    return tuple(found)


async def _remembered() -> AsyncIterator[list[str]]:
    """What Redis has a figure of, some at a time."""
    skus: list[str] = []
    async for key in redis().scan_iter(match=f"{CHANNEL}/*", count=CHUNK):
        skus.append(key.removeprefix(f"{CHANNEL}/"))
        if len(skus) == CHUNK:
            yield skus
            skus = []
    if skus:
        yield skus


async def _existing() -> AsyncIterator[list[str]]:
    """Every SKU that has a level, then every bundle. Fans out over all on purpose."""
    last = ""
    question = sa.select(StockLevel.sku).group_by(StockLevel.sku).order_by(StockLevel.sku).limit(CHUNK)
    while True:
        async with database.reading() as session:
            skus = list(await session.scalars(question.where(StockLevel.sku > last)))
        if not skus:
            break
        yield skus
        last = skus[-1]
    bundles = sorted(await recipes(fresh=True))
    for begin in range(0, len(bundles), CHUNK):
        yield bundles[begin : begin + CHUNK]


async def _forget(skus: Sequence[str]) -> int:
    return int(await redis().delete(*(projection.key(sku) for sku in skus))) if skus else 0
