"""How often a page asks its stores: lists come from the search index, and from nowhere else."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pymongo.monitoring
import pytest
from redis.asyncio.connection import AbstractConnection
from sqlalchemy import event
from sqlalchemy.engine import Engine

from domains import catalog
from tests.support.catalog import eur
from tests.support.reviews import make_review
from tests.support.visiting import on_the_shelf

BEHIND = ("getMore", "hello", "ping", "endSessions")  # what the index and the driver say beside all pages
OF_A_PRODUCT = ["slug_claims", "products", "categories"]


@dataclass
class Asked(pymongo.monitoring.CommandListener):
    """What was asked of MongoDB by name of collection, and how often PostgreSQL and Redis were."""

    mongo: list[str] = field(default_factory=list)
    sql: int = 0
    redis: int = 0
    counting: bool = False

    def started(self, event: pymongo.monitoring.CommandStartedEvent) -> None:
        if self.counting and event.command_name not in BEHIND:
            self.mongo.append(str(event.command.get(event.command_name)))

    def succeeded(self, event: pymongo.monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: pymongo.monitoring.CommandFailedEvent) -> None: ...

    @property
    def trips(self) -> int:
        return len(self.mongo) + self.sql + self.redis


@pytest.fixture
async def asked(shop: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Asked]:
    """Listens to clients made from here on, so the catalogue gets a new one."""
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
    yield asked
    event.remove(Engine, "before_cursor_execute", on_statement)
    pymongo.monitoring._LISTENERS.command_listeners.remove(asked)


@contextmanager
def counting(asked: Asked) -> Iterator[None]:
    asked.mongo, asked.sql, asked.redis, asked.counting = [], 0, 0, True
    try:
        yield
    finally:
        asked.counting = False


@pytest.mark.parametrize(
    ("address", "collections"),
    [
        ("/categories/table?sort=price&brand=Oak&o.Size=S", ["categories"]),
        ("/search?q=mug&availability=in-stock", []),
        ("/search/suggest?q=mug", []),
        ("/", []),
    ],
)
async def test_a_list_asks_mongodb_for_nothing(
    asked: Asked, browser: httpx.AsyncClient, index: catalog.SearchIndex, address: str, collections: list[str]
) -> None:
    for number in range(30):
        await on_the_shelf(f"Mug {number}", sku=f"MUG-{number}", price=eur(12_50), category="Table/Mugs", vendor="Oak")
    await index.catch_up()
    await browser.get(address)  # from here on the stock is in Redis
    with counting(asked):
        assert (await browser.get(address)).status_code == 200
    assert asked.mongo == collections
    assert asked.sql == 0
    assert asked.redis <= 2  # the visitor's rate, and the stock of all cards at once
    assert asked.trips <= 3


async def test_what_others_say_of_a_product_costs_one_question_and_none_where_nobody_does(
    asked: Asked, browser: httpx.AsyncClient
) -> None:
    mug = await on_the_shelf(slug="mug")
    for reviews in (0, 12):
        for _ in range(reviews):
            await make_review(mug)
        await browser.get("/products/mug")  # from here on the stock is in Redis, the tree in memory
        with counting(asked):
            shown = await browser.get("/products/mug?reviews=best&page=1")
        assert shown.status_code == 200
        assert asked.mongo.count("reviews") == (1 if reviews else 0)
        assert [name for name in asked.mongo if name != "reviews"] == OF_A_PRODUCT
