"""Orders' own database as a new shop has it, for the modules that ask for it; no other domain is needed."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from domains import orders


@pytest.fixture(scope="session")
async def orders_database(stores: dict[str, str]) -> AsyncIterator[None]:
    from app.migrations import migrate

    await asyncio.to_thread(migrate, "orders")
    yield
    await orders.database.close()


@pytest.fixture
async def new_shop(orders_database: None) -> None:
    names = ", ".join(table.name for table in orders.database.metadata.sorted_tables)
    async with orders.database.transaction() as session:
        await session.execute(sa.text(f"TRUNCATE {names}"))
    await orders.ensure_defaults()
