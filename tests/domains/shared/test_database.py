"""What goes wrong in a database ends in a log: it tells the statement, never what was in it."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from domains import orders


async def test_an_error_does_not_tell_the_values_of_its_statement(shop: None) -> None:
    async with orders.database.reading() as session:
        with pytest.raises(DBAPIError) as wrong:
            await session.execute(sa.text("SELECT 1 / (length(:token) - length(:token))"), {"token": "ada@example.com"})
    assert "division by zero" in str(wrong.value)
    assert "ada@example.com" not in str(wrong.value)
