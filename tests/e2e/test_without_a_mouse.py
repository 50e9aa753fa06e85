"""From the search to the checkout with keys alone, at 400 %, in forced colours and without movement."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.conftest import Running
from tests.support import walking

ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024 pixels at 400 %
MOST = 90  # stops between two deeds
STOP = """async wanted => {
    for (const _ of [1, 2]) await new Promise(requestAnimationFrame);  // even a movement of no length takes a frame
    const stop = document.activeElement, box = stop.getBoundingClientRect();
    const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    const seen = stop === document.body || inside && stop.matches(":focus-visible");
    return { lost: seen ? "" : stop.outerHTML, there: stop === wanted, wide: document.documentElement.scrollWidth };
}"""


@pytest.fixture
async def page(browser: Browser, shop_up: Running) -> AsyncIterator[Page]:
    context = await browser.new_context(
        base_url=shop_up.address, viewport=ZOOMED, reduced_motion="reduce", forced_colors="active"
    )
    context.set_default_timeout(15_000)
    yield await context.new_page()
    await context.close()


async def reach(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Walks there stop by stop; each is seen, and nothing of the page lies beside the screen."""
    element = await wanted.element_handle()
    for _ in range(MOST):
        await page.keyboard.press(key)
        stop = await page.evaluate(STOP, element)
        assert (stop["lost"], stop["wide"]) == ("", ZOOMED["width"])
        if stop["there"]:
            return
    raise AssertionError(f"{wanted} is not reached by {key}")


async def test_a_thing_is_found_and_taken_to_the_checkout(page: Page) -> None:
    await page.goto("/")
    await reach(page, page.get_by_role("link", name="Skip to the content"))
    await page.keyboard.press("Enter")
    await expect(page.locator("#main")).to_be_focused()
    await reach(page, page.get_by_role("combobox", name="Search the shop"), "Shift+Tab")
    await page.keyboard.type("everyday mug")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(r"/search\?q=everyday\+mug"))
    await reach(page, page.get_by_role("link", name="Everyday Mug").first)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Everyday Mug")
    await reach(page, page.get_by_role("button", name="Add to cart"))
    await page.keyboard.press("Enter")
    await expect(page.locator("#cart-badge")).to_have_text(re.compile("^1"))
    await reach(page, page.get_by_role("banner").get_by_role("link", name="Cart"), "Shift+Tab")
    await page.keyboard.press("Enter")
    await reach(page, page.get_by_role("dialog").get_by_role("link", name="Go to checkout"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Where should it go?")
    for label, value in walking.CONTACT.items():
        await reach(page, page.get_by_label(label, exact=True).filter(visible=True))
        await page.keyboard.type(value)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/checkout/delivery"))
    await reach(page, page.get_by_role("button", name="Go on to check and pay"))


async def test_a_shelf_is_narrowed_and_what_it_shows_put_on_a_list(page: Page) -> None:
    await page.goto("/categories/table")
    await reach(page, page.locator(".facets__summary"))
    await page.keyboard.press("Enter")
    box = page.get_by_role("checkbox", name=re.compile("In stock"))
    await reach(page, box)
    await page.keyboard.press("Space")
    await expect(page).to_have_url(re.compile("availability=in-stock"))
    await expect(box).to_be_focused()
    await reach(page, page.get_by_role("link", name=re.compile("Availability: In stock")))
    await reach(page, page.locator(".product-card__link").first)
    await page.keyboard.press("Enter")
    await reach(page, page.get_by_role("button", name="Add to a wishlist"))
    await page.keyboard.press("Enter")
    await reach(page, page.get_by_role("link", name="View list"))
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/wishlists/"))
    await reach(page, page.get_by_role("button", name="Add to cart"))


async def test_who_cannot_sign_in_is_told_where_they_stand(page: Page) -> None:
    await page.goto("/login")
    for label, words in (("E-mail", "nobody@example.com"), ("Password", "not theirs")):
        await reach(page, page.get_by_label(label, exact=True))
        await page.keyboard.type(words)
    await page.keyboard.press("Enter")
    await expect(page.locator(".error-summary")).to_be_focused()
    await reach(page, page.get_by_label("Password", exact=True))
    await reach(page, page.get_by_role("link", name="I have forgotten my password"))
    await page.keyboard.press("Enter")
    await reach(page, page.get_by_label("E-mail", exact=True))
