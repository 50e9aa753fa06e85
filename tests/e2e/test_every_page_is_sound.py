"""Every page in its states: nothing for axe to find, wide and narrow; nothing is cut off at 320 px, which is 1280 px at
400 %; what is pressed shows in forced colours; nothing moves for who wants that; nothing is asked of other hosts; the
console has nothing to complain of. How colours read by night is computed in tests/app/test_contrast.py.

A new page is a line in PAGES. `asked` does what it takes to bring it into its state.
"""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page

from tests.e2e.conftest import Running
from tests.support import axe, walking
from tests.support.waiting import eventually

WIDE, NARROW, NARROWEST = ({"width": width, "height": 900} for width in (1280, 390, 320))
Deed = Callable[[Page], Awaitable[None]]
SLOWEST = """Math.max(...[...document.querySelectorAll("*")].flatMap(element => {
    const { transitionDuration, animationDuration } = getComputedStyle(element);
    return `${transitionDuration}, ${animationDuration}`.split(", ").map(parseFloat);
}))"""
# Where colours are forced a ground is not seen: a control has an edge, or a line below its words, or a drawing
UNSEEN = """[...document.querySelectorAll("button, .button, input, select, textarea")].filter(element => {
    const { borderTopWidth, textDecorationLine } = getComputedStyle(element);
    const drawn = parseFloat(borderTopWidth) || textDecorationLine !== "none" || element.querySelector("svg");
    return element.checkVisibility() && !drawn && !["checkbox", "radio"].includes(element.type);
}).map(element => element.outerHTML)"""


@dataclass(frozen=True)
class Look:
    """`who` is looking: a guest, who has done nothing yet, a shopper with something in the cart, a buyer who has paid
    for it and keeps the same on a wishlist, or staff."""

    path: str
    state: str = "full"
    who: str = "guest"
    status: int = 200
    asked: Deed | None = None


def pressing(name: str) -> Deed:
    """Sends a form as it stands."""

    async def press(page: Page) -> None:
        await page.get_by_role("button", name=name, exact=True).first.click()
        await page.wait_for_load_state()

    return press


def following(name: str) -> Deed:
    async def follow(page: Page) -> None:
        await page.locator(f"#main a[href^='{name}']").first.click()
        await page.wait_for_load_state()

    return follow


async def beside(page: Page) -> None:
    """The cart is looked at without leaving the page."""
    await page.locator("[data-mini-cart]").click()
    await page.locator("#mini-cart").wait_for()


async def to_the_last_look(page: Page) -> None:
    await walking.go_to_delivery(page)
    await page.get_by_role("button", name="Go on to check and pay").click()
    await page.wait_for_url("**/checkout/review")


PAGES = [
    Look("/"),
    Look("/categories/table"),
    Look("/categories/table?availability=in-stock", "filtered"),
    Look("/categories/table?price_from=9999", "empty"),
    Look("/collections/stoneware"),
    Look("/search"),
    Look("/search?q=plate", "of a search"),
    Look("/search?q=qqqqqq", "empty"),
    Look("/search/suggest?q=plate"),
    Look("/products/dinner-plate?variant=PLT-MOS"),
    Look("/products/brass-candlestick", "sold out"),
    Look("/products/brass-candlestick", "error", asked=pressing("Tell me")),
    Look("/nowhere", "missing", status=404),
    Look("/cart", "empty"),
    Look("/cart", who="shopper"),
    Look("/checkout", who="shopper"),
    Look("/checkout", "error", who="shopper", asked=pressing("Go on to delivery")),
    Look("/", "with the cart beside it", who="shopper", asked=beside),
    Look("/checkout", "delivery", who="shopper", asked=walking.go_to_delivery),
    Look("/checkout", "last look", who="shopper", asked=to_the_last_look),
    Look("/account", "empty"),
    Look("/account", who="buyer"),
    Look("/account", "an order of it", who="buyer", asked=following("/orders/")),
    Look("/sign-in"),
    Look("/sign-in", "error", asked=pressing("Sign in")),
    Look("/account/registration?done=asked", "asked"),
    Look("/account/lost-password", "error", asked=pressing("Send me a link")),
    Look("/account/security", who="staff"),
    Look("/orders/lookup"),
    Look("/orders/lookup", "error", asked=pressing("Send me the link")),
    Look("/orders/lookup?done=asked", "asked"),
    Look("/wishlists", "empty"),
    Look("/wishlists", who="buyer"),
    Look("/wishlists", "one of them", who="buyer", asked=following("/wishlists/")),
    Look("/admin/sign-in"),
    Look("/admin/components", who="staff"),
    Look("/admin/components?sheet=office", "for the office", who="staff"),
]


