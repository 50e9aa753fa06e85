"""Looking for something in a real browser: suggestions by keyboard, filters on a telephone, each way there is."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Running
from tests.support.plainly import asking
from tests.support.waiting import eventually


@pytest.fixture(scope="module", autouse=True)
async def filled(shop_up: Running) -> None:
    async with asking(base_url=shop_up.address) as visitor:

        async def on_the_shelf() -> bool:
            shelf = await visitor.get("/categories/table")
            return "Dinner Plate" in shelf.text and 'value="in-stock"' in shelf.text

        await eventually(on_the_shelf, seconds=150, told="the filling of the demo shop")


@pytest.fixture(autouse=True)
async def complaints(page: Page) -> list[str]:
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if "Security Policy" in said.text else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


async def test_suggestions_are_walked_through_by_keyboard(page: Page, scripted: bool, complaints: list[str]) -> None:
    await page.goto("/")
    field = page.locator("#search-box")
    await field.fill("plat")
    if scripted:
        await field.press("e")
        await expect(page.get_by_role("option").first).to_be_visible()
        await field.press("ArrowDown")
        await expect(field).to_have_attribute("aria-activedescendant", "suggestion-0")
        await expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
        await field.press("ArrowUp")
        await expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
        await field.press("Escape")
        await expect(field).to_have_attribute("aria-expanded", "false")
        await field.press("ArrowUp")
        await field.press("Enter")
    else:
        await field.press("Enter")
    await expect(page).to_have_url(re.compile(r"/search\?q=plat"))
    await expect(page.get_by_role("link", name="Dinner Plate").first).to_be_visible()
    assert complaints == []


async def test_filters_fold_away_on_a_telephone(page: Page, scripted: bool, complaints: list[str]) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto("/categories/table")
    box = page.get_by_role("checkbox", name=re.compile("In stock"))
    await expect(box).not_to_be_visible()
    await page.locator(".facets__summary").click()
    await box.check()
    if not scripted:
        await page.get_by_role("button", name="Show", exact=True).click()
    await expect(page).to_have_url(re.compile(r"availability=in-stock"))
    await expect(page.get_by_role("link", name=re.compile("Availability: In stock"))).to_be_visible()
    if scripted:
        await expect(box).to_be_visible()
        await expect(box).to_be_checked()
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    await page.get_by_role("link", name=re.compile("Availability: In stock")).click()
    await expect(page).to_have_url(re.compile(r"/categories/table$"))
    assert complaints == []


async def test_back_and_forward_restore_a_choice_and_its_goods(page: Page, scripted: bool) -> None:
    """Without a script a browser would keep the tick of a page that is no longer filtered."""
    await page.goto("/categories/table")
    goods = page.locator("#shelf-cards .product-card__link")
    box = page.get_by_role("checkbox", name=re.compile("Lauscha Glass"))
    everything = await goods.all_text_contents()
    await box.check()
    if not scripted:
        await page.get_by_role("button", name="Show", exact=True).click()
    await expect(page).to_have_url(re.compile(r"\?brand=Lauscha\+Glass$"))
    await expect(goods).to_have_count(4)
    await page.go_back()
    await expect(page).to_have_url(re.compile(r"/categories/table$"))
    await expect(box).not_to_be_checked()
    await expect(goods).to_have_text(everything)
    await page.go_forward()
    await expect(box).to_be_checked()
    await expect(goods).to_have_count(4)
