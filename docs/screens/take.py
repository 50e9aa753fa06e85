"""Takes the pictures of this folder from a running shop: `make screens` beside `make run`.

SHOP (http://127.0.0.1:8000) names the shop; it is bought from on the way, so take a sandbox. Names as arguments take
only those: `make screens NAMES="home cart"`.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from docs.screens import sheets
from tests.support import browser

HERE = Path(__file__).parent
SHOP = os.environ.get("SHOP", "http://127.0.0.1:8000")
HOME = Path(os.environ.get("BARROW_HOME") or "var")
WANTED = frozenset(sys.argv[1:])
ADDRESS = {
    "email": "ada@example.com",
    "name": "Ada Lovelace",
    "address-line1": "Torstraße 1",
    "postal-code": "10119",
    "address-level2": "Berlin",
}
CARD = {"cc-number": "4242424242424242", "cc-exp": "12/34", "cc-csc": "123", "cc-name": "Ada Lovelace"}
PLAIN = {
    "home": "/",
    "category": "/categories/table",
    "filtered": "/categories/table?availability=in-stock&price_to=40",
    "search": "/search?q=oak",
    "nothing-found": "/search?q=qqqqqq",
    "not-found": "/no-such-page",
    "cart-empty": "/cart",
}


async def main() -> None:
    path = await asyncio.to_thread(browser.chromium)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path, args=browser.arguments())
        await shop(await _page(chromium, 1280))
        for width in (390, 1280):
            await office(await _page(chromium, width), width)
        await chromium.close()


async def _page(chromium: Browser, width: int) -> Page:
    context = await chromium.new_context(base_url=SHOP, viewport={"width": width, "height": sheets.HEIGHT})
    return await context.new_page()


async def shop(page: Page) -> None:
    for name, path in PLAIN.items():
        if _wanted(name):
            await page.goto(path)
            await take(page, name)
    await page.goto("/categories/table")
    await page.locator("main .product-card:not(.product-card--sold-out) a").first.click()
    await page.wait_for_url("**/products/**")
    await take(page, "product")
    if _wanted("product-1280"):
        await page.set_viewport_size({"width": 1280, "height": sheets.HEIGHT})
        await sheets.picture(page, HERE / "product-1280.jpg")
    await page.get_by_role("button", name="Add to cart").click()
    await page.locator("#cart-badge:not(.cart-badge--empty)").wait_for()
    await page.goto("/cart")
    await take(page, "cart")
    await checkout(page)


async def checkout(page: Page) -> None:
    await page.goto("/checkout")
    await page.locator("main form button[type=submit]").last.click()
    await take(page, "checkout-refused")
    for token, value in ADDRESS.items():
        await page.locator(f"main [autocomplete~='{token}']").first.fill(value)
    await take(page, "checkout")
    await page.locator("main form button[type=submit]").last.click()
    await page.wait_for_url("**/checkout/delivery")
    await page.locator("main input[type=radio]").first.check()
    await take(page, "delivery")
    await page.locator("main form button[type=submit]").last.click()
    await page.wait_for_url("**/checkout/review")
    await take(page, "review")
    await page.locator("main form[action='/checkout/order'] button").last.click()
    await page.wait_for_url("**/stripe/**")
    for token, value in CARD.items():
        await page.locator(f"[autocomplete~='{token}']").fill(value)
    await page.locator("button[type=submit]").first.click()
    await page.wait_for_url("**/orders/**")
    await take(page, "tracking")


async def office(page: Page, width: int) -> None:
    login = json.loads((HOME / "demo-login.json").read_text())
    await page.goto("/admin")
    await page.get_by_label("E-mail address").fill(login["email"])
    await page.get_by_label("Password").fill(login["password"])
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/admin/orders")
    await take_one(page, f"office-orders-{width}")
    await page.locator("main table a").first.click()
    await page.wait_for_url("**/admin/orders/*")
    await take_one(page, f"office-order-{width}")
    await page.goto("/admin/products")
    await take_one(page, f"office-products-{width}")
    if width > sheets.HEIGHT:
        await page.goto("/admin/components")
        await take(page, "components")


async def take(page: Page, name: str) -> None:
    if _wanted(name):
        await sheets.sheet(page, HERE / f"{name}.webp")
        print(f"{name}.webp", flush=True)


async def take_one(page: Page, name: str) -> None:
    if _wanted(name):
        await sheets.picture(page, HERE / f"{name}.jpg")
        print(f"{name}.jpg", flush=True)


def _wanted(name: str) -> bool:
    return not WANTED or name in WANTED


if __name__ == "__main__":
    asyncio.run(main())
