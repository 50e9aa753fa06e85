"""Somebody of the staff, signed in, beside a shopper: two browsers in one shop."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from domains import catalog, orders
from domains.shared import breakers
from tests.app.making import browser_of, forget_limits
from tests.support import office
from tests.support.visiting import on_the_shelf


@pytest.fixture
async def stranger(shop: None, app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    catalog.forget_tree()
    catalog.forget_collections()
    forget_limits()
    breakers.forget()
    async with browser_of(app) as client:
        yield client


@pytest.fixture
async def staff(stranger: httpx.AsyncClient, app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    person = await office.hire()
    async with browser_of(app) as client:
        await office.signed_in(client, person)
        yield client


@pytest.fixture
async def order(staff: httpx.AsyncClient, stranger: httpx.AsyncClient) -> orders.Order:
    """Three mugs at 12.50 and 4.90 for delivery, paid."""
    await on_the_shelf(stock=5)
    return await office.buy(stranger, quantity=3)


@pytest.fixture
async def index(shop: None) -> AsyncIterator[catalog.SearchIndex]:
    await catalog.search_index.start()
    await catalog.search_index.catch_up()
    yield catalog.search_index
    await catalog.search_index.stop()
