"""A request that knows whether htmx wants a fragment of the page or a browser wants all of it."""

from collections.abc import AsyncGenerator, Callable
from typing import Any

from litestar import Request as LitestarRequest
from litestar.datastructures import FormMultiDict, State
from litestar.enums import HttpMethod, RequestEncodingType
from litestar.exceptions import ClientException, HTTPException
from litestar.handlers import HTTPRouteHandler, route
from litestar.types import AnyCallable


class Request(LitestarRequest[Any, Any, State]):
    _forms_end: list[HTTPException] | None = None

    async def form(self) -> FormMultiDict:
        """Litestar closes the files of a form that ends too early, but not those of one whose reading is refused: a
        sender who left, a body beyond the limit. So a refusal ends the form first, and is then told."""
        multipart = self.content_type[0] == RequestEncodingType.MULTI_PART
        form = await (self._parts() if multipart else super().form())
        self.scope["state"]["form"] = form  # for the audit log: what was sent is part of a deed
        return form

    async def _parts(self) -> FormMultiDict:
        self._forms_end = []
        try:
            form = await super().form()
        except ClientException as error:
            raise next(iter(self._forms_end), error) from None
        else:
            for refusal in self._forms_end:  # before the first byte: that makes an empty form
                raise refusal
            return form
        finally:
            self._forms_end = None

    async def stream(self) -> AsyncGenerator[bytes, None]:
        try:
            async for piece in super().stream():
                yield piece
        except HTTPException as refusal:
            if self._forms_end is None:
                raise
            self._forms_end.append(refusal)

    @property
    def htmx(self) -> bool:
        """True where a fragment is the right answer; boosted links and the back button want the whole page."""
        headers = self.headers
        if headers.get("hx-request") != "true" or headers.get("hx-request-type") == "full":
            return False
        return headers.get("hx-boosted") != "true" and headers.get("hx-history-restore-request") != "true"

    @property
    def part(self) -> str:
        """The id of what htmx is going to replace; its header names the tag too, `section#product-reviews`."""
        return self.headers.get("hx-target", "").rpartition("#")[2]

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
