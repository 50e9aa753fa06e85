"""Redis: projections, caches and rate limits. Nothing in it is the only copy of anything."""

from redis.asyncio import Redis

from .loops import PerLoop
from .settings import settings


def _connect() -> "Redis":
    return Redis.from_url(settings().redis_url, decode_responses=True, socket_timeout=2.0, socket_connect_timeout=1.0)


redis: PerLoop[Redis] = PerLoop(_connect)


async def close() -> None:
    client = redis.pop()
    if client is not None:
        await client.aclose()
