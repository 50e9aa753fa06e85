"""Brings the four PostgreSQL databases up to date: `barrow migrate`, and the tests."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from domains import catalog, inventory, orders, stores, users

ROOT = Path(__file__).resolve().parent.parent
SQL_DOMAINS = ("users", "orders", "payments", "inventory")


def migrate(domain: str) -> None:
    """Upgrade one domain's database to its newest revision. Runs its own event loop: call it from a thread."""
    command.upgrade(_config(domain), "head")


async def ensure_first_rows() -> None:
    """What a shop has from its first day: MongoDB's indexes, roles, a place for its stock, zones, methods and taxes.

    Old documents of the catalogue are brought up to date."""
    try:
        await stores.connect()
        await catalog.upgrade_documents()
        await inventory.ensure_default_location()
        await orders.ensure_defaults()
        await users.ensure_roles()
    finally:
        await stores.close()


def newest(domain: str) -> str | None:
    """The revision a migrated database is at."""
    return ScriptDirectory.from_config(_config(domain)).get_current_head()


def _config(domain: str) -> Config:
    config = Config(ROOT / "alembic" / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "alembic"))
    config.set_main_option("version_locations", str(ROOT / "alembic" / "versions" / domain))
    config.attributes["domain"] = domain
    return config