@pytest.fixture(scope="module")
async def visitors(browser: Browser, shop_up: Running) -> AsyncIterator[dict[str, BrowserContext]]:
    """Each with a browser of their own, for all pages of this module."""
    await _filled(shop_up)
    made = {
        who: await browser.new_context(base_url=shop_up.address, viewport=WIDE, reduced_motion="reduce")
        for who in ("guest", "shopper", "buyer", "staff")
    }
    await _put_something_in_the_cart(await made["shopper"].new_page())
    await _buy(await made["buyer"].new_page())
    await _sign_in(await made["staff"].new_page(), shop_up.login)
    yield made
    for context in made.values():
        await context.close()


async def _filled(shop: Running) -> None:
    async with httpx.AsyncClient(base_url=shop.address, trust_env=False) as visitor:

        async def in_stock() -> bool:
            return "Add to cart" in (await visitor.get("/products/dinner-plate?variant=PLT-MOS")).text

        await eventually(in_stock, seconds=150, told="the filling of the demo shop")


async def _put_something_in_the_cart(page: Page) -> None:
    await page.goto("/products/dinner-plate?variant=PLT-MOS")
    await page.get_by_role("button", name="Add to cart").click()
    await page.locator("#cart-badge:not(.cart-badge--empty)").wait_for()
    await page.close()


async def _buy(page: Page) -> None:
    await page.goto("/products/dinner-plate?variant=PLT-MOS")
    await page.get_by_role("button", name="Add to a wishlist").click()
    await page.locator("#wishlist-badge:not(.cart-badge--empty)").wait_for()
    await page.get_by_role("button", name="Add to cart").click()
    await page.locator("#cart-badge:not(.cart-badge--empty)").wait_for()
    await walking.go_to_payment(page, scripted=True)
    await walking.pay(page, walking.GOOD)
    await page.wait_for_url("**/orders/**")
    await page.close()


async def _sign_in(page: Page, login: dict[str, str]) -> None:
    await page.goto("/admin/sign-in")
    await page.get_by_label("E-mail").fill(login["email"])
    await page.get_by_label("Password").fill(login["password"])
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/admin/orders*")
    await page.close()


@pytest.mark.parametrize("look", PAGES, ids=lambda look: f"{look.path} {look.state}")
async def test_a_page_is_sound(look: Look, visitors: dict[str, BrowserContext], shop_up: Running) -> None:
    page = await visitors[look.who].new_page()
    hosts: set[str] = set()
    said: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = await page.goto(look.path)
    assert answer is not None
    assert answer.status == look.status
    if look.asked:
        await look.asked(page)
    found = {"wide": await axe.complaints(page)}
    await page.set_viewport_size(NARROW)
    found["narrow"] = await axe.complaints(page)
    await page.set_viewport_size(NARROWEST)
    widest = await page.evaluate("document.documentElement.scrollWidth")
    slowest = await page.evaluate(SLOWEST)
    await page.emulate_media(forced_colors="active")
    unseen = await page.evaluate(UNSEEN)
    await page.close()
    assert {where: wrong for where, wrong in found.items() if wrong} == {}
    assert widest <= 320
    assert slowest <= 0.001
    assert unseen == []
    assert {host for host in hosts if host} == {urlsplit(shop_up.address).netloc}
    refused = "Failed to load resource: the server responded with a status of"  # what the page itself answers
    assert [line for line in said if not line.startswith(refused)] == []


def test_the_judge_is_the_one_that_was_vouched_for() -> None:
    name, *_, digest = (axe.FOLDER / "LOCK").read_text().split()
    assert digest == f"sha256:{hashlib.sha256((axe.FOLDER / name).read_bytes()).hexdigest()}"
    assert "Mozilla Public License" in (axe.FOLDER / "LICENSE").read_text()
