"""What can be sold, kept in Redis for pages that list many products; read from PostgreSQL whenever it is missing.

A value is `version available fresh_until_ms in_stock due`: `due` is the day on which more is expected, after a `p` if
it comes out on that day, or nothing. Only a version as new or newer replaces it, so two writers finishing out of turn
leave the later truth; its short freshness heals a lost update. A stale one serves while PostgreSQL is away. Whoever
listens on CHANNEL hears the SKU of every figure that has changed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from domains.shared import clock
from domains.shared.breakers import CircuitOpen, circuit
from domains.shared.errors import Unavailable
from domains.shared.redis import redis

from . import stock
from .bundles.recipes import STEP, Recipe, recipes
from .database import database
from .models import StockLevel

T = TypeVar("T")

FRESH = timedelta(seconds=30)
KEPT = timedelta(hours=24)
CHANNEL = "{stock}"
NOT_BEFORE = "p"
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
class Supply:
    """How many of a SKU can be sold, and how many of them lie there. More are expected on `due_on`, which with
    `preorder` is when it comes out."""

    available: int
    in_stock: int
    due_on: date | None
    preorder: bool

    @property
    def awaited(self) -> bool:
        """Who buys it now waits until more comes."""
        return self.available > 0 and self.in_stock == 0


NOTHING = Supply(0, 0, None, False)


@dataclass(frozen=True)
class Figure:
    """How many of a SKU can be sold; `fresh_until` in ms since 1970, when it must be asked for again."""

    version: int
    available: int
    fresh_until: int
    in_stock: int
    due: str

    @property
    def supply(self) -> "Supply":
        day = self.due.removeprefix(NOT_BEFORE)
        due_on = date.fromisoformat(day) if day else None
        return Supply(self.available, self.in_stock, due_on, self.due.startswith(NOT_BEFORE))

    @classmethod
    def parse(cls, text: str) -> "Figure":
        version, available, fresh_until, in_stock, due = text.split(" ")
        return cls(int(version), int(available), int(fresh_until), int(in_stock), due)

    def __str__(self) -> str:
        return f"{self.version} {self.available} {self.fresh_until} {self.in_stock} {self.due}"

    @property
    def fresh(self) -> bool:
        return self.fresh_until > _milliseconds()


async def available(sku: str) -> int:
    """How many can be sold now, back-orders included; an unknown SKU has none."""
    return (await availability([sku]))[sku]


async def availability(skus: Sequence[str]) -> dict[str, int]:
    return {sku: supply.available for sku, supply in (await supplies(skus)).items()}


async def supplies(skus: Sequence[str]) -> dict[str, Supply]:
    known = await read(skus) if skus else {}
    missing = [sku for sku in dict.fromkeys(skus) if sku not in known or not known[sku].fresh]
    if missing:
        try:
            found = await figures(missing)
        except Unavailable:
            if any(sku not in known for sku in missing):
                raise
            found = {}
        await store(found)
        known |= found
    return {sku: known[sku].supply if sku in known else NOTHING for sku in skus}


async def refresh(skus: Iterable[str]) -> None:
    """After a commit; never the reason why what was committed looks failed. Bundles follow their parts."""
    with suppress(Unavailable, DBAPIError):
        moved, known = set(skus), await recipes()
        bundles = {each.sku for each in known.values() if moved & each.parts.keys()}
        await store(await figures(moved | bundles))


async def figures(skus: Iterable[str], *, fresh: bool = False) -> dict[str, Figure]:
    """As PostgreSQL has them; of bundles as they are made up now, or (not `fresh`) a few seconds ago."""
    wanted, known = set(skus), await recipes(fresh=fresh)
    bundles = {sku: known[sku] for sku in wanted & known.keys()}
    lying = wanted.union(*(bundle.parts for bundle in bundles.values()))
    async with database.glance() as connection:
        rows = (await connection.execute(figure_question(), stock.asked(lying))).all()
    found: dict[str, list[sa.Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.sku, []).append(row)
    there = {sku: _figure(each) for sku, each in found.items()}
    return {sku: each for sku, each in there.items() if sku in wanted} | {
        sku: _bundled(bundle, there) for sku, bundle in bundles.items()
    }


def _bundled(bundle: Recipe, there: Mapping[str, Figure]) -> Figure:
    """As many as its parts make. Its version goes on growing when it is made of something else, or of nothing."""
    nothing = Figure(0, 0, _milliseconds((clock.now() + FRESH).timestamp()), 0, "")
    made = bundle if bundle.parts else Recipe(bundle.sku, bundle.version, {bundle.sku: 1})
    of = {part: there.get(part, nothing) for part in made.parts}
    late = [part for part in of.values() if part.due]
    awaited = max(late, key=lambda part: part.due.removeprefix(NOT_BEFORE), default=None)
    return Figure(
        version=STEP * bundle.version + sum(part.version for part in of.values()),
        available=made.of({sku: part.available for sku, part in of.items()}),
        fresh_until=min(part.fresh_until for part in of.values()),
        in_stock=made.of({sku: part.in_stock for sku, part in of.items()}),
        due=awaited.due if awaited else "",
    )


@cache
def figure_question() -> sa.Select[Any]:
    """Made once: a sale asks it each time, and making it takes longer than asking."""
    level: list[Any] = [StockLevel.sku, StockLevel.location_id, StockLevel.version]
    level += [StockLevel.beyond_until, StockLevel.due_on, StockLevel.preorder]
    figures: dict[str, sa.ColumnElement[Any] | sa.ScalarSelect[Any]] = {
        "in_stock": stock.in_stock(),
        "available": stock.available(),
        "beyond": stock.beyond(),
        "next_end": stock.next_end(),
    }
    wanted = StockLevel.sku.in_(sa.bindparam("skus", expanding=True))
    return sa.select(*level, *(column.label(name) for name, column in figures.items())).where(wanted)


def _figure(levels: Sequence[sa.Row[Any]]) -> Figure:
    ends = [moment for level in levels for moment in (level.next_end, level.beyond_until if level.beyond else None)]
    awaited = [level for level in levels if level.beyond and level.due_on]
    first = min(awaited, key=lambda level: (level.due_on, level.location_id), default=None)
    return Figure(
        version=sum(level.version for level in levels),
        available=sum(level.available for level in levels),
        fresh_until=_milliseconds(min([clock.now() + FRESH, *filter(None, ends)]).timestamp()),
        in_stock=sum(level.in_stock for level in levels),
        due="" if first is None else f"{NOT_BEFORE if first.preorder else ''}{first.due_on}",
    )


async def read(skus: Sequence[str]) -> dict[str, Figure]:
    """As Redis remembers them, fresh or not; what it does not know is missing."""
    nothing: list[str | bytes | None] = [None] * len(skus)
    texts = await _ask(lambda client: client.mget([key(sku) for sku in skus]), nothing)
    return {sku: Figure.parse(str(text)) for sku, text in zip(skus, texts, strict=True) if text}


async def store(figures: Mapping[str, Figure]) -> None:
    """But for those of which Redis knows a newer one; nothing while it is away."""
    if not figures:
        return
    keys = [key(sku) for sku in figures]
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


def key(sku: str) -> str:
    return f"{CHANNEL}/{sku}"


def _milliseconds(seconds: float | None = None) -> int:
    return int((clock.now().timestamp() if seconds is None else seconds) * 1000)
