"""A browser without a screen for the tests of the edge, and surroundings that can be changed for one test."""

from collections.abc import AsyncIterator, Callable, Iterator

import httpx
import pytest
from litestar import Litestar

from domains.shared.settings import settings
from tests.app.making import browser_of, forget_limits, make_app


@pytest.fixture
def surroundings(shop: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """`surroundings(TRUSTED_HOPS="1")`, before the app is made; undone afterwards."""

    def change(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    yield change
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
async def app(shop: None) -> Litestar:
    forget_limits()
    return make_app()


@pytest.fixture
async def browser(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with browser_of(app) as client:
        yield client
