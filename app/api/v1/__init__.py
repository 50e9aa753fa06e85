"""The JSON interface for programs: `Authorization: Bearer` with a key or an access token, errors as in RFC 9457."""

from litestar import Router
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from app.security.bearer import callers_only, provide_caller
from app.security.recording import ActsOnRecord

from . import document, me, orders, products, tokens

known = Router(
    path="/api/v1",
    route_handlers=[me.show, products.index, products.show, orders.index, orders.show, tokens.end],
    guards=[callers_only],
    middleware=[ActsOnRecord()],
    dependencies={"caller": Provide(provide_caller)},
    security=[{"bearer": []}],
)
strangers = Router(path="/api/v1", route_handlers=[tokens.begin, tokens.renew])
described = (known, strangers)
routes: list[ControllerRouterHandler] = [*described, document.described_by(described)]
