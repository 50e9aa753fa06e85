"""What goes wrong in a database ends in a log: it tells the statement, never what was in it. A server that was started
anew is none of a visitor's concern."""

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from domains import orders
from domains.shared.errors import Contended


async def test_an_error_does_not_tell_the_values_of_its_statement(shop: None) -> None:
    async with orders.database.reading() as session:
        with pytest.raises(DBAPIError) as wrong:
            await session.execute(sa.text("SELECT 1 / (length(:token) - length(:token))"), {"token": "ada@example.com"})
    assert "division by zero" in str(wrong.value)
    assert "ada@example.com" not in str(wrong.value)


async def test_connections_that_the_server_has_closed_are_replaced(shop: None) -> None:
    others = sa.text(
        "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    async with orders.database.reading() as first, orders.database.reading() as second:
        for session in (first, second):
            await session.execute(sa.text("SELECT 1"))
        await second.rollback()
        await second.close()  # back in the pool, open
        assert True in list(await first.scalars(others))
    await orders.database.ping()
    await orders.database.ping()


async def test_of_two_who_wait_for_each_other_one_is_asked_to_try_again(shop: None) -> None:
    both = asyncio.Barrier(2)

    async def take(first: int, second: int) -> None:
        async with orders.database.transaction() as session:
            await session.execute(sa.text("SET LOCAL deadlock_timeout = '10ms'"))
            await session.execute(sa.select(sa.func.pg_advisory_xact_lock(first)))
            await both.wait()
            await session.execute(sa.select(sa.func.pg_advisory_xact_lock(second)))

    ended = await asyncio.gather(take(1, 2), take(2, 1), return_exceptions=True)
    assert [type(each) for each in ended if each is not None] == [Contended]
