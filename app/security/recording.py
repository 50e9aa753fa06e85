"""Whatever staff do is in the audit log: written when a deed was done or refused to its doer, before they are told."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from litestar import Response
from litestar.background_tasks import BackgroundTask
from litestar.connection import ASGIConnection
from litestar.datastructures import FormMultiDict
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Send

from app.requests import Request
from app.security.acting import actor_of, origin_of
from app.security.declarations import Rate, declaration_of
from app.security.origin import SAFE
from app.security.visitor import visitor_of
from domains import users
from domains.shared.away import AWAY
from domains.shared.errors import Refusal, Unavailable

log = logging.getLogger("barrow.trail")
# What forms carry along and nobody typed
CARRIED: Final = {"key", "revision", "was", "confirmed", "form", "seen"}
FORBIDDEN: Final = 403
ADDRESS: Final = re.compile(r"[^\s@<>\"',;:()]+@[^\s@<>\"',;:()]+")
MASKED: Final = "•••@•••"


@dataclass
class Noted:
    """What a handler knows of its deed that its form does not say."""

    before: dict[str, Any] = field(default_factory=dict)


class ActsOnRecord(ASGIMiddleware):
    """A deed has happened when its answer is neither a refusal nor a form shown again."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Any, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and "actor" in scope["state"]:
                await _look_at(scope, message["status"])
            await send(message)

        await next_app(scope, receive, sending)


class DeedsForOthers(ASGIMiddleware):
    """What staff do in the shop for a customer is written down under both."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Any, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["method"] not in SAFE:
                await _look_for_others(scope, message["status"])
            await send(message)

        await next_app(scope, receive, sending)


def note_before(connection: ASGIConnection[Any, Any, Any, Any], **values: Any) -> None:
    """What was so before this deed."""
    noted: Noted = connection.scope["state"].setdefault("noted", Noted())
    noted.before |= values


def note_failure(scope: HTTPScope, refusal: Refusal, answer: Response[Any]) -> None:
    """A sign-in that failed is written down once the answer has left: how long it takes shows nobody who works here."""
    if isinstance(refusal, users.BadCredentials) and refusal.tried is not None:
        answer.background = BackgroundTask(_write_failure, refusal.tried, origin_of(scope))


async def _write_failure(tried: users.Person, origin: users.Origin) -> None:
    try:
        await users.audit_failure(tried, "sign_in", origin)
    except (Unavailable, *AWAY) as error:
        log.error("trail.unwritten error=%s action=sign_in person=%s", type(error).__name__, tried.id)


async def _look_at(scope: HTTPScope, status: int) -> None:
    declaration = declaration_of(scope["route_handler"])
    done = status < 400 and declaration is not None and declaration.recorded
    if done or status == FORBIDDEN:
        await _write(_entry(scope, users.Outcome.DONE if done else users.Outcome.REFUSED))


async def _look_for_others(scope: HTTPScope, status: int) -> None:
    """Closed with the customer's key: what was done for them goes with them."""
    if "actor" in scope["state"] or not (status < 400 or status == FORBIDDEN):
        return  # the back office's own deeds, and what was not done
    visitor = await visitor_of(Request(scope))
    if visitor.impersonator is None or visitor.person is None:
        return
    behalf_of = users.customer_named(visitor.person.id)
    await _write(
        users.Entry(
            actor=origin_of(scope).actor(visitor.impersonator.email, visitor.impersonator.id, behalf_of),
            action=scope["route_handler"].name or "",
            subject=_subject(scope["path_params"]),
            after=_typed(scope) or None,
            about=visitor.person.id,
            outcome=users.Outcome.DONE if status < 400 else users.Outcome.REFUSED,
        )
    )


def _entry(scope: HTTPScope, outcome: users.Outcome) -> users.Entry:
    """It is closed with nobody's key, so that nobody's address stands in it: that would outlive them."""
    noted: Noted = scope["state"].get("noted", Noted())
    handler = scope["route_handler"]
    return users.Entry(
        actor=actor_of(scope),
        action=(handler.name or "").removeprefix("admin.").removeprefix("api."),
        subject=_subject(scope["path_params"]),
        before=noted.before or None,
        after={name: ADDRESS.sub(MASKED, value) for name, value in _typed(scope).items()} or None,
        outcome=outcome,
    )


def _subject(named: Mapping[str, Any]) -> str:
    """`order B-1001`, `product 0198…, variant 0198…`: what the address is about, but for the secret words of links."""
    words = {"number": "order", "key": "", "path": ""}
    told = {words.get(name, name.removesuffix("_id")): value for name, value in named.items() if name != "token"}
    return ", ".join(f"{word} {value}".strip() for word, value in told.items())


def _typed(scope: HTTPScope) -> dict[str, Any]:
    """Nothing where somebody proves who they are: whatever its fields are called, what is in them is theirs alone."""
    form, declaration = scope["state"].get("form"), declaration_of(scope["route_handler"])
    proving = declaration is not None and declaration.rate is Rate.SIGN_IN
    if not isinstance(form, FormMultiDict) or proving:
        return {}
    return {name: value for name, value in form.items() if isinstance(value, str) and value and name not in CARRIED}


async def _write(entry: users.Entry) -> None:
    """The deed is done: where it cannot be written down just now, it is in the process's log, whole."""
    try:
        await users.audit_act(entry)
    except (Unavailable, *AWAY) as error:
        kept = {"actor": entry.actor.name, "action": entry.action, "subject": entry.subject, "outcome": entry.outcome}
        log.error("trail.unwritten error=%s entry=%s", type(error).__name__, msgspec.json.encode(kept).decode())
