"""Payments' own database, empty before each test, and the sandbox's Stripe without troubles."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from domains import payments
from domains.shared import breakers
from tests.support.emptying import empty_tables
from tests.support.payments import end_troubles


@pytest.fixture(scope="session")
async def payments_database(stores: dict[str, str], outside: str) -> AsyncIterator[None]:
    from app.migrations import migrate

    await asyncio.to_thread(migrate, "payments")
    yield
    await payments.database.close()


@pytest.fixture(autouse=True)
async def _empty_payments(payments_database: None) -> None:
    await empty_tables(payments.database)
    await end_troubles()
    breakers.forget()
