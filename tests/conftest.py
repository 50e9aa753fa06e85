"""Real stores for every test that asks for them: PostgreSQL, Valkey and a MongoDB-wire server, started once."""

import gc
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from xdist.remote import Producer

from tests.support import lengths, processes, sharing
from tests.support.ports import free_port

A_FEW = 300


def pytest_configure(config: pytest.Config) -> None:
    lengths.begin(config)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    return sharing.workers()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> sharing.Sharing:
    return sharing.Sharing(config, log)


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what is not marked
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    lengths.prolong(config, items)
    if sharing.shared(config):
        sharing.arrange(items)


def pytest_collection_finish(session: pytest.Session) -> None:
    """A sign of life before the first dot, which waits for the stores to start."""
    gc.freeze()  # looking through all that was imported for garbage, again and again, takes a sixth of the time
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and len(session.items) > A_FEW and not session.config.option.collectonly:
        reporter.write_line(f"{len(session.items)} tests. Starting PostgreSQL, Valkey and MongoDB for them …")


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="barrow-tests-") as folder:
        Path(folder).chmod(0o711)  # as root, PostgreSQL's own account passes through
        yield Path(folder)


@pytest.fixture(scope="session")
def stores(home: Path) -> Iterator[dict[str, str]]:
    """The environment of a running set of servers; settings read it from here on."""
    from domains.shared.settings import settings
    from sandbox.stores import stores as running

    outside, smtp, web = free_port(), free_port(), free_port()
    with running(home, durable=False) as environment:
        os.environ.update(
            environment,
            BARROW_ENV="test",
            BARROW_HOME=str(home),
            SECRET_KEY="a secret of the tests, long enough to be taken",
            STRIPE_SECRET_KEY="sk_test_of_the_tests",
            STRIPE_WEBHOOK_SECRET="whsec_of_the_tests",
            STRIPE_API_BASE=f"http://127.0.0.1:{outside}/stripe",
            SMTP_URL=f"smtp://127.0.0.1:{smtp}",
            PORT=str(web),
            BASE_URL=f"http://127.0.0.1:{web}",
        )
        settings.cache_clear()
        yield environment


@pytest.fixture(scope="session")
def outside(stores: dict[str, str], home: Path) -> Iterator[str]:
    """The address of the sandbox's outside world (Stripe, mail), in a process of its own."""
    from urllib.parse import urlsplit

    port = urlsplit(os.environ["STRIPE_API_BASE"]).port
    smtp = urlsplit(os.environ["SMTP_URL"]).port
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "sandbox.outside", "--port", str(port), "--smtp-port", str(smtp)]
    command += ["--shop-url", os.environ["BASE_URL"], "--home", str(home)]
    with processes.running(command, until=f"{address}/inbox.json"):
        yield address


@pytest.fixture(scope="session")
async def migrated(stores: dict[str, str]) -> AsyncIterator[None]:
    """All six databases at their newest shape, and this process bound to them."""
    import asyncio

    from app.migrations import SQL_DOMAINS, migrate
    from domains import stores as domains_stores
    from tests.support import emptying, hashing

    hashing.once_each()
    for domain in SQL_DOMAINS:
        await asyncio.to_thread(migrate, domain)
    await domains_stores.connect()
    await emptying.keep_first_rows()
    yield
    await domains_stores.close()


@pytest.fixture
async def shop(migrated: None) -> None:
    """Empty databases, with what a new shop has from its first day."""
    from tests.support import emptying

    await emptying.empty()
