"""A figure of stock is changed in the grid: with keys alone where there is JavaScript, on a page of its own without."""

from playwright.async_api import Page, expect

from tests.e2e.conftest import Running
from tests.e2e.test_back_office import sign_in

SKU = "HOK-BLK"


async def test_a_figure_is_changed_in_the_grid(page: Page, scripted: bool, shop_up: Running) -> None:
    await sign_in(page, shop_up)
    await page.goto(f"/admin/stock?q={SKU}&location=hamburg")
    figure = page.get_by_role("link", name="on hand: change")
    was = int((await figure.inner_text()).split()[0])
    if scripted:
        await page.get_by_role("checkbox", name=SKU).focus()
        for key in ("ArrowRight", "ArrowRight", "Enter"):
            await page.keyboard.press(key)
        await expect(page.get_by_role("textbox", name="On hand")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(figure).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("textbox", name="On hand")).to_be_focused()
    else:
        await figure.click()
    await page.get_by_role("textbox", name="On hand").fill(str(was + 1))
    await page.locator("form[id^=level-]").get_by_label("Why").fill("One lay behind the others")
    await page.keyboard.press("Enter")
    if scripted:
        await expect(figure).to_be_focused()
        await expect(figure).to_have_text(f"{was + 1} on hand: change")
    else:
        await expect(page.get_by_role("status")).to_contain_text("It is written down")
        await expect(page.get_by_role("textbox", name="On hand")).to_have_value(str(was + 1))
