"""Inventory's own database and Redis, empty before each test; no other domain is needed."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from domains import inventory
from domains.shared.redis import close, redis
from tests.support.emptying import empty_tables


@pytest.fixture(scope="session")
async def inventory_database(stores: dict[str, str]) -> AsyncIterator[None]:
    from app.migrations import migrate

    await asyncio.to_thread(migrate, "inventory")
    yield
    await inventory.database.close()
    await close()


@pytest.fixture(autouse=True)
async def _empty_inventory(inventory_database: None) -> None:
    await empty_tables(inventory.database)
    await redis().flushdb()
    inventory.forget_shops()
    inventory.forget_recipes()
    await inventory.ensure_default_location()
