"""A shop whose host has a name, Ada's browser in it, and a device with her passkey."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from domains import users
from domains.shared.redis import redis
from domains.shared.settings import settings
from tests.app.making import browser_of, forget_limits
from tests.support import office
from tests.support.passkeys import HOME, Device, add
from tests.support.people import make_person
from tests.support.visiting import heading


@pytest.fixture(autouse=True)
async def at_home(shop: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """No browser makes a passkey for 127.0.0.1, where the other tests are."""
    monkeypatch.setenv("BASE_URL", HOME)
    monkeypatch.setenv("RATE_SIGN_IN", "1000/minute")
    settings.cache_clear()
    forget_limits()
    await redis().flushdb()
    yield
    monkeypatch.undo()
    settings.cache_clear()
    forget_limits()


@pytest.fixture
async def person(at_home: None) -> users.Person:
    return await make_person()


@pytest.fixture
async def owner(app: Litestar, person: users.Person) -> AsyncIterator[httpx.AsyncClient]:
    """Ada's browser, where she is signed in and has just proved it."""
    async with browser_of(app, HOME) as browser:
        await office.signed_in(browser, person)
        yield browser


@pytest.fixture
async def stranger(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with browser_of(app, HOME) as browser:
        yield browser


@pytest.fixture
async def device(owner: httpx.AsyncClient) -> Device:
    """Hers, and known to the shop."""
    made = Device()
    assert heading(await add(owner, made)) == "Your recovery codes"
    return made
