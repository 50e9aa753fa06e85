"""A browser without a screen for the tests of the edge, and surroundings that can be changed for one test."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from litestar import Litestar

from domains.shared.redis import redis
from domains.shared.settings import settings
from tests.app.making import browser_of, forget_limits, make_app


@pytest.fixture
async def surroundings(migrated: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Callable[..., None]]:
    """`surroundings(TRUSTED_HOPS="1")`, before the app is made; undone afterwards."""
    await redis().flushdb()

    def change(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    yield change
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(scope="session")
async def app(migrated: None) -> Litestar:
    return make_app()


@pytest.fixture
async def browser(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    await redis().flushdb()
    forget_limits()
    async with browser_of(app) as client:
        yield client
