"""The SMTP catch-all: takes every message for anyone and keeps it."""

import asyncio
import email
import email.policy
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session
from litestar import Litestar

from .outside_database import Database

LARGEST = 32 * 1024 * 1024


@dataclass(frozen=True)
class Picture:
    content: bytes
    media_type: str


class Mailbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, recipients: list[str], sender: str, raw: bytes) -> None:
        message = parse(raw)
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        listing = {
            "to": recipients,
            "from": str(message["From"] or sender),
            "subject": str(message["Subject"] or ""),
            "message_id": str(message["Message-ID"] or ""),
            "text": _body(message, "plain"),
            "html": _body(message, "html"),
            "at": at,
        }
        sql = "INSERT INTO mail (at, listing, raw) VALUES (?, ?, ?)"
        self._database.execute(sql, at, json.dumps(listing), raw)

    def oldest_first(self) -> list[dict[str, Any]]:
        return [json.loads(row[0]) for row in self._database.execute("SELECT listing FROM mail ORDER BY seq")]

    def newest_first(self, limit: int) -> list[dict[str, Any]]:
        rows = self._database.execute("SELECT seq, listing FROM mail ORDER BY seq DESC LIMIT ?", limit)
        return [{"number": row[0]} | json.loads(row[1]) for row in rows]

    def listing(self, number: int) -> dict[str, Any] | None:
        row = self._database.execute("SELECT listing FROM mail WHERE seq = ?", number).fetchone()
        return json.loads(row[0]) if row else None

    def picture(self, number: int, content_id: str) -> Picture | None:
        """The part a message's HTML calls `cid:content_id`."""
        row = self._database.execute("SELECT raw FROM mail WHERE seq = ?", number).fetchone()
        for part in parse(row[0]).walk() if row else ():
            if part.get("Content-ID", "").strip("<> ") == content_id:
                return Picture(cast(bytes, part.get_payload(decode=True) or b""), part.get_content_type())
        return None

    def count(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM mail").fetchone()[0])

    def empty(self) -> None:
        self._database.execute("DELETE FROM mail")


class CatchAll:
    """aiosmtpd's handler: its method names are given by the library."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = cast(bytes, envelope.content)
        self._mailbox.keep(list(envelope.rcpt_tos), envelope.mail_from or "", content)
        return "250 Kept"


def taking_mail(mailbox: Mailbox, port: int) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """The SMTP server, on the loop of the web side so that both may use one database connection."""

    def session() -> SMTP:
        return SMTP(CatchAll(mailbox), data_size_limit=LARGEST, enable_SMTPUTF8=True, decode_data=False)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", port)
        try:
            yield
        finally:
            server.close()

    return lifespan


def parse(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except LookupError:  # a character set nobody has heard of
        text = cast(bytes, part.get_payload(decode=True)).decode("latin-1")
    return text.replace("\r\n", "\n")
