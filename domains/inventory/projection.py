"""What can be sold, kept in Redis for pages that list many products; read from PostgreSQL whenever it is missing.

A value is `version available fresh_until_ms`. Only a version as new or newer replaces it, so two writers finishing out
of turn leave the later truth; its short freshness heals a lost update. A stale one serves while PostgreSQL is away.
Whoever listens on CHANNEL hears the SKU of every figure that has changed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from domains.shared import clock
from domains.shared.breakers import CircuitOpen, circuit
from domains.shared.errors import Unavailable
from domains.shared.redis import redis

from . import stock
from .database import database

T = TypeVar("T")

FRESH = timedelta(seconds=30)
KEPT = timedelta(hours=24)
CHANNEL = "{stock}"
PATIENCE = 0.5  # seconds for Redis before PostgreSQL is asked instead
STORE = """
for i, key in ipairs(KEYS) do
    local known = redis.call('GET', key)
    local version = known and tonumber(string.match(known, '^%d+'))
    if not version or version <= tonumber(string.match(ARGV[i + 2], '^%d+')) then
        redis.call('SET', key, ARGV[i + 2], 'PX', ARGV[1])
        if not known or string.match(known, ' (-?%d+)') ~= string.match(ARGV[i + 2], ' (-?%d+)') then
            redis.call('PUBLISH', ARGV[2], string.sub(key, #ARGV[2] + 2))
        end
    end
end
return #KEYS
"""


@dataclass(frozen=True)
class Figure:
    """How many of a SKU can be sold; `fresh_until` in ms since 1970, when it must be asked for again."""

    version: int
    available: int
    fresh_until: int

    @classmethod
    def parse(cls, text: str) -> "Figure":
        version, available, fresh_until = text.split()
        return cls(int(version), int(available), int(fresh_until))

    def __str__(self) -> str:
        return f"{self.version} {self.available} {self.fresh_until}"

    @property
    def fresh(self) -> bool:
        return self.fresh_until > _milliseconds()


async def available(sku: str) -> int:
    """How many can be sold now, back-orders included; an unknown SKU has none."""
    return (await availability([sku]))[sku]


async def availability(skus: Sequence[str]) -> dict[str, int]:
    known = await _read(skus) if skus else {}
    missing = [sku for sku in dict.fromkeys(skus) if sku not in known or not known[sku].fresh]
    if missing:
        try:
            figures = await _figures(missing)
        except Unavailable:
            if any(sku not in known for sku in missing):
                raise
            figures = {}
        await _store(figures)
        known |= figures
    return {sku: known[sku].available if sku in known else 0 for sku in skus}


async def refresh(skus: Iterable[str]) -> None:
    """After a commit; never the reason why what was committed looks failed."""
    with suppress(Unavailable, DBAPIError):
        await _store(await _figures(list(skus)))


async def _figures(skus: Sequence[str]) -> dict[str, Figure]:
    async with database.reading() as session:
        rows = (await session.execute(stock.question(skus).add_columns(stock.next_end()))).all()
    soon = clock.now() + FRESH
    figures: dict[str, Figure] = {}
    for level, next_end in rows:
        so_far = figures.get(level.sku, Figure(0, 0, 0))
        until = _milliseconds(min(soon, next_end or soon).timestamp())
        figures[level.sku] = Figure(so_far.version + level.version, so_far.available + level.available, until)
    return figures


async def _read(skus: Sequence[str]) -> dict[str, Figure]:
    nothing: list[str | bytes | None] = [None] * len(skus)
    texts = await _ask(lambda client: client.mget([_key(sku) for sku in skus]), nothing)
    return {sku: Figure.parse(str(text)) for sku, text in zip(skus, texts, strict=True) if text}


async def _store(figures: Mapping[str, Figure]) -> None:
    if not figures:
        return
    keys = [_key(sku) for sku in figures]
    kept = int(KEPT.total_seconds() * 1000)
    values = [str(figure) for figure in figures.values()]
    await _ask(lambda client: client.register_script(STORE)(keys=keys, args=[kept, CHANNEL, *values]), 0)


async def _ask(question: Callable[["Redis"], Awaitable[T]], otherwise: T) -> T:
    """Redis, while it answers and answers soon; after two failures it is left alone for five seconds."""
    try:
        async with circuit("inventory-redis", failures=2, rest=5), asyncio.timeout(PATIENCE):
            return await question(redis())
    except (RedisError, OSError, TimeoutError, CircuitOpen):
        return otherwise


def _key(sku: str) -> str:
    return f"{CHANNEL}:{sku}"


def _milliseconds(seconds: float | None = None) -> int:
    return int((clock.now().timestamp() if seconds is None else seconds) * 1000)
