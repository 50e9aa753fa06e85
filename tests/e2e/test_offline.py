"""Without a connection: the shop's own page instead of the browser's, and the shop again as soon as there is one."""

from playwright.async_api import Browser, expect

from tests.e2e.conftest import Running


async def test_who_loses_the_connection_is_told_so_by_the_shop(browser: Browser, shop_up: Running) -> None:
    context = await browser.new_context(base_url=shop_up.address)
    page = await context.new_page()
    await page.goto("/cart")
    await page.evaluate("navigator.serviceWorker.ready")
    await context.set_offline(True)
    await page.goto("/search?q=mug")
    await expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
    await expect(page.locator("body")).to_have_css("color-scheme", "light dark")
    await context.set_offline(False)
    await page.get_by_role("link", name="Try again").click()
    await expect(page).to_have_url(f"{shop_up.address}/search?q=mug")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Results for “mug”")
    kept = await page.evaluate("caches.keys().then((names) => caches.open(names[0])).then((cache) => cache.keys())")
    assert len(kept) == 3
    await context.close()
