"""Where pages send a browser on to."""

from litestar import Response
from litestar.response import Redirect
from litestar.status_codes import HTTP_301_MOVED_PERMANENTLY

from app.gateway.checkout import Ways
from app.requests import Request
from app.templating import url_for
from domains import payments
from domains.shared.settings import settings


def moved_to(request: Request, route_name: str, **params: str) -> Response[None]:
    """301 to where a thing lives now, with the rest of the address kept."""
    query = {name: str(value) for name, value in request.query_params.items() if name not in params}
    path = url_for(request.app, route_name, **params, **query)
    return Redirect(path, status_code=HTTP_301_MOVED_PERMANENTLY)


def back_from_stripe(request: Request) -> Ways:
    base = settings().base_url.rstrip("/")
    placeholders = {"order": "NUMBER", "token": "TOKEN"}
    return Ways(
        success=base + url_for(request.app, "checkout.back", **placeholders),
        cancel=base + url_for(request.app, "checkout.given_up", **placeholders),
    )


def back_from_saving(request: Request) -> payments.ReturnUrls:
    base = settings().base_url.rstrip("/")
    return payments.ReturnUrls(
        success=base + url_for(request.app, "payment_methods.show", done="added"),
        cancel=base + url_for(request.app, "payment_methods.show"),
    )
