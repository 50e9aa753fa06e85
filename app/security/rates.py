"""Rate limits per address: counted in Redis for all processes, in memory while Redis is away."""

import logging
import math
import time
from typing import Any

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from litestar.enums import ScopeType
from litestar.exceptions import TooManyRequestsException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Send
from redis.exceptions import RedisError

from app.security.address import client_ip, rate_key
from domains.shared.errors import Unavailable
from domains.shared.loops import PerLoop
from domains.shared.settings import settings

log = logging.getLogger("barrow.edge")
REST = 5.0  # seconds without asking a Redis that has just failed
FAIL_CLOSED = {"sign_in"}


class RateLimits(ASGIMiddleware):
    """`opt={"rate": "act"}` names a handler's class: browse, act, sign_in or none. Else GET browses, the rest acts."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Any, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        kind = scope["route_handler"].opt.get("rate") or ("browse" if scope["method"] in ("GET", "HEAD") else "act")
        if kind != "none":
            await limiter().admit(kind, rate_key(client_ip(scope)))
        await next_app(scope, receive, send)


class Limiter:
    def __init__(self) -> None:
        read = settings()
        self._limits = {
            "browse": parse(read.rate_browse),
            "act": parse(read.rate_act),
            "sign_in": parse(read.rate_sign_in),
        }
        self._here = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._shared = SlidingWindowCounterRateLimiter(_storage(read.redis_url)) if read.redis_url else None
        self._away_until = 0.0

    async def admit(self, kind: str, key: str) -> None:
        limit = self._limits[kind]
        window = await self._hit_shared(limit, kind, key)
        if window is None:
            if kind in FAIL_CLOSED and self._shared is not None:
                raise Unavailable("Signing in is not possible right now. Please try again in a moment.")
            window = self._here if not await self._here.hit(limit, kind, key) else True
        if window is not True:
            raise await _refused(window, limit, kind, key)

    async def _hit_shared(self, limit: RateLimitItem, kind: str, key: str) -> Any:
        """True when admitted, the window when not, None when Redis cannot be asked."""
        if self._shared is None or time.monotonic() < self._away_until:
            return None
        try:
            return await self._shared.hit(limit, kind, key) or self._shared
        except (RedisError, OSError, TimeoutError) as error:
            self._away_until = time.monotonic() + REST
            log.warning("rates.redis_away error=%s", type(error).__name__)
            return None


async def _refused(
    window: SlidingWindowCounterRateLimiter, limit: RateLimitItem, kind: str, key: str
) -> TooManyRequestsException:
    try:
        reset = (await window.get_window_stats(limit, kind, key)).reset_time
    except (RedisError, OSError, TimeoutError):
        reset = time.time() + limit.get_expiry()
    seconds = max(1, math.ceil(reset - time.time()))
    return TooManyRequestsException(headers={"Retry-After": str(seconds)})


def _storage(url: str) -> RedisStorage:
    return RedisStorage(
        f"async+{url}" if not url.startswith("unix://") else url.replace("unix://", "async+redis+unix://", 1),
        implementation="redispy",
        key_prefix="rate",
        socket_timeout=0.5,
        socket_connect_timeout=0.5,
    )


limiter: PerLoop[Limiter] = PerLoop(Limiter)
