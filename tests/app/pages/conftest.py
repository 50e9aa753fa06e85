"""A shopper without a screen in an empty shop, and the search index, caught up with what stands on the shelves."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from domains import catalog
from tests.app.making import browser_of, forget_limits


@pytest.fixture
async def browser(shop: None, app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    catalog.forget_tree()
    catalog.forget_collections()
    forget_limits()
    async with browser_of(app) as client:
        yield client


@pytest.fixture
async def index(shop: None) -> AsyncIterator[catalog.SearchIndex]:
    await catalog.search_index.start()
    await catalog.search_index.catch_up()
    yield catalog.search_index
    await catalog.search_index.stop()
