"""What runs as long as the web process does: connections to the document stores, the search index, closing time."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar

from app import closing
from app.health import Check
from app.security.door import door
from domains import catalog, stores
from domains.shared import tasks
from domains.shared.documents import Documents
from domains.shared.errors import Unavailable
from domains.shared.redis import redis

log = logging.getLogger("barrow.edge")
RETRY = 2.0  # seconds between two tries to reach a store that was away
PATIENCE = 4.0  # seconds the start waits for the document stores before it goes on without them


@asynccontextmanager
async def lifespan(_: Litestar) -> AsyncIterator[None]:
    """A store that is away delays nothing: its pages answer 503 until it is back, the others are served."""
    connecting = [asyncio.create_task(_connect(documents)) for documents in stores.DOCUMENTS]
    watching = asyncio.create_task(door.watch())
    await asyncio.wait(connecting, timeout=PATIENCE)
    await catalog.search_index.start()
    try:
        with closing.noticed():
            yield
    finally:
        await tasks.end([*connecting, watching])
        await catalog.search_index.stop()
        await stores.close()


def checks() -> dict[str, Check]:
    """What a visitor cannot be served without, by the name `/readyz` gives it."""
    return {
        **{database.name: database.ping for database in stores.DATABASES},
        **{documents.name: _answers(documents) for documents in stores.DOCUMENTS},
        "redis": _redis_answers,
        "search": _search_answers,
    }


async def _connect(documents: Documents) -> None:
    while True:
        try:
            await documents.connect()
        except Unavailable:
            log.warning("store.away name=%s", documents.name)
            await asyncio.sleep(RETRY)
        else:
            return


def _answers(documents: Documents) -> Check:
    async def check() -> None:
        await documents.connect()
        await documents.ping()

    return check


async def _redis_answers() -> None:
    await redis().ping()


async def _search_answers() -> None:
    if not catalog.search_index.ready():
        raise Unavailable("The search index is not ready yet.")
