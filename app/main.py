"""create_app(): the one place where things are plugged together."""

from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide

from app import admin, api, pages
from app.admin import desk
from app.assets import Assets
from app.config import BODY_LIMIT, configure_request_log
from app.errors import HANDLERS
from app.health import alive, readiness
from app.lifespan import checks, lifespan
from app.pages import chrome
from app.requests import Request
from app.security.bearer import OneProof
from app.security.door import ClosedShop
from app.security.edge import Edge
from app.security.guards import declared
from app.security.origin import SameOriginDeeds
from app.security.rates import RateLimits
from app.security.recording import DeedsForOthers
from app.security.rush import Rush
from app.security.visitor import provide_visitor
from app.static import pictures, static_files
from app.templating import environment
from domains.shared import logs


def serve() -> Litestar:
    """The app in a process of its own, with that process's log."""
    logs.configure()
    return create_app()


def create_app() -> Litestar:
    configure_request_log()
    assets = Assets()
    routes: list[Any] = [*pages.routes, *admin.routes, *api.routes]
    app = Litestar(
        route_handlers=[*routes, alive, readiness(checks()), pictures, static_files(assets)],
        guards=[declared],
        dependencies={"visitor": Provide(provide_visitor)},
        exception_handlers=HANDLERS,
        lifespan=[lifespan],
        middleware=[OneProof(), SameOriginDeeds(), RateLimits(), ClosedShop(), Rush(), DeedsForOthers()],
        request_class=Request,
        request_max_body_size=BODY_LIMIT,
        logging_config=None,
        openapi_config=None,
        state=State({"around": {"chrome": chrome.load, "desk": desk.load}}),
    )
    app.state.templates = environment(lambda: app, assets)
    # Outside of everything, so that refusals of the router itself are dressed and logged like any answer
    app.asgi_handler = Edge(app.asgi_handler)
    return app
