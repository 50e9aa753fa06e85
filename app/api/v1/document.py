"""The OpenAPI document of the interface, made from its handlers."""

from collections.abc import Sequence
from functools import cache

import msgspec
from litestar import Litestar, Response, Router, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from app.requests import Request
from app.security.declarations import Rate, seen_by
from domains.shared.settings import settings

VERSION = "1"
ABOUT = (
    "Send `Authorization: Bearer` with an API key, which staff make in the back office, or with an access token."
    " Cookies are not looked at; a session's cookies and a bearer together are refused. Errors are problems (RFC 9457)."
)
BEARER = SecurityScheme(type="http", scheme="bearer", description="An API key (`barrow_…`) or an access token.")


def described_by(routers: Sequence[Router]) -> HTTPRouteHandler:
    @get("/api/v1/openapi.json", name="api.document", opt=seen_by(rate=Rate.API), media_type="application/json")
    async def document() -> Response[bytes]:
        return Response(_document(tuple(routers)), media_type="application/vnd.oai.openapi+json")

    return document


@cache
def _document(routers: tuple[Router, ...]) -> bytes:
    """Of an application that has nothing else: what people see of the shop is no part of it."""
    config = OpenAPIConfig(
        title=settings().shop_name,
        version=VERSION,
        description=ABOUT,
        components=Components(security_schemes={"bearer": BEARER}),
        use_handler_docstrings=True,
    )
    alone = Litestar(list(routers), openapi_config=config, request_class=Request, logging_config=None)
    return msgspec.json.encode(alone.openapi_schema.to_schema())
