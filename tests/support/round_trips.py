"""How often something asks the stores: of MongoDB by name of collection, of PostgreSQL and Redis by number."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pymongo.monitoring
import pytest
from redis.asyncio.connection import AbstractConnection
from sqlalchemy import event
from sqlalchemy.engine import Engine

from domains import catalog
from domains.shared import remembering

BEHIND = ("getMore", "hello", "ping", "endSessions")  # what the index and the driver say beside all pages

BESIDE = ("search_queries",)  # told and read every few seconds, whoever looks at what


@dataclass
class Asked(pymongo.monitoring.CommandListener):
    """What was asked of MongoDB by name of collection, and how often PostgreSQL and Redis were. `most_rows` is the most
    that one answer of MongoDB held."""

    mongo: list[str] = field(default_factory=list)
    sql: int = 0
    redis: int = 0
    most_rows: int = 0
    counting: bool = False

    def started(self, event: pymongo.monitoring.CommandStartedEvent) -> None:
        collection = str(event.command.get(event.command_name))
        if self.counting and event.command_name not in BEHIND and collection not in BESIDE:
            self.mongo.append(collection)

    def succeeded(self, event: pymongo.monitoring.CommandSucceededEvent) -> None:
        if self.counting and isinstance(cursor := event.reply.get("cursor"), Mapping):
            self.most_rows = max(self.most_rows, len(cursor.get("firstBatch", cursor.get("nextBatch", ()))))

    def failed(self, event: pymongo.monitoring.CommandFailedEvent) -> None: ...

    @property
    def trips(self) -> int:
        return len(self.mongo) + self.sql + self.redis


@asynccontextmanager
async def listening(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Asked]:
    """Listens to clients made from here on, so the catalogue gets a new one. What is remembered for a second is
    remembered for as long as the test takes, however slow the machine."""
    monkeypatch.setattr(remembering, "FRESH_SECONDS", 3600.0)
    asked = Asked()
    pymongo.monitoring.register(asked)
    await catalog.documents.close()
    await catalog.documents.connect()

    def on_statement(*_: Any) -> None:
        asked.sql += asked.counting

    send = AbstractConnection.send_packed_command

    async def counted(self: AbstractConnection, *arguments: Any, **more: Any) -> None:
        asked.redis += asked.counting
        await send(self, *arguments, **more)

    monkeypatch.setattr(AbstractConnection, "send_packed_command", counted)
    event.listen(Engine, "before_cursor_execute", on_statement)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", on_statement)
        pymongo.monitoring._LISTENERS.command_listeners.remove(asked)


@contextmanager
def counting(asked: Asked) -> Iterator[None]:
    asked.mongo, asked.sql, asked.redis, asked.most_rows, asked.counting = [], 0, 0, 0, True
    try:
        yield
    finally:
        asked.counting = False
