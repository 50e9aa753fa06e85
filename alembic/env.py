"""Runs the history of one domain against that domain's own database, chosen by `-x domain=…`."""

import asyncio
from importlib import import_module

import sqlalchemy as sa
from alembic import context
from sqlalchemy.ext.asyncio import create_async_engine

from domains.shared.database import Database

MIGRATION_LOCK = 4_207_001  # one migration at a time per database, also when several hosts release at once

config = context.config
domain: str = config.attributes.get("domain") or context.get_x_argument(as_dictionary=True)["domain"]
database: Database = import_module(f"domains.{domain}").database


def run(connection: sa.Connection) -> None:
    connection.execute(sa.text("SELECT pg_advisory_lock(:lock)"), {"lock": MIGRATION_LOCK})
    connection.execute(sa.text("SET lock_timeout = '5s'"))
    context.configure(connection=connection, target_metadata=database.metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()


async def connect_and_run() -> None:
    engine = create_async_engine(database.url)
    with database.answering():
        async with engine.connect() as connection:
            await connection.run_sync(run)
    await engine.dispose()


asyncio.run(connect_and_run())
