"""What runs as long as the web process does: connections to the document stores, the search index, closing time."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar

from app.health import Check, redis_answers
from domains import catalog, inventory, notifications, orders, payments, users
from domains.shared import redis
from domains.shared.documents import Documents
from domains.shared.errors import Unavailable

log = logging.getLogger("barrow.edge")
RETRY = 2.0  # seconds between two tries to reach a store that was away at the start
DOCUMENTS = {"catalog": catalog.documents, "notifications": notifications.documents}
DATABASES = {
    "users": users.database,
    "orders": orders.database,
    "payments": payments.database,
    "inventory": inventory.database,
}


@asynccontextmanager
async def lifespan(_: Litestar) -> AsyncIterator[None]:
    """A store that is away delays nothing: its pages answer 503 until it is back, the others are served."""
    connecting = [asyncio.create_task(_connect(name, documents)) for name, documents in DOCUMENTS.items()]
    await asyncio.wait(connecting, timeout=PATIENCE)
    await catalog.search_index.start()
    try:
        yield
    finally:
        for task in connecting:
            task.cancel()
        await asyncio.gather(*connecting, return_exceptions=True)
        await catalog.search_index.stop()
        await _close()


def checks() -> dict[str, Check]:
    stores: dict[str, Check] = {name: database.ping for name, database in DATABASES.items()}
    stores |= {name: _answers(documents) for name, documents in DOCUMENTS.items()}
    return stores | {"redis": redis_answers, "search": _search_answers}


PATIENCE = 4.0  # seconds the start waits for the document stores before it goes on without them


async def _connect(name: str, documents: Documents) -> None:
    while True:
        try:
            await documents.connect()
        except Unavailable:
            log.warning("store.away name=%s", name)
            await asyncio.sleep(RETRY)
        else:
            return


def _answers(documents: Documents) -> Check:
    async def check() -> None:
        await documents.connect()
        await documents.ping()

    return check


async def _search_answers() -> None:
    if not catalog.search_index.ready():
        raise Unavailable("The search index is not ready yet.")


async def _close() -> None:
    for database in DATABASES.values():
        await database.close()
    for documents in DOCUMENTS.values():
        await documents.close()
    await redis.close()
