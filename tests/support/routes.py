"""Every route of the shop with what it declares, and an address that leads to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from app.security.declarations import Declaration, declaration_of

FILLINGS = {"uuid": str(UUID(int=7)), "int": "1", "path": "kitchen/knives", "str": "B-1001"}
ANSWERED_BY_ITSELF = {"OPTIONS"}  # by the framework, with the methods there are


@dataclass(frozen=True)
class Way:
    """One method of one address."""

    method: str
    path: str
    name: str
    handler: HTTPRouteHandler

    @property
    def declared(self) -> Declaration | None:
        return declaration_of(self.handler)

    @property
    def address(self) -> str:
        return re.sub(r"{\w+:(\w+)}", lambda gap: FILLINGS[gap[1]], self.path)


def ways(app: Litestar) -> Iterator[Way]:
    """Of the shop itself: the probes that tests put beside it are none."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            raise TypeError(f"{route.path} is no route of HTTP: nothing declares it")
        for method, (handler, _) in route.route_handler_map.items():
            if method not in ANSWERED_BY_ITSELF:
                yield Way(method, route.path, handler.name or "", handler)
