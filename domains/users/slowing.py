"""Trying passwords slows down, counted in Redis for all processes. Without Redis nothing is tried at all."""

import asyncio
import hashlib
import math
from dataclasses import dataclass
from typing import Any, Final

from redis.exceptions import RedisError

from domains.shared.errors import Unavailable
from domains.shared.redis import redis

from .errors import TooSoon

HOUR: Final = 3_600_000
MOST_OF_ALL: Final = 0.5  # seconds that a try waits, however many strangers try the same account
BEFORE_ALL: Final = 30  # tries an hour at one account that nobody has to wait for
# Counted before it is known how a try ends, so that many at once are no way round it. Answers with milliseconds.
TRY: Final = """
local told = redis.call('TIME')
local now = told[1] * 1000 + math.floor(told[2] / 1000)
local free = tonumber(redis.call('HGET', KEYS[1], 'free_at') or '0')
if free > now then return free - now end
local tries = redis.call('HINCRBY', KEYS[1], 'tries', 1)
local over = tries - tonumber(ARGV[1])
local wait = 0
if over > 0 then wait = math.min(1000 * 2 ^ (over - 1), tonumber(ARGV[2])) end
redis.call('HSET', KEYS[1], 'free_at', string.format('%.0f', now + wait))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', wait + tonumber(ARGV[2])))
return 0
"""
# Whoever shares an address with many who sign in waits for none of them
NO_TRY: Final = """
if redis.call('EXISTS', KEYS[1]) == 0 then return end
redis.call('HINCRBY', KEYS[1], 'tries', -1)
redis.call('HSET', KEYS[1], 'free_at', 0)
"""


@dataclass(frozen=True)
class Tries:
    """At one account (or what was typed for one), from one address or from all together. `kind` keeps passwords and
    codes apart."""

    kind: str
    account: str
    address: str | None

    async def begin(self) -> None:
        """TooSoon while this pair, or this address, has to wait; Unavailable without Redis."""
        await asked(self._count(self._pair, 5))
        if self.address is not None:
            await asked(self._count(self._addresses, 20))
            await asyncio.sleep(await asked(self._all()))

    async def succeeded(self) -> None:
        """The pair begins anew, and this try was none; what others tried stays counted, here and elsewhere."""
        await asked(redis().delete(self._pair))
        if self.address is not None:
            await asked(redis().decr(self._everybodys))
            await asked(redis().eval(NO_TRY, 1, self._addresses))

    @property
    def _pair(self) -> str:
        return f"slow:{self.kind}:pair:{self._account}:{self.address or ''}"

    @property
    def _addresses(self) -> str:
        return f"slow:{self.kind}:from:{self.address}"

    @property
    def _everybodys(self) -> str:
        return f"slow:{self.kind}:all:{self._account}"

    @property
    def _account(self) -> str:
        return hashlib.sha256(self.account.strip().casefold().encode(errors="replace")).hexdigest()[:32]

    async def _count(self, key: str, free: int) -> None:
        wait = int(await redis().eval(TRY, 1, key, free, HOUR))
        if wait:
            raise TooSoon(math.ceil(wait / 1000))

    async def _all(self) -> float:
        """Seconds that this try waits, and only waits: whoever knows the password gets in, whatever others do."""
        async with redis().pipeline(transaction=True) as pipe:
            pipe.incr(self._everybodys)
            pipe.pexpire(self._everybodys, HOUR, nx=True)
            tries, _ = await pipe.execute()
        return min(max(int(tries) - BEFORE_ALL, 0) * 0.05, MOST_OF_ALL)


async def asked(question: Any) -> Any:
    """Of Redis, without which nobody signs in: Unavailable."""
    try:
        return await question
    except (RedisError, OSError, TimeoutError) as error:
        raise Unavailable("Signing in is not possible right now. Please try again in a moment.") from error
