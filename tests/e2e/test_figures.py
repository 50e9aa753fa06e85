"""What pages weigh, cold, on a telephone; that nothing on them moves; that a product's page stays up to date."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Page, StorageState, expect

from domains.shared import images, media
from domains.shared.storage import Folder
from tests.e2e.conftest import ROOT, Running

BUDGETS = {  # kB over the wire, requests
    "/": (220, 14),
    "/categories/table": (300, 22),
    "/products/everyday-mug": (250, 14),
    "/cart": (130, 9),
    "/checkout": (130, 9),
}
TELEPHONE = {"width": 390, "height": 844}
WATCH = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
STYLED = "document.querySelectorAll('[style], style').length"
STOCK = """
import asyncio
from domains import inventory

async def count(left):
    [levels] = (await inventory.levels(["LIN-NAP-OAT"])).values()
    for level in levels:
        await inventory.set_on_hand("LIN-NAP-OAT", level.location.code, left, reason="counted", actor="tests")
        left = 0
    await inventory.database.close()

asyncio.run(count({left}))
"""


@dataclass
class Wire:
    """Everything one page has asked for: address and bytes as they came."""

    bytes: dict[str, float] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    @property
    def kilobytes(self) -> float:
        return sum(self.bytes.values()) / 1000

    def listen(self, session: CDPSession, page: Page) -> None:
        session.on("Network.requestWillBeSent", lambda e: self.addresses.update({e["requestId"]: e["request"]["url"]}))
        session.on("Network.loadingFinished", lambda e: self.bytes.update({e["requestId"]: e["encodedDataLength"]}))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)


def cut(shop: Running, addresses: Iterable[str]) -> bool:
    """Makes the pictures that the worker has not come to yet, as it would; whether there were any."""
    store, late = Folder(shop.home / "media"), []
    for path in (urlsplit(each).path for each in addresses):
        name = path.removeprefix("/media/")
        if name != path and store.modified_at(name) is None:
            late.append(name)
            original = store.read(f"{Path(name).parent}/original")
            assert original is not None
            width, _, format = Path(name).name.partition(".")
            picture = images.decoded(images.opened(original), media.WIDTHS[-1])
            store.write(name, images.encoded(picture, int(width), cast("images.Format", format)))
    return bool(late)


async def visitor(browser: Browser, shop: Running, known: StorageState | None = None) -> BrowserContext:
    context = await browser.new_context(
        base_url=shop.address,
        viewport=TELEPHONE,
        device_scale_factor=2,
        storage_state=known,  # type: ignore[arg-type]
    )
    context.set_default_timeout(15_000)
    return context


async def look(browser: Browser, shop: Running, path: str, known: StorageState) -> tuple[Wire, float, int]:
    """A first visit: what came, by how much the page moved, and how many styles stand in it."""
    context, wire = await visitor(browser, shop, known), Wire()
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    await session.send("Network.enable")
    wire.listen(session, page)
    await page.add_init_script(WATCH)
    await page.route("**/cart/stock?*", lambda route: route.fulfill(status=204))  # a stream is never idle
    await page.goto(path)
    await page.wait_for_load_state("networkidle")
    seen = Wire(dict(wire.bytes), dict(wire.addresses), wire.complaints)
    await page.mouse.wheel(0, 4_000)
    await page.evaluate("document.fonts.ready")
    moved, styled = await page.evaluate("window.moved"), await page.evaluate(STYLED)
    await context.close()
    return seen, moved, styled


async def test_a_first_visit_is_light_and_nothing_moves(browser: Browser, shop_up: Running) -> None:
    buyer = await visitor(browser, shop_up)
    page = await buyer.new_page()
    await page.goto("/products/everyday-mug")
    await page.get_by_role("button", name="Add to cart").click()
    await expect(page.locator("#cart-badge")).to_have_text(re.compile("^1"))
    known = await buyer.storage_state()
    await buyer.close()
    for path, (kilobytes, requests) in BUDGETS.items():
        wire, moved, styled = await look(browser, shop_up, path, known)
        while await asyncio.to_thread(cut, shop_up, wire.addresses.values()):
            wire, moved, styled = await look(browser, shop_up, path, known)
        asked = sorted(each for each in wire.addresses.values() if not each.startswith("data:"))
        assert wire.kilobytes <= kilobytes, asked
        assert len(asked) <= requests, asked
        assert {urlsplit(each).netloc for each in asked} == {urlsplit(shop_up.address).netloc}
        assert (path, moved, styled, wire.complaints) == (path, 0, 0, [])


async def test_a_choice_keeps_the_focus_and_stock_stays_up_to_date(browser: Browser, shop_up: Running) -> None:
    context = await browser.new_context(base_url=shop_up.address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    page = await context.new_page()
    async with page.expect_response(re.compile("/stock\\?")) as streaming:
        await page.goto("/products/linen-napkins?variant=LIN-NAP-OAT")
    assert (await streaming.value).headers["content-type"].startswith("text/event-stream")
    for left, words in ((3, "Only 3 left"), (0, "Sold out")):
        count(shop_up, left)
        await expect(page.locator("#product-stock .stock")).to_have_text(words)
        await expect(page.locator("#announcement")).to_have_text(words)
        await expect(page.get_by_role("button", name="Add to cart")).to_be_visible(visible=left > 0)
    count(shop_up, 30)
    await page.goto("/products/everyday-mug")
    chosen = page.get_by_role("radio", checked=True)
    await chosen.focus()
    await page.keyboard.press("ArrowRight")
    await expect(page).to_have_url(re.compile("variant="))
    await expect(page.locator("#announcement")).to_have_text(re.compile("€"))
    await expect(page.get_by_role("radio", checked=True)).to_be_focused()
    assert await page.evaluate("document.activeElement.value") == page.url.partition("variant=")[2]
    await page.go_back()
    await expect(page).not_to_have_url(re.compile("variant="))
    await context.close()


def count(shop: Running, left: int) -> None:
    """What staff count on the shelf, in a process of its own as the back office is."""
    program = STOCK.replace("{left}", str(left))
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=shop.environment, check=True, timeout=60)


async def test_what_stays_in_sight_beside_the_pictures_lies_over_nothing(browser: Browser, shop_up: Running) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    await page.goto(f"{shop_up.address}/products/everyday-mug")
    await page.locator(".product__body").evaluate("body => scrollTo(0, body.getBoundingClientRect().top + scrollY)")
    side, body = [await page.locator(f".product__{part}").bounding_box() for part in ("side", "body")]
    assert side is not None
    assert body is not None
    assert side["y"] + side["height"] <= body["y"]
    await page.close()
