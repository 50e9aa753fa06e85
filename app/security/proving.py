"""Proved again: what money, roles and keys hang on asks for a password or a code of the last five minutes."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.security.visitor import visitor_of
from domains.shared.errors import Refusal


class ProofNeeded(Refusal):
    status = 401

    def __init__(self) -> None:
        super().__init__("Please prove once more that it is you.")


async def proved_lately(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard. Whoever is refused is led to the page that asks for the proof, and from there back."""
    visitor = await visitor_of(connection)
    visitor.known()
    if visitor.session is None or not visitor.session.fresh:
        raise ProofNeeded
