"""Orders' own database as a new shop has it, for the modules that ask for it; no other domain is needed."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from domains import orders
from tests.support.emptying import empty_tables


@pytest.fixture(scope="session")
async def orders_database(stores: dict[str, str]) -> AsyncIterator[None]:
    from app.migrations import migrate

    await asyncio.to_thread(migrate, "orders")
    yield
    await orders.database.close()


@pytest.fixture
async def new_shop(orders_database: None) -> None:
    await empty_tables(orders.database)
    await orders.ensure_defaults()
