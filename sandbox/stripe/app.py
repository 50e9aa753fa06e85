"""The look-alike as a Litestar plug-in point: its handlers, its courier and its sweep."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar
from litestar.types import ControllerRouterHandler

from . import control, pages, sessions
from .api import api
from .site import Site
from .webhooks import Courier

SWEEP_S = 1.0

HANDLERS: tuple[ControllerRouterHandler, ...] = (
    api,
    pages.show,
    pages.pay,
    pages.challenge,
    pages.authenticate,
    control.show,
    control.order,
    control.reset,
    control.ledger,
)


def running(site: Site) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """Keeps webhooks going out and sessions expiring while the process lives."""

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(Courier(site).run()), asyncio.create_task(_sweep(site))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    return lifespan


async def _sweep(site: Site) -> None:
    while True:
        with site.objects.transaction():
            sessions.expire_due(site.call())
        await asyncio.sleep(SWEEP_S)
