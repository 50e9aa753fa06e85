"""Takes the pictures of this folder from a running shop: `make screens` beside `make run`.

SHOP (http://127.0.0.1:8000) names the shop; it is bought from on the way, so take a sandbox.
"""

import asyncio
import json
import os
from pathlib import Path

from playwright.async_api import Page, async_playwright

from tests.support import browser

HERE = Path(__file__).parent
SHOP = os.environ.get("SHOP", "http://127.0.0.1:8000")
HOME = Path(os.environ.get("BARROW_HOME") or "var")
WIDTHS = (390, 1280)
ADDRESS = {
    "email": "ada@example.com",
    "name": "Ada Lovelace",
    "address-line1": "Torstraße 1",
    "postal-code": "10119",
    "address-level2": "Berlin",
}


async def main() -> None:
    path = await asyncio.to_thread(browser.chromium)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path, args=browser.arguments())
        for width in WIDTHS:
            context = await chromium.new_context(base_url=SHOP, viewport={"width": width, "height": 900})
            await shop(await context.new_page(), width)
            await context.close()
            context = await chromium.new_context(base_url=SHOP, viewport={"width": width, "height": 900})
            await office(await context.new_page(), width)
            await context.close()
        await chromium.close()


async def shop(page: Page, width: int) -> None:
    for name, path in (
        ("home", "/"),
        ("category", "/categories/table"),
        ("search", "/search?q=oak"),
        ("not-found", "/no-such-page"),
    ):
        await page.goto(path)
        await take(page, name, width)
    await page.goto("/categories/table")
    await page.locator("main a[href^='/products/']").first.click()
    await page.wait_for_url("**/products/**")
    await take(page, "product", width)
    await page.get_by_role("button", name="Add to cart").click()
    await page.wait_for_timeout(800)
    await page.goto("/cart")
    await take(page, "cart", width)
    await page.goto("/checkout")
    for token, value in ADDRESS.items():
        await page.locator(f"main [autocomplete~='{token}']").first.fill(value)
    await take(page, "checkout", width)
    await page.locator("main form button[type=submit]").last.click()
    await page.wait_for_url("**/checkout/delivery")
    await page.locator("main input[type=radio]").first.check()
    await page.locator("main form button[type=submit]").last.click()
    await page.wait_for_url("**/checkout/review")
    await take(page, "review", width)
    await page.locator("main form[action='/checkout/order'] button").last.click()
    await page.wait_for_url("**/stripe/**")
    for token, value in (
        ("cc-number", "4242424242424242"),
        ("cc-exp", "12/34"),
        ("cc-csc", "123"),
        ("cc-name", "Ada Lovelace"),
    ):
        await page.locator(f"[autocomplete~='{token}']").fill(value)
    await take(page, "payment", width)
    await page.locator("button[type=submit]").first.click()
    await page.wait_for_url("**/orders/**")
    await take(page, "tracking", width)


async def office(page: Page, width: int) -> None:
    login = json.loads((HOME / "demo-login.json").read_text())
    await page.goto("/admin")
    await page.get_by_label("E-mail address").fill(login["email"])
    await page.get_by_label("Password").fill(login["password"])
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/admin/orders")
    await take(page, "office-orders", width)
    await page.locator("main table a").first.click()
    await page.wait_for_url("**/admin/orders/*")
    await take(page, "office-order", width)
    await page.goto("/admin/products")
    await take(page, "office-products", width)


async def take(page: Page, name: str, width: int) -> None:
    """The whole page; pictures that load only when they come into view are brought into view first."""
    await page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(img => { img.loading = 'eager' })")
    await page.wait_for_load_state("networkidle")
    await page.screenshot(path=HERE / f"{name}-{width}.jpg", type="jpeg", quality=72, full_page=True)
    print(f"{name}-{width}.jpg")


if __name__ == "__main__":
    asyncio.run(main())
