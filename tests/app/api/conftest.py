"""A program without cookies, and keys for it."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from domains import users
from domains.users import KeyDraft, Permission
from tests.app.making import browser_of, forget_limits
from tests.support.programs import MakeKey, bearer
from tests.support.staff import actor, hired


@pytest.fixture
async def program(shop: None, app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    forget_limits()
    async with browser_of(app) as client:
        yield client


@pytest.fixture
async def owner(shop: None) -> users.Person:
    return await hired()


@pytest.fixture
def key(owner: users.Person) -> MakeKey:
    async def make(
        *permissions: Permission, per_minute: int = 600, person: users.Person | None = None
    ) -> dict[str, str]:
        draft = KeyDraft("A program", frozenset(permissions), 30, per_minute)
        return bearer((await users.create_key(draft, actor=actor(person or owner))).text)

    return make
