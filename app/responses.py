"""The three answers a page can give: a page, a swap, a redirect to look at the result."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from litestar import Litestar, Response
from litestar import Request as LitestarRequest
from litestar.enums import MediaType
from litestar.response import Redirect
from litestar.response.base import ASGIResponse
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER
from litestar.types import Receive, Scope, Send

from app import templating
from app.requests import Request
from app.templating import Around


def page(name: str, status: int = 200, headers: dict[str, str] | None = None, **context: Any) -> "Rendered":
    """A whole page: `page("cart/show")` is templates/pages/cart/show.html, `page("admin/…")` templates/admin/….html."""
    staff = name.startswith("admin/")  # the back office has a bar of its own
    around: Around = "desk" if staff else "chrome"
    return Rendered(f"{'' if staff else 'pages/'}{name}.html", status, context, headers, around=around)


def door(name: str, status: int = 200, **context: Any) -> "Rendered":
    """A page of the back office for who is not inside it: nothing is asked for the bar above it."""
    return Rendered(f"{name}.html", status, context, None, around=None)


def swap(name: str, status: int = 200, headers: dict[str, str] | None = None, **context: Any) -> "Rendered":
    """Replacements for htmx: `swap("cart/added")` is templates/swaps/cart/added.html. Nothing stands around it."""
    return Rendered(f"swaps/{name}.html", status, context, headers, around=None)


def see_other(route_name: str, *, anchor: str = "", **params: Any) -> "SeeOther":
    """303 to a named route, after a deed is done; what is not part of its path becomes the query."""
    return SeeOther(route_name, params, anchor)


class Rendered(Response[None]):
    """Rendered when it is sent, so that what surrounds the page (cart count) shows what the handler has just done."""

    def __init__(
        self,
        template: str,
        status: int,
        context: dict[str, Any],
        headers: dict[str, str] | None,
        *,
        around: Around | None,
    ) -> None:
        super().__init__(content=None, status_code=status, headers=headers, media_type=MediaType.HTML)
        self.template = template
        self.context = context
        self.around = around

    def to_asgi_response(
        self, app: Litestar | None, request: LitestarRequest[Any, Any, Any], **given: Any
    ) -> ASGIResponse:
        return _Later(partial(self._finish, request, given))

    async def _finish(self, request: LitestarRequest[Any, Any, Any], given: dict[str, Any]) -> ASGIResponse:
        html = await templating.render(request, self.template, self.context, around=self.around)
        ready = Response(
            html,
            status_code=self.status_code,
            headers=self.headers,
            cookies=self.cookies,
            media_type=MediaType.HTML,
            background=self.background,
        )
        return ready.to_asgi_response(None, request, **given)


class SeeOther(Response[None]):
    def __init__(self, route_name: str, params: dict[str, Any], anchor: str = "") -> None:
        super().__init__(content=None, status_code=HTTP_303_SEE_OTHER)
        self.route_name = route_name
        self.params = params
        self.anchor = f"#{anchor}" if anchor else ""

    def to_asgi_response(
        self, app: Litestar | None, request: LitestarRequest[Any, Any, Any], **given: Any
    ) -> ASGIResponse:
        path = templating.url_for(request.app, self.route_name, **self.params) + self.anchor
        if isinstance(request, Request) and request.htmx:
            # fetch would follow a 303 by itself and put the whole page into a fragment's place
            told = Response("", headers={**self.headers, "HX-Redirect": path}, cookies=self.cookies)
            return told.to_asgi_response(None, request, **given | {"status_code": HTTP_200_OK})
        redirect = Redirect(path, status_code=HTTP_303_SEE_OTHER, headers=self.headers, cookies=self.cookies)
        return redirect.to_asgi_response(None, request, **given)


class _Later(ASGIResponse):
    """An answer that still has to be awaited."""

    def __init__(self, make: Callable[[], Awaitable[ASGIResponse]]) -> None:
        super().__init__()
        self._make = make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._make()
        await response(scope, receive, send)


__all__ = ["Rendered", "Request", "SeeOther", "door", "page", "see_other", "swap"]
