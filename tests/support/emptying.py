"""Leaves the databases as a new shop finds them."""

import sqlalchemy as sa

from domains import catalog, inventory, orders, stores
from domains.shared.database import Database
from domains.shared.documents import Documents
from domains.shared.redis import redis

TRIES = 5
DEADLOCK = "40P01"


async def empty() -> None:
    for database in stores.DATABASES:
        await _empty_tables(database)
    for documents in stores.DOCUMENTS:
        await _empty_collections(documents)
    catalog.forget_promotions()
    await redis().flushall()
    await orders.ensure_defaults()
    await inventory.ensure_default_location()


async def _empty_tables(database: Database) -> None:
    """A process killed in the test before may still be at its last statement: a deadlock with that is tried again."""
    names = ", ".join(f'"{table.name}"' for table in database.metadata.sorted_tables)
    for tries_left in reversed(range(TRIES)):
        try:
            async with database.transaction() as session:
                await session.execute(sa.text(f"TRUNCATE {names} CASCADE"))
        except sa.exc.DBAPIError as error:
            if not tries_left or getattr(error.orig, "sqlstate", "") != DEADLOCK:
                raise
        else:
            return


async def _empty_collections(documents: Documents) -> None:
    for name in await documents.database.list_collection_names():
        if not name.startswith("system."):
            await documents.database[name].delete_many({})
