"""With its stores gone, a command tells the operator which, where and why; a visitor's sentence would tell nothing."""

import asyncio
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from app import migrations
from app.commands.checkup import report
from app.commands.saying import in_a_sentence
from domains.shared.errors import Unavailable
from domains.shared.settings import settings

GONE = "/nowhere/barrow"
HINT = "Is `make run` still running?"
SQL = "PostgreSQL of users at /nowhere/barrow does not answer: No such file or directory."
MONGO = "MongoDB of catalog at 127.0.0.1:1 does not answer: "
LEFT = {
    **dict.fromkeys(
        ("USERS_DATABASE_URL", "ORDERS_DATABASE_URL", "PAYMENTS_DATABASE_URL", "INVENTORY_DATABASE_URL"),
        f"postgresql+asyncpg://postgres:s3cret@/shop?host={GONE}",
    ),
    "CATALOG_MONGODB_URL": "mongodb://u:s3cret@127.0.0.1:1/catalog?serverSelectionTimeoutMS=200",
    "NOTIFICATIONS_MONGODB_URL": "mongodb://127.0.0.1:1/notifications?serverSelectionTimeoutMS=200",
    "REDIS_URL": f"unix://{GONE}/valkey?db=0",
    "BROKER_URL": f"unix://{GONE}/valkey?db=1",
    "SMTP_URL": "smtp://127.0.0.1:1",
    "STRIPE_SECRET_KEY": "sk_test_1",
    "STRIPE_WEBHOOK_SECRET": "whsec_1",
    "STRIPE_API_BASE": "http://127.0.0.1:1/stripe",
}


@pytest.fixture
def killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A home whose shop was killed: run.json still names its stores."""
    (tmp_path / "run.json").write_text(json.dumps({"environment": LEFT}))
    for name, value in (LEFT | {"BARROW_HOME": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def test_a_migration_names_the_store_that_is_away(killed: None) -> None:
    with pytest.raises(Unavailable, match="very busy") as away:  # which is what a visitor reads
        migrations.migrate("users")
    assert in_a_sentence(away.value) == f"{SQL} {HINT}"


def test_a_host_that_nobody_knows_is_named(killed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USERS_DATABASE_URL", "postgresql://u:s3cret@nowhere.invalid/users")
    settings.cache_clear()
    with pytest.raises(Unavailable) as away:
        migrations.migrate("users")
    told = in_a_sentence(away.value)
    assert told is not None
    assert told.startswith("PostgreSQL of users at nowhere.invalid does not answer: ")
    assert "s3cret" not in told


def test_a_check_up_tells_of_every_part_what_is_the_matter(killed: None) -> None:
    page = io.StringIO()
    assert asyncio.run(report(Console(file=page, width=300))) == 1
    said = page.getvalue()
    told = {line[5:30].strip(): line[30:].rstrip() for line in said.splitlines() if line.startswith("FAIL")}
    assert told["users (PostgreSQL)"] == SQL
    assert told["catalog (MongoDB)"].startswith(MONGO)
    assert told["Stripe"].startswith("Stripe at http://127.0.0.1:1/stripe does not serve us: ")
    assert len(told) == 11
    assert "Please try again" not in said
    assert "s3cret" not in said
    assert said.endswith(f"\n{HINT}\n")
