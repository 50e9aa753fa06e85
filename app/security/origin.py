"""Cross-site forgeries: a browser says where a request comes from, and deeds from elsewhere are refused."""

from typing import Any
from urllib.parse import urlsplit

from litestar.enums import ScopeType
from litestar.exceptions import PermissionDeniedException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Receive, Send

from app.security.declarations import From, declaration_of
from domains.shared.settings import settings

SAFE = {"GET", "HEAD", "OPTIONS"}


class SameOriginDeeds(ASGIMiddleware):
    """Fetch metadata instead of tokens (docs/decisions). What is signed, or led to by a secret link, may come from
    anywhere: its route declares it."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Any, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        declaration = declaration_of(scope["route_handler"])
        proven = declaration is not None and declaration.sent_from in (From.SIGNED, From.LINK)
        if scope["method"] not in SAFE and not proven and not is_ours(scope):
            raise PermissionDeniedException
        await next_app(scope, receive, send)


def is_ours(scope: HTTPScope) -> bool:
    """A client that sends neither header is not a browser, and carries no visitor's cookies by itself."""
    headers = {name: value for name, value in scope["headers"] if name in (b"sec-fetch-site", b"origin", b"host")}
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in (b"same-origin", b"none")
    origin = headers.get(b"origin")
    return origin is None or _is_own(origin.decode("latin-1"), headers.get(b"host", b"").decode("latin-1"))


def _is_own(origin: str, host: str) -> bool:
    base = urlsplit(settings().base_url)
    try:
        asking = urlsplit(origin)
    except ValueError:
        return False
    if (asking.scheme, asking.netloc) == (base.scheme, base.netloc):
        return True
    # A shop reached by another name of the same machine (localhost for 127.0.0.1), never across schemes
    return bool(host) and asking.netloc == host and (asking.scheme == "https") == settings().secure
