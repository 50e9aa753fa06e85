"""A request that knows whether htmx wants a fragment of the page or a browser wants all of it."""

from collections.abc import Callable
from typing import Any

from litestar import Request as LitestarRequest
from litestar.datastructures import State
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler, route
from litestar.types import AnyCallable


class Request(LitestarRequest[Any, Any, State]):
    @property
    def htmx(self) -> bool:
        """True where a fragment is the right answer; boosted links and the back button want the whole page."""
        headers = self.headers
        if headers.get("hx-request") != "true" or headers.get("hx-request-type") == "full":
            return False
        return headers.get("hx-boosted") != "true" and headers.get("hx-history-restore-request") != "true"

    @property
    def wants_json(self) -> bool:
        """Programs get problem+json: everything below /api and /webhooks, and whoever asks for JSON but not HTML."""
        if self.url.path.startswith(("/api/", "/webhooks/")):
            return True
        accept = self.headers.get("accept", "")
        return "json" in accept and "text/html" not in accept


def get_page(path: str, *, name: str, **options: Any) -> Callable[[AnyCallable], HTTPRouteHandler]:
    """Like litestar's `get`, and it answers HEAD too, as HTTP asks of every GET."""
    return route(path, http_method=[HttpMethod.GET, HttpMethod.HEAD], name=name, **options)
