"""Where another role owns the tables of users, the shop's own can add to the audit log and read it, and no more."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.migrations import migrate
from domains import users
from domains.shared.settings import settings

NEW = """
    INSERT INTO audit_entries (id, at, actor, action, outcome, digest)
    VALUES (gen_random_uuid(), now(), 'a', 'b', 'done', 'c')
"""


async def by_hand(*statements: str) -> None:
    engine = create_async_engine(users.database.url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(sa.text(statement))
    await engine.dispose()


@pytest.fixture
async def shop_engine(migrated: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncEngine]:
    """A database of its own, migrated by its owner, and the shop's connection to it."""
    owner = sa.make_url(users.database.url).set(database="owned")
    shop = owner.update_query_dict({"user": "shopkeeper"})
    await by_hand("CREATE ROLE shopkeeper LOGIN", "CREATE DATABASE owned")
    monkeypatch.setenv("USERS_OWNER_DATABASE_URL", owner.render_as_string(hide_password=False))
    monkeypatch.setenv("USERS_DATABASE_URL", shop.render_as_string(hide_password=False))
    settings.cache_clear()
    engine = create_async_engine(shop)
    try:
        await asyncio.to_thread(migrate, "users")
        yield engine
    finally:
        await engine.dispose()
        monkeypatch.undo()
        settings.cache_clear()
        await by_hand("DROP DATABASE owned", "DROP ROLE shopkeeper")


async def test_the_shop_adds_to_its_log_and_takes_nothing_out(shop_engine: AsyncEngine) -> None:
    async with shop_engine.begin() as connection:
        await connection.execute(sa.text(NEW))
        await connection.execute(sa.text("UPDATE roles SET about = 'changed'"))
        assert await connection.scalar(sa.text("SELECT count(*) FROM audit_entries")) == 1
    for deed in (
        "UPDATE audit_entries SET actor = 'x'",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_links",
        "ALTER TABLE audit_entries DISABLE TRIGGER ALL",
        "DROP TABLE audit_links",
    ):
        with pytest.raises(sa.exc.ProgrammingError, match=r"permission denied|must be owner"):
            async with shop_engine.begin() as connection:
                await connection.execute(sa.text(deed))
