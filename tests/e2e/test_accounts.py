"""From an order as a guest to an account that has it, in a real browser, with JavaScript and without."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Running
from tests.support import walking
from tests.support.plainly import asking
from tests.support.waiting import eventually

PASSWORD = "correct horse battery staple"


async def link_to(shop: Running, email: str) -> str:
    """What the letter about an account leads to."""
    found: list[str] = []

    async def arrived() -> bool:
        async with asking(base_url=shop.sandbox) as sandbox:
            letters = (await sandbox.get("/inbox.json")).json()["mail"]
        texts = [letter["text"] for letter in letters if letter["to"] == [email]]
        found.extend(re.findall(r"http\S+/register/\S+", " ".join(texts)))
        return bool(found)

    await eventually(arrived, seconds=60, told="the letter")
    return found[0]


async def test_what_a_guest_has_ordered_is_in_the_account_they_make(
    page: Page, scripted: bool, shop_up: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = f"grace.{'scripted' if scripted else 'plain'}@example.com"
    monkeypatch.setitem(walking.CONTACT, "E-mail", email)
    await page.goto("/products/dinner-plate?variant=PLT-MOS")
    await page.get_by_role("button", name="Add to cart").click()
    await expect(page.locator("#cart-badge")).to_have_text(re.compile("^1"))
    await walking.go_to_payment(page, scripted)
    await walking.pay(page, walking.GOOD)
    await page.wait_for_url("**/orders/**")
    number = page.url.split("/orders/")[1].split("?")[0]
    await page.context.clear_cookies()  # another browser, as it were

    await page.goto("/")
    await page.get_by_role("link", name="Sign in").first.click()
    await page.get_by_role("link", name="Create an account").click()
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_role("button", name="Send me the link").click()
    await expect(page.locator("#main")).to_contain_text("Please check your e-mail.")
    await page.goto(await link_to(shop_up, email))
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Create my account").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your account")

    async def joined() -> bool:
        await page.goto("/account")
        return number in await page.locator("#account-orders").inner_text()

    await eventually(joined, seconds=60, told="the order in the account")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.locator("#main")).to_contain_text("You are signed out.")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("link", name=number).click()
    await expect(page.locator("#order-contents")).to_contain_text("Dinner Plate")
    order = page.url

    await page.goto("/account")
    await page.get_by_role("link", name="delete your account").click()
    await page.get_by_label("Yes, delete my account").check()
    await page.get_by_role("button", name="Delete my account").click()
    await expect(page.locator("#main")).to_contain_text("Your account is deleted.")
    await page.goto(order)  # what was bought is sent all the same
    await expect(page.locator("#order-contents")).to_contain_text("Dinner Plate")
