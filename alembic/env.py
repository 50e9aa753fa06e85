"""Runs the history of one domain against that domain's own database, chosen by `-x domain=…`."""

import asyncio
from importlib import import_module

import sqlalchemy as sa
from alembic import context
from sqlalchemy.ext.asyncio import create_async_engine

from domains.shared.database import Database
from domains.shared.settings import settings

MIGRATION_LOCK = 4_207_001  # one migration at a time per database, also when several hosts release at once

GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE, TRUNCATE ON audit_entries, audit_links, audit_days, consents FROM {role}",
)

config = context.config
domain: str = config.attributes.get("domain") or context.get_x_argument(as_dictionary=True)["domain"]
database: Database = import_module(f"domains.{domain}").database

owner = settings().users_owner_database_url if domain == "users" else ""


def run(connection: sa.Connection) -> None:
    connection.execute(sa.text("SELECT pg_advisory_lock(:lock)"), {"lock": MIGRATION_LOCK})
    connection.execute(sa.text("SET lock_timeout = '5s'"))
    context.configure(connection=connection, target_metadata=database.metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
    if owner:
        grant(connection, sa.make_url(database.url))
    connection.commit()


def grant(connection: sa.Connection, shop: sa.URL) -> None:
    """What the shop's own role may do in a database of another: all but to change what is only ever added to."""
    role = connection.dialect.identifier_preparer.quote(str(shop.username or shop.query.get("user")))
    for granted in GRANTS:
        connection.execute(sa.text(granted.format(role=role)))


async def connect_and_run() -> None:
    engine = create_async_engine(owner or database.url)
    with database.answering():
        async with engine.connect() as connection:
            await connection.run_sync(run)
    await engine.dispose()


asyncio.run(connect_and_run())
