"""The stores of the six domains, for those who serve them all: web, relay, actors and clock."""

import gc
from datetime import timedelta

from . import catalog, inventory, notifications, orders, payments, users
from .shared import clock, redis
from .shared.outbox import Outbox

DATABASES = (users.database, orders.database, payments.database, inventory.database)
DOCUMENTS = (catalog.documents, notifications.documents)
OUTBOXES: dict[str, Outbox] = {store.name: store.outbox for store in (*DATABASES, *DOCUMENTS)}


async def connect() -> None:
    """Bind the MongoDB documents of this process; PostgreSQL and Redis connect when first asked.

    What is loaded by then stays: it is no longer looked through for garbage."""
    for documents in DOCUMENTS:
        await documents.connect()
    gc.freeze()


async def close() -> None:
    for store in (*DATABASES, *DOCUMENTS):
        await store.close()
    await redis.close()


async def prune(*, told: timedelta, done: timedelta) -> int:
    """Forget facts that everybody confirmed longer ago than `told`, and what consumers did longer ago than `done`.

    What an unconfirmed fact or a dead letter led to is kept, however old: it may be told once more."""
    outboxes = OUTBOXES.values()
    untold = [moment for outbox in outboxes if (moment := await outbox.oldest_untold())]
    before = min([clock.now() - done, *untold])
    gone = sum([await outbox.prune(told) for outbox in outboxes])
    gone += sum([await store.prune_inbox(before) for store in (*DATABASES, *DOCUMENTS)])
    return gone + await payments.prune_events(before)


async def revive() -> int:
    """Offer the dead letters of all domains once more; returns how many there were."""
    return sum([await outbox.revive() for outbox in OUTBOXES.values()])
