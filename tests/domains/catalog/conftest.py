"""The catalogue's own database, empty, and its search index, caught up."""

from collections.abc import AsyncIterator

import pytest

from domains import catalog
from domains.catalog import search_index
from tests.support.emptying import empty_collections, forget_everything


@pytest.fixture
async def catalogue(stores: dict[str, str]) -> None:
    await catalog.documents.connect()
    forget_everything()
    await empty_collections(catalog.documents)


@pytest.fixture
async def index(catalogue: None) -> AsyncIterator[catalog.SearchIndex]:
    await search_index.start()
    await search_index.catch_up(60)
    yield search_index
    await search_index.stop()
