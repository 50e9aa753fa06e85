"""The search index, caught up with what a test has put on the shelves."""

from collections.abc import AsyncIterator

import pytest

from domains import catalog


@pytest.fixture
async def index(shop: None) -> AsyncIterator[catalog.SearchIndex]:
    await catalog.search_index.start()
    await catalog.search_index.catch_up()
    yield catalog.search_index
    await catalog.search_index.stop()
