"""The outermost layer: every answer, errors and static files too, leaves with its headers, compressed and logged."""

import logging
import re
import time
from collections.abc import Iterator
from typing import Any

import msgspec
from litestar.datastructures import Cookie
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from app.config import security_headers
from app.security import cookies
from app.security.declarations import Cache, declaration_of
from app.security.packing import pack
from app.security.visitor import Visitor
from domains.shared.ids import new_id
from domains.shared.settings import settings

access = logging.getLogger("barrow.access")
log = logging.getLogger("barrow.edge")
REQUEST_ID = re.compile(rb"[A-Za-z0-9-]{8,64}")
LAST_RESORT = (
    b'<!doctype html><html lang="en"><meta charset="utf-8"><title>Something went wrong</title>'
    b'<h1>Something went wrong on our side</h1><p>Please try again. <a href="/">Back to the shop</a></p></html>'
)


class Edge:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = security_headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        answer = Answer(scope, send, self._headers)
        scope["state"]["request_id"] = answer.request_id
        try:
            await self._app(scope, receive, answer.send)
        except Exception:
            log.exception("crash id=%s", answer.request_id)
            if answer.status:
                raise  # the answer is half sent: only closing the connection tells the truth
            await answer.last_resort()
        finally:
            answer.log()


class Answer:
    """One answer on its way out. A body that comes in one piece is compressed; a stream passes as it is."""

    def __init__(self, scope: HTTPScope, send: Send, headers: list[tuple[bytes, bytes]]) -> None:
        self.status = 0
        self.request_id = _request_id(scope)
        self._scope = scope
        self._send = send
        self._security = headers
        self._held: Any = None
        self._size = 0
        self._started_at = time.perf_counter()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._held = {**message, "headers": self._dressed(list(message["headers"]))}
        elif message["type"] == "http.response.body":
            await self._send_body(message)
        else:
            await self._send(message)

    async def last_resort(self) -> None:
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"%d" % len(LAST_RESORT))]
        await self.send({"type": "http.response.start", "status": 500, "headers": headers})
        await self.send({"type": "http.response.body", "body": LAST_RESORT, "more_body": False})

    def log(self) -> None:
        """The route's pattern, not the path: order numbers, tokens and searches stay out of the log."""
        line = {
            "id": self.request_id,
            "method": self._scope["method"],
            "route": self._scope.get("path_template") or "-",
            "status": self.status,
            "ms": round((time.perf_counter() - self._started_at) * 1000, 1),
            "bytes": self._size,
        }
        access.info(msgspec.json.encode(line).decode())

    async def _send_body(self, message: Any) -> None:
        body: bytes = message.get("body", b"")
        if self._held is not None:
            start, self._held = self._held, None
            if not message.get("more_body"):
                body = pack(self._scope, start["headers"], body)
            await self._send(start)
        if self._scope["method"] == "HEAD":
            body = b""
        self._size += len(body)
        message["body"] = body
        await self._send(message)

    def _dressed(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        present = {name.lower(): value for name, value in headers}
        visitor = self._scope["state"].get("visitor")
        headers += [header for header in self._security if header[0] not in present]  # a page may be stricter
        headers.append((b"x-request-id", self.request_id.encode()))
        is_html = present.get(b"content-type", b"").startswith(b"text/html")
        if is_html:
            headers.append((b"vary", b"HX-Request"))
        if b"cache-control" not in present:
            headers.append((b"cache-control", _cache_control(is_html and not _is_signed_in(visitor), self._scope)))
        if isinstance(visitor, Visitor):
            headers += [cookie.to_encoded_header() for cookie in _cookies(visitor)]
        return headers


def _cookies(visitor: Visitor) -> Iterator[Cookie]:
    if visitor.made_party and visitor.guest_id:
        yield cookies.party(visitor.guest_id)
    if visitor.counted_wishes and visitor.wishes is not None and not visitor.impersonator:
        yield cookies.wishes(visitor.wishes)
    if visitor.tokens:
        yield from cookies.session(visitor.tokens)
    elif visitor.left:
        yield from (*cookies.no_session(), cookies.forget(cookies.WISHES))


def _is_signed_in(visitor: Any) -> bool:
    return isinstance(visitor, Visitor) and bool(visitor.person or visitor.tokens or visitor.left)


def _cache_control(is_page: bool, scope: HTTPScope) -> bytes:
    """As the route declares: pages belong to one visitor; what a signed-in person sees is not even kept by their own
    browser."""
    handler = scope.get("route_handler")
    declaration = declaration_of(handler) if handler else None
    kept = declaration is None or declaration.cache is not Cache.NEVER
    return Cache.PRIVATE.encode() if is_page and kept else Cache.NEVER.encode()


def _request_id(scope: HTTPScope) -> str:
    """A proxy of ours may have named the request already."""
    if settings().trusted_hops:
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        if REQUEST_ID.fullmatch(given):
            return given.decode()
    return new_id().hex
