"""The stores of the six domains, for those who serve them all: web, relay, actors and clock."""

from . import catalog, inventory, notifications, orders, payments, users
from .shared import redis
from .shared.outbox import Outbox

DATABASES = (users.database, orders.database, payments.database, inventory.database)
DOCUMENTS = (catalog.documents, notifications.documents)
OUTBOXES: dict[str, Outbox] = {store.name: store.outbox for store in (*DATABASES, *DOCUMENTS)}


async def connect() -> None:
    """Bind the MongoDB documents of this process; PostgreSQL and Redis connect when first asked."""
    for documents in DOCUMENTS:
        await documents.connect()


async def close() -> None:
    for store in (*DATABASES, *DOCUMENTS):
        await store.close()
    await redis.close()


async def revive() -> int:
    """Offer the dead letters of all domains once more; returns how many there were."""
    return sum([await outbox.revive() for outbox in OUTBOXES.values()])
