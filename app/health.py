"""Is the process alive, and would a visitor be served? Load balancers and people ask these two."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from app.requests import get_page
from app.security.declarations import Cache, Rate, seen_by

PATIENCE = 1.0  # seconds a part may take to answer
Check = Callable[[], Awaitable[Any]]


@get_page("/healthz", name="health.alive", opt=seen_by(rate=Rate.NONE, cache=Cache.NEVER))
async def alive() -> Response[dict[str, str]]:
    return Response({"status": "alive"})


def readiness(checks: Mapping[str, Check]) -> HTTPRouteHandler:
    @get_page("/readyz", name="health.ready", opt=seen_by(rate=Rate.NONE, cache=Cache.NEVER))
    async def ready() -> Response[dict[str, Any]]:
        answers = dict(zip(checks, await asyncio.gather(*map(_ask, checks.values())), strict=True))
        missing = [name for name, why in answers.items() if why]
        told = {"status": "not ready" if missing else "ready", "checks": {n: w or "ok" for n, w in answers.items()}}
        return Response(told, status_code=503 if missing else 200)

    return ready


async def _ask(check: Check) -> str:
    """Empty when all is well, else why not, in a word that gives nothing away."""
    try:
        async with asyncio.timeout(PATIENCE):
            await check()
    except TimeoutError:
        return "no answer in time"
    except Exception as error:
        return type(error).__name__
    return ""
