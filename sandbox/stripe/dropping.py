"""Breaks a connection in the middle of an answer, for tests of what a client does then."""

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

MARK = b"sandbox-drop-connection"


class Dropping(ASGIMiddleware):
    """An answer that carries the mark is begun and never finished: the server then closes the connection."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        dropped = False

        async def send_unless_marked(message: Message) -> None:
            nonlocal dropped
            if message["type"] == "http.response.start":
                dropped = any(name.lower() == MARK for name, _ in message["headers"])
            if not dropped or message["type"] == "http.response.start":
                await send(message)

        await next_app(scope, receive, send_unless_marked)
