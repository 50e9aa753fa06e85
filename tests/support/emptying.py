"""Leaves the databases as a new shop finds them."""

import asyncio

import sqlalchemy as sa
from pymongo.errors import AutoReconnect

from domains import catalog, inventory, orders, stores, users
from domains.shared.database import Database
from domains.shared.documents import Documents
from domains.shared.redis import redis

TRIES = 5
DEADLOCK = "40P01"
# A table nobody has written to costs a look. A few rows are deleted sooner than a file is made anew, and in a replica's
# role neither keys nor the triggers that guard what is only added to are asked.
DELETE_WRITTEN = """
DO $$
DECLARE
    name text;
    any_row boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOREACH name IN ARRAY ARRAY[%s] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %%I)', name) INTO any_row;
        IF any_row THEN EXECUTE format('DELETE FROM %%I', name); END IF;
        IF to_regclass(format('first_rows.%%I', name)) IS NOT NULL THEN
            EXECUTE format('INSERT INTO %%I OVERRIDING SYSTEM VALUE TABLE first_rows.%%I', name, name);
        END IF;
    END LOOP;
END $$
"""
KEEP_FIRST = """
DO $$
DECLARE
    name text;
    any_row boolean;
BEGIN
    CREATE SCHEMA first_rows;
    FOREACH name IN ARRAY ARRAY[%s] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %%I)', name) INTO any_row;
        IF any_row THEN EXECUTE format('CREATE TABLE first_rows.%%I AS TABLE %%I', name, name); END IF;
    END LOOP;
END $$
"""


async def keep_first_rows() -> None:
    """What a new shop has from its first day is put back sooner than it is worked out again. Tests of one domain, which
    need no other, may have been here before."""
    await asyncio.gather(*(empty_tables(database) for database in stores.DATABASES))
    await asyncio.gather(orders.ensure_defaults(), inventory.ensure_default_location(), users.ensure_roles())
    for database in stores.DATABASES:
        await _each_table(database, KEEP_FIRST)


async def empty() -> None:
    forget_everything()
    await redis().flushall()
    await asyncio.gather(
        *(empty_tables(database) for database in stores.DATABASES),
        *(empty_collections(documents) for documents in stores.DOCUMENTS),
    )


def forget_everything() -> None:
    """What this process remembers of the shop, for however long."""
    catalog.forget_tree()
    catalog.forget_collections()
    catalog.forget_price_lists()
    catalog.forget_promotions()
    catalog.forget_articles()
    orders.forget_delivery_zones()
    inventory.forget_shops()
    inventory.forget_recipes()
    users.forget_groups()


async def end_abandoned_transactions() -> None:
    """What a killed process had begun in MongoDB holds its documents until the server ends it, after a minute."""
    for documents in stores.DOCUMENTS:
        await documents.client.admin.command({"killAllSessions": []})


async def empty_tables(database: Database) -> None:
    """A process killed in the test before may still be at its last statement: a deadlock with that is tried again."""
    for tries_left in reversed(range(TRIES)):
        try:
            await _each_table(database, DELETE_WRITTEN)
        except sa.exc.DBAPIError as error:
            if not tries_left or getattr(error.orig, "sqlstate", "") != DEADLOCK:
                raise
        else:
            return


async def _each_table(database: Database, statement: str) -> None:
    names = ", ".join(f"'{table.name}'" for table in database.metadata.sorted_tables)
    async with database.transaction() as session:
        await session.execute(sa.text(statement % names))


async def empty_collections(documents: Documents) -> None:
    """A test that held up the loop for long has let the watch over the server lapse: then once more."""
    try:
        await _empty_collections(documents)
    except AutoReconnect:
        await _empty_collections(documents)


async def _empty_collections(documents: Documents) -> None:
    names = await documents.database.list_collection_names()
    await asyncio.gather(
        *(documents.database[name].delete_many({}) for name in names if not name.startswith("system."))
    )
