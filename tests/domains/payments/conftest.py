"""Payments' own database, empty before each test, and the sandbox's Stripe without troubles."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from domains import payments
from domains.shared import breakers
from tests.support.payments import end_troubles


@pytest.fixture(scope="session")
async def payments_database(stores: dict[str, str], outside: str) -> AsyncIterator[None]:
    from app.migrations import migrate

    await asyncio.to_thread(migrate, "payments")
    yield
    await payments.database.close()


@pytest.fixture(autouse=True)
async def _empty_payments(payments_database: None) -> None:
    names = ", ".join(table.name for table in payments.database.metadata.sorted_tables)
    async with payments.database.transaction() as session:
        await session.execute(sa.text(f"TRUNCATE {names}"))
    await end_troubles()
    breakers.forget()
