"""Inventory's own database and Redis, empty before each test; no other domain is needed."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from domains import inventory
from domains.shared.redis import close, redis


@pytest.fixture(scope="session")
async def inventory_database(stores: dict[str, str]) -> AsyncIterator[None]:
    from app.migrations import migrate

    await asyncio.to_thread(migrate, "inventory")
    yield
    await inventory.database.close()
    await close()


@pytest.fixture(autouse=True)
async def _empty_inventory(inventory_database: None) -> None:
    names = ", ".join(table.name for table in inventory.database.metadata.sorted_tables)
    async with inventory.database.transaction() as session:
        await session.execute(sa.text(f"TRUNCATE {names}"))
    await redis().flushdb()
    await inventory.ensure_default_location()
