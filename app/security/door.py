"""The closed shop: while an operator has work to do, shoppers are asked to come again; staff and machines go on."""

import asyncio
import logging
from typing import Any, Final

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from app.requests import Request
from app.security.visitor import visitor_of
from domains import catalog
from domains.shared import clock
from domains.shared.away import AWAY
from domains.shared.errors import Unavailable

log = logging.getLogger("barrow.edge")
LOOK: Final = 2.0  # seconds between two looks at whether the shop is open
AT_LEAST, USUALLY = 30, 600  # seconds to stay away
ALWAYS_OPEN: Final = (
    "/healthz", "/readyz", "/static/", "/media/", "/admin", "/webhooks/", "/api/", "/robots.txt", "/offline", "/sw.js",
    "/login", "/account/proof", "/account/second-factor",
)  # fmt: skip


class ShopClosed(Unavailable):
    def __init__(self, closure: catalog.Closure) -> None:
        left = (closure.until - clock.now()).total_seconds() if closure.until else USUALLY
        super().__init__(closure.says, retry_after=max(round(left), AT_LEAST))
        self.closure = closure


class Door:
    """What this process knows; a request costs no question."""

    def __init__(self) -> None:
        self.closure: catalog.Closure | None = None

    async def look(self) -> None:
        """What was known last holds while the catalogue cannot be asked."""
        try:
            self.closure = await catalog.find_closure()
        except (Unavailable, *AWAY) as error:
            log.info("door.unknown error=%s", type(error).__name__)

    async def watch(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOK)


class ClosedShop(ASGIMiddleware):
    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Any, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if door.closure and not scope["path"].startswith(ALWAYS_OPEN) and not await _is_staff(scope):
            raise ShopClosed(door.closure)
        await next_app(scope, receive, send)


async def _is_staff(scope: Scope) -> bool:
    """Whoever works here sees whether all is well before it is opened again."""
    session = (await visitor_of(Request(scope))).session
    return session is not None and session.person.is_staff


door: Final = Door()
