"""What every shopper does, in Firefox ESR: with JavaScript and, as its own settings have it, without."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Locator, Page, Playwright

from tests.e2e.conftest import Running
from tests.support import browser as browsers
from tests.support.hearing import Heard
from tests.support.waiting import eventually
from tests.support.walking import CONTACT


@dataclass(frozen=True)
class Shopper:
    """Where scripts are off no page tells Playwright that it has come to rest, which `fill`, `expect` and a click that
    is not forced wait for. So this one points, types and looks."""

    page: Page
    scripted: bool

    async def press(self, role: str, name: str) -> None:
        await self.page.get_by_role(role, name=name, exact=True).first.click(force=True)  # type: ignore[arg-type]

    async def type(self, label: str, words: str) -> None:
        field = self.page.get_by_label(label, exact=True).filter(visible=True).first
        await field.press("ControlOrMeta+a")
        await field.press_sequentially(words)

    async def sees(self, selector: str, words: str, count: int = 1) -> None:
        shown: Locator = self.page.locator(selector).filter(has_text=re.compile(words), visible=True)

        async def there() -> bool:
            return await shown.count() == count

        await eventually(there, seconds=15, told=f"{count} × {words!r} in {selector}")


@pytest.fixture(params=[True, False], ids=["js", "nojs"], scope="module")
async def firefox(request: pytest.FixtureRequest, playwright: Playwright) -> AsyncIterator[Browser]:
    path = await asyncio.to_thread(browsers.firefox)
    settings: dict[str, str | float | bool] = {"javascript.enabled": request.param}
    launched = await playwright.firefox.launch(channel="moz-firefox", executable_path=path, firefox_user_prefs=settings)
    yield launched
    await launched.close()


@pytest.fixture
async def shopper(request: pytest.FixtureRequest, firefox: Browser, shop_up: Running) -> AsyncIterator[Shopper]:
    """At the front page; nothing they do may make the console complain or ask another host."""
    context = await firefox.new_context(base_url=shop_up.address)
    context.set_default_timeout(15_000)
    page = await context.new_page()
    heard = Heard(page)
    await page.goto("/")
    yield Shopper(page, request.node.callspec.params["firefox"])
    await context.close()
    assert heard.complaints == []
    assert heard.hosts == {shop_up.address.removeprefix("http://")}


async def test_what_is_chosen_by_a_filter_goes_into_the_cart_and_on_to_delivery(shopper: Shopper) -> None:
    await shopper.press("link", "Table")
    await shopper.sees("h1", "^Table$")
    await shopper.page.get_by_role("checkbox", name=re.compile("Lauscha Glass")).check(force=True)
    if not shopper.scripted:
        await shopper.press("button", "Show")
    await shopper.sees("#shelf-cards .product-card__link", "", count=4)
    await shopper.press("link", "Water Carafe")
    await shopper.press("button", "Add to cart")
    await shopper.sees("#cart-badge", "^1")
    await shopper.page.goto("/cart")
    await shopper.press("link", "Go to checkout")
    await shopper.type("E-mail", "ada@nowhere")
    await shopper.press("button", "Go on to delivery")
    await shopper.sees(".error-summary", "There is a problem")
    for label, words in CONTACT.items():
        await shopper.type(label, words)
    await shopper.press("button", "Go on to delivery")
    await shopper.sees("h1", "How should it be sent")


async def test_searching_finds_what_was_misspelt(shopper: Shopper) -> None:
    await shopper.type("Search the shop", "stonware bowl")
    await shopper.press("button", "Search")
    await shopper.sees("#shelf-cards .product-card__link", "^Stoneware Bowl$")


async def test_a_wrong_password_is_refused_and_the_address_stays(shopper: Shopper) -> None:
    await shopper.press("link", "Sign in")
    await shopper.type("E-mail", "nobody@example.com")
    await shopper.type("Password", "not the one I have")
    await shopper.press("button", "Sign in")
    await shopper.sees(".error-summary", "do not belong together")
    assert await shopper.page.get_by_label("E-mail", exact=True).input_value() == "nobody@example.com"
