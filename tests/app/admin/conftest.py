"""Somebody of the staff, signed in, beside a shopper: two browsers in one shop."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from domains import catalog
from domains.shared import breakers
from tests.app.making import browser_of, forget_limits
from tests.support import office


@pytest.fixture
async def stranger(shop: None, app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    catalog.forget_tree()
    forget_limits()
    breakers.forget()
    async with browser_of(app) as client:
        yield client


@pytest.fixture
async def staff(stranger: httpx.AsyncClient, app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    await office.hire()
    async with browser_of(app) as client:
        assert (await office.sign_in(client)).status_code == 303
        yield client
