"""Every page in its states: nothing for axe to find, wide and narrow; nothing is cut off at 320 px, which is 1280 px at
400 %; what is pressed shows in forced colours; nothing moves for who wants that; nothing is asked of other hosts; the
console has nothing to complain of. How colours read by night is computed in tests/app/test_contrast.py.

A new page is a line in looks.PAGES.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page

from tests.app.making import make_app
from tests.e2e.conftest import Running
from tests.e2e.looks import PAGES, Look
from tests.support import axe, walking
from tests.support.hearing import Heard
from tests.support.plainly import asking
from tests.support.waiting import eventually

WIDE, NARROW, NARROWEST = ({"width": width, "height": 900} for width in (1280, 390, 320))
SLOWEST = """Math.max(...[...document.querySelectorAll("*")].flatMap(element => {
    const { transitionDuration, animationDuration } = getComputedStyle(element);
    return `${transitionDuration}, ${animationDuration}`.split(", ").map(parseFloat);
}))"""
# Where colours are forced a ground is not seen: a control has an edge, or a line below its words, or a drawing
UNSEEN = """[...document.querySelectorAll("button, .button, input, select, textarea")].filter(element => {
    const { borderTopWidth, textDecorationLine } = getComputedStyle(element);
    const drawn = parseFloat(borderTopWidth) || textDecorationLine !== "none" || element.querySelector("svg");
    const bare = element.matches(".visually-hidden, [type=checkbox], [type=radio]");
    return element.checkVisibility() && !drawn && !bare;
}).map(element => element.outerHTML)"""


async def examine(page: Page) -> None:
    """From wide to narrowest; the page is closed then."""
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


@pytest.fixture(scope="module")
async def visitors(browser: Browser, shop_up: Running) -> AsyncIterator[dict[str, BrowserContext]]:
    """Each with a browser of their own, for all pages of this module."""
    await _filled(shop_up)
    await asyncio.to_thread(_take_something_down, shop_up)
    made = {
        who: await browser.new_context(base_url=shop_up.address, viewport=WIDE, reduced_motion="reduce")
        for who in ("guest", "shopper", "buyer", "staff")
    }
    await _put_something_in_the_cart(await made["shopper"].new_page())
    await _buy(await made["buyer"].new_page())
    await _sign_in(await made["staff"].new_page(), shop_up.login)
    await _save_a_card(await made["staff"].new_page())
    yield made
    for context in made.values():
        await context.close()


async def _filled(shop: Running) -> None:
    async with asking(base_url=shop.address) as visitor:

        async def in_stock() -> bool:
            return "Add to cart" in (await visitor.get("/products/dinner-plate?variant=PLT-MOS")).text

        await eventually(in_stock, seconds=150, told="the filling of the demo shop")


def _take_something_down(shop: Running) -> None:
    file = shop.home / "no-more.csv"
    for status in ("active", "archived"):
        file.write_text(f"Handle,Title,Status,Variant Price,Variant SKU\nbread-bin,Bread Bin,{status},39.00,BIN\n")
        assert shop.barrow("import", str(file)).returncode == 0


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


async def _save_a_card(page: Page) -> None:
    await page.goto("/account/payment-methods")
    await page.get_by_role("button", name="Add a card").click()
    await walking.pay(page, walking.GOOD, "Save card")
    await page.wait_for_url("**/account/payment-methods*")
    await page.close()


@pytest.mark.parametrize("look", PAGES, ids=lambda look: f"{look.path} {look.state}")
async def test_a_page_is_sound(look: Look, visitors: dict[str, BrowserContext], shop_up: Running) -> None:
    page = await visitors[look.who].new_page()
    heard = Heard(page)
    answer = await page.goto(look.path)
    assert answer is not None
    assert answer.status == look.status
    if look.asked:
        await look.asked(page)
    await examine(page)
    assert heard.hosts == {urlsplit(shop_up.address).netloc}
    assert heard.complaints == []


async def test_the_page_of_a_crash_is_sound(visitors: dict[str, BrowserContext]) -> None:
    """Of a process of the tests, shown by a browser at the address of a shop that does not crash."""
    crashing = httpx.ASGITransport(make_app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=crashing, base_url="http://127.0.0.1:8000") as visitor:
        crash = (await visitor.get("/probe/refusals/crash")).text
    assert "Something went wrong on our side" in crash
    page = await visitors["guest"].new_page()
    await page.route("**/crash", lambda route: route.fulfill(status=500, content_type="text/html", body=crash))
    await page.goto("/crash")
    await examine(page)


async def test_the_page_of_too_much_haste_is_sound(visitors: dict[str, BrowserContext], shop_up: Running) -> None:
    """Whoever tries one code after the other; from then on this minute's codes are used up."""
    async with httpx.AsyncClient(base_url=shop_up.address, trust_env=False) as visitor:
        answers = [await visitor.post("/cart/codes", data={"code": f"TRY-{number}"}) for number in range(11)]
    assert answers[-1].status_code == 429
    assert "That was a little fast" in answers[-1].text
    haste = answers[-1].text
    page = await visitors["guest"].new_page()
    await page.route("**/haste", lambda route: route.fulfill(status=429, content_type="text/html", body=haste))
    await page.goto("/haste")
    await examine(page)


async def test_the_page_of_a_closed_shop_is_sound(visitors: dict[str, BrowserContext], shop_up: Running) -> None:
    page = await visitors["guest"].new_page()

    async def answers(status: int) -> bool:
        answer = await page.goto("/")
        return answer is not None and answer.status == status

    await asyncio.to_thread(shop_up.barrow, "maintenance", "begin", "--minutes", "20")
    try:
        await eventually(lambda: answers(503), seconds=30, told="closing")
        closed = await visitors["guest"].new_page()
        await closed.goto("/")
        await examine(closed)
    finally:
        await asyncio.to_thread(shop_up.barrow, "maintenance", "end")
    await eventually(lambda: answers(200), seconds=30, told="opening")
    await page.close()


def test_the_judge_is_the_one_that_was_vouched_for() -> None:
    name, *_, digest = (axe.FOLDER / "LOCK").read_text().split()
    assert digest == f"sha256:{hashlib.sha256((axe.FOLDER / name).read_bytes()).hexdigest()}"
    assert "Mozilla Public License" in (axe.FOLDER / "LICENSE").read_text()
