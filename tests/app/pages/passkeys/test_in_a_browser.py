"""A passkey in a real Chromium, with an authenticator of the browser's own making."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import uvicorn
from litestar import Litestar
from playwright.async_api import Page, async_playwright, expect

from domains import users
from domains.shared.settings import settings
from tests.support import axe
from tests.support import browser as browsers
from tests.support.hearing import Heard
from tests.support.people import EMAIL, PASSWORD
from tests.support.ports import free_port
from tests.support.waiting import eventually

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
async def address(app: Litestar, at_home: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    port = free_port()
    monkeypatch.setenv("BASE_URL", f"http://localhost:{port}")
    settings.cache_clear()
    server = uvicorn.Server(uvicorn.Config(app, port=port, lifespan="off", ws="none", log_config=None))
    serving = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    await eventually(started, seconds=10, told="the server")
    yield settings().base_url
    server.should_exit = True
    await serving


@pytest.fixture
async def page(address: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        path = await asyncio.to_thread(browsers.chromium)
        launched = await playwright.chromium.launch(executable_path=path, args=browsers.arguments())
        opened = await launched.new_page(base_url=address)
        opened.set_default_timeout(15_000)
        yield opened
        await launched.close()


async def sign_in(page: Page) -> None:
    await page.goto("/login")
    await page.get_by_label("E-mail").fill(EMAIL)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def sign_out(page: Page) -> None:
    await page.goto("/account")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.locator("#main")).to_contain_text("You are signed out.")


async def test_it_is_added_and_opens_the_account_alone_and_after_the_password(page: Page, person: users.Person) -> None:
    heard = Heard(page)
    device = await page.context.new_cdp_session(page)
    await device.send("WebAuthn.enable")
    finger = (await device.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER}))["authenticatorId"]

    await sign_in(page)
    await page.goto("/account/second-factor")
    await page.get_by_role("button", name="Add a passkey").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    await page.goto("/account/second-factor")
    await expect(page.locator("#account-passkeys li")).to_contain_text("Chrome on")
    assert await axe.complaints(page) == []

    await sign_out(page)
    assert await axe.complaints(page) == []
    await page.get_by_role("button", name="Sign in with a passkey").dblclick()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your account")

    await sign_out(page)
    await sign_in(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
    assert await axe.complaints(page) == []
    await page.get_by_role("button", name="Use a passkey").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your account")

    await sign_out(page)
    await device.send("WebAuthn.setUserVerified", {"authenticatorId": finger, "isUserVerified": False})
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.locator("#error-summary")).to_contain_text("This passkey did not let you in.")
    assert await axe.complaints(page) == []
    assert heard.complaints == []
