"""create_app(): the one place where things are plugged together."""

from importlib import import_module
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide

from app.assets import Assets
from app.config import BODY_LIMIT, configure_request_log
from app.errors import HANDLERS
from app.health import alive
from app.requests import Request
from app.security.edge import Edge
from app.security.origin import SameOriginDeeds
from app.security.rates import RateLimits
from app.security.visitor import provide_visitor
from app.static import pictures, static_files
from app.templating import environment


def create_app() -> Litestar:
    configure_request_log()
    assets = Assets()
    app = Litestar(
        route_handlers=[
            alive,
            pictures,
            static_files(assets),
            *_routes("app.pages"),
            *_routes("app.admin"),
            *_routes("app.api"),
        ],
        dependencies={"visitor": Provide(provide_visitor)},
        exception_handlers=HANDLERS,
        middleware=[SameOriginDeeds(), RateLimits()],
        request_class=Request,
        request_max_body_size=BODY_LIMIT,
        logging_config=None,
        openapi_config=None,
        state=State({"load_chrome": _chrome()}),
    )
    app.state.templates = environment(lambda: app, assets)
    # Outside of everything, so that refusals of the router itself are dressed and logged like any answer
    app.asgi_handler = Edge(app.asgi_handler)
    return app


def _routes(module: str) -> list[Any]:
    try:
        return list(import_module(module).routes)
    except (ImportError, AttributeError):
        return []


def _chrome() -> Any:
    try:
        return import_module("app.pages.chrome").load
    except (ImportError, AttributeError):
        from app.templating import BareChrome

        async def load(_: object) -> BareChrome:
            return BareChrome()

        return load
