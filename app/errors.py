"""Refusals and HTTP errors become a page, a toast or a JSON problem (RFC 9457), each with a way on."""

import logging
from typing import Any

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException

from app.requests import Request
from app.responses import Rendered, see_other
from app.security.bearer import BearerNeeded
from app.security.door import ShopClosed
from app.security.proving import ProofNeeded
from app.security.returning import page_of
from domains import users
from domains.shared.away import AWAY
from domains.shared.errors import Invalid, Refusal, Unavailable

log = logging.getLogger("barrow.edge")

TITLES = {
    400: "We could not understand that",
    401: "Please sign in",
    403: "That is not allowed",
    404: "There is no such page",
    405: "That cannot be done here",
    409: "That did not work",
    410: "This page is gone",
    413: "That is too large",
    422: "Please check what you entered",
    429: "That was a little fast",
    500: "Something went wrong on our side",
    503: "We are very busy",
}
CLOSED = "We are putting things in order"
OVER = "This link no longer works"
ANEW = {  # by the noun of a link's route: where one asks for another
    "registration": "registration.show",
    "lost_password": "lost_password.show",
    "security": "security.show",
}
SENTENCES = {
    400: "The request could not be read. Please go back and try again.",
    401: "Please sign in first.",
    403: "This request did not come from a page of this shop, or is not yours to make.",
    404: "The address may be mistyped, or the page has moved.",
    405: "This address cannot be used like that. Please start from a page of the shop.",
    410: "What was here has been taken down.",
    413: "What you sent is larger than we can take.",
    422: "Something you entered cannot be right. Please go back and check it.",
    429: "Many requests came from your connection in a short time.",
    500: "It is our mistake, and we have a record of it. Nothing you did is lost; please try again.",
    503: "A part of the shop does not answer right now. Nothing was changed. Please try again in a moment.",
}


def on_refusal(request: Request, refusal: Refusal) -> Response[Any]:
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    return answer(request, refusal.status, refusal.message, headers=later(refusal), fields=fields)


def later(refusal: Refusal) -> dict[str, str]:
    """The header that says when to come again, where the refusal does."""
    seconds = refusal.retry_after if isinstance(refusal, Unavailable | users.TooSoon) else 0
    return {"Retry-After": str(seconds)} if seconds else {}


def on_closed(request: Request, refusal: ShopClosed) -> Response[Any]:
    headers = {"Retry-After": str(refusal.retry_after)}
    if request.wants_json or request.htmx:
        return answer(request, refusal.status, refusal.message, headers=headers)
    context = {
        "title": CLOSED,
        "message": refusal.message,
        "closure": refusal.closure,
        "again": page_of(request) or "/",
    }
    return Rendered("errors/closed.html", refusal.status, context, headers, around=None)


def on_link_gone(request: Request, refusal: users.LinkGone) -> Response[Any]:
    noun = (request.route_handler.name or "").partition(".")[0]
    return answer(request, refusal.status, refusal.message, anew=ANEW.get(noun, ""))


def on_http_error(request: Request, error: HTTPException) -> Response[Any]:
    message, headers = SENTENCES.get(error.status_code, SENTENCES[400]), dict(error.headers or {})
    if error.status_code == 429:
        message = f"{message} {_when(headers)}"
    return answer(request, error.status_code, message, headers=headers)


def on_crash(request: Request, error: Exception) -> Response[Any]:
    log.error("crash id=%s", request.scope["state"].get("request_id", ""), exc_info=error)
    return answer(request, 500, SENTENCES[500])


def on_store_away(request: Request, error: Exception) -> Response[Any]:
    log.warning("store.away error=%s id=%s", type(error).__name__, request.scope["state"].get("request_id", ""))
    return answer(request, 503, SENTENCES[503], headers={"Retry-After": "5"})


def on_proof_needed(request: Request, _: ProofNeeded) -> Response[Any]:
    """Proved again, the page is shown once more; a deed is not repeated, its page is."""
    return see_other("proof.show", next=page_of(request))


def on_bearer_needed(request: Request, refusal: BearerNeeded) -> Response[Any]:
    return answer(request, refusal.status, refusal.message, headers={"WWW-Authenticate": refusal.challenge})


HANDLERS: dict[int | type[Exception], Any] = {
    Refusal: on_refusal,
    ShopClosed: on_closed,
    users.LinkGone: on_link_gone,
    ProofNeeded: on_proof_needed,
    BearerNeeded: on_bearer_needed,
    HTTPException: on_http_error,
    Exception: on_crash,
    **dict.fromkeys(AWAY, on_store_away),
}


def answer(
    request: Request,
    status: int,
    message: str,
    *,
    headers: dict[str, str] | None = None,
    fields: dict[str, str] | None = None,
    anew: str = "",
) -> Response[Any]:
    """The same refusal in the three tongues: JSON for programs, a toast for htmx, a page for browsers. `anew`: the
    route of the page that helps out of it."""
    if request.wants_json:
        return _problem(status, message, headers or {}, fields or {})
    if request.htmx:
        return toast(status, message, headers or {})
    office = request.url.path.startswith("/admin/")
    template = "errors/500.html" if status == 500 else "admin/refusal.html" if office else "errors/refusal.html"
    title = OVER if anew else TITLES.get(status, TITLES[409])
    context = {"title": title, "message": message, "status": status, "fields": fields or {}, "anew": anew}
    context["again"] = page_of(request) or "/"
    return Rendered(template, status, context, headers, around=None if status == 500 or office else "chrome")


def _when(headers: dict[str, str]) -> str:
    """When to come again, as people say it."""
    seconds = int(headers.get("Retry-After", "60"))
    if seconds < 100:
        return f"Please try again in {seconds} second{'s' if seconds > 1 else ''}."
    minutes = -(-seconds // 60)
    return f"Please try again in {minutes} minutes."


def _problem(status: int, message: str, headers: dict[str, str], fields: dict[str, str]) -> Response[Any]:
    problem = {"type": "about:blank", "title": TITLES.get(status, TITLES[409]), "status": status, "detail": message}
    body = msgspec.json.encode(problem | ({"fields": fields} if fields else {}))
    return Response(body, status_code=status, headers=headers, media_type="application/problem+json")


def toast(status: int, message: str, headers: dict[str, str], **way: str) -> Rendered:
    """For htmx alone. `way`: where it leads, as `toast_href`, `toast_way` and `toast_window`."""
    # Whatever the element asked for, a refusal goes to the toasts and leaves page and address as they are
    elsewhere = {"HX-Retarget": "#toasts", "HX-Reswap": "beforeend", "HX-Reselect": ".toast", "HX-Push-Url": "false"}
    context = {"toast": message, "toast_tone": "refused", **way}
    return Rendered("partials/toasts.html", status, context, headers | elsewhere, around=None)
