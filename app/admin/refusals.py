"""What is refused in the back office stays in the back office: a page of its own, with a way back."""

from typing import Any

from litestar import Request as LitestarRequest
from litestar import Response

from app import errors
from app.admin.forms import Refused
from app.requests import Request
from app.responses import page
from domains import orders
from domains.shared.errors import Refusal, Unavailable


def in_the_office(request: LitestarRequest[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    """For whatever no form of the page can show. Swaps and programs are answered as everywhere."""
    if isinstance(request, Request) and (request.htmx or request.wants_json):
        return errors.on_refusal(request, refusal)
    told = "There is no order with this number." if isinstance(refusal, orders.UnknownOrder) else refusal.message
    title = errors.TITLES.get(refusal.status, errors.TITLES[409])
    return page("admin/refusal", refusal.status, _headers(refusal), title=title, message=told)


def answered(refused: Refused) -> tuple[int, dict[str, str]]:
    """Status and headers of the page that shows a refused form."""
    if refused.refusal is None:
        return 200, {}
    return refused.refusal.status, _headers(refused.refusal)


def _headers(refusal: Refusal) -> dict[str, str]:
    return {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, Unavailable) else {}
