"""Rate limits per address: counted in Redis for all processes, in memory while Redis is away."""

import logging
import math
import time
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter as Counter
from litestar.enums import ScopeType
from litestar.exceptions import TooManyRequestsException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Send
from redis.exceptions import RedisError

from app.security.address import client_ip, rate_key
from app.security.declarations import Rate, declaration_of
from app.security.turns import turn
from domains.shared.errors import Unavailable
from domains.shared.loops import PerLoop
from domains.shared.redis import redis
from domains.shared.settings import settings

log = logging.getLogger("barrow.edge")
REST = 5.0  # seconds without asking a Redis that has just failed
FAIL_CLOSED = {"sign_in"}


class RateLimits(ASGIMiddleware):
    """Each route declares its class; what the framework answers by itself counts as looking."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Any, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        declaration = declaration_of(scope["route_handler"])
        kind = declaration.rate if declaration else Rate.BROWSE
        if kind is not Rate.NONE:  # before the queue: whoever asks too often takes no place in it
            await limiter().admit(kind, rate_key(client_ip(scope)))
        async with turn() if kind is Rate.SIGN_IN else nullcontext():
            await next_app(scope, receive, send)


class Limiter:
    def __init__(self) -> None:
        read = settings()
        self._limits = {
            "browse": parse(read.rate_browse),
            "act": parse(read.rate_act),
            "sign_in": parse(read.rate_sign_in),
            "code": parse(read.rate_code),
            "review": parse(read.rate_review),
            "machine": parse(read.rate_machine),
            "api": parse(read.rate_api),
            "mail": parse(read.rate_mail),
            "mailbox": parse(read.rate_mailbox),
        }
        self._here = Counter(MemoryStorage())
        self._shared = Counter(_storage())
        self._away_until = 0.0

    async def admit(self, kind: str, key: str) -> None:
        await self._admit(kind, self._limits[kind], key)

    async def admit_at(self, kind: str, limit: str, key: str) -> None:
        """With a limit of its own, such as `120/minute`."""
        await self._admit(kind, parse(limit), key)

    async def _admit(self, kind: str, limit: RateLimitItem, key: str) -> None:
        for counter in self._counters(kind):
            admitted = await self._hit(counter, limit, kind, key)
            if admitted is False:
                raise await _refused(counter, limit, kind, key)
            if admitted:
                return
        raise Unavailable("Signing in is not possible right now. Please try again in a moment.")

    def _counters(self, kind: str) -> Iterator[Counter]:
        """Redis counts for all processes. Passwords are not tried against a counter that knows one process alone."""
        if time.monotonic() >= self._away_until:
            yield self._shared
        if kind not in FAIL_CLOSED:
            yield self._here

    async def _hit(self, counter: Counter, limit: RateLimitItem, kind: str, key: str) -> bool | None:
        """None when Redis cannot be asked; it is then left alone for a while."""
        try:
            return await counter.hit(limit, kind, key)
        except (RedisError, OSError, TimeoutError) as error:
            self._away_until = time.monotonic() + REST
            log.warning("rates.redis_away error=%s", type(error).__name__)
            return None


async def _refused(counter: Counter, limit: RateLimitItem, kind: str, key: str) -> TooManyRequestsException:
    try:
        reset = (await counter.get_window_stats(limit, kind, key)).reset_time
    except (RedisError, OSError, TimeoutError):
        reset = time.time() + limit.get_expiry()
    seconds = max(1, math.ceil(reset - time.time()))
    return TooManyRequestsException(headers={"Retry-After": str(seconds)})


def _storage() -> RedisStorage:
    """Over the connections the process has anyway."""
    pool: Any = redis().connection_pool  # documented, yet missing from its annotation
    return RedisStorage("async+redis://", implementation="redispy", key_prefix="rate", connection_pool=pool)


limiter: PerLoop[Limiter] = PerLoop(Limiter)
