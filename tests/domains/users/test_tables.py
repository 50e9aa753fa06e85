"""The tables of users lie on one machine, and the migrations make exactly them."""

from domains import users
from tests.support import tables


def test_every_table_is_local() -> None:
    assert set(tables.kinds(users.database).values()) == {"local"}


async def test_the_migrations_make_the_tables_of_the_models(migrated: None) -> None:
    await tables.check_migrations(users.database)
