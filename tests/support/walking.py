"""The way from a full cart to a paid order in a real browser, by labels and buttons alone."""

from playwright.async_api import Page, expect

GOOD, DECLINED, ASKS_BANK = "4242424242424242", "4000000000000002", "4000002500003155"
CARD = {"cc-exp": "12/34", "cc-csc": "123", "cc-name": "Ada Lovelace"}
CONTACT = {
    "E-mail": "ada@example.com",
    "Name": "Ada Lovelace",
    "Street and number": "Torstraße 1",
    "Postcode": "10119",
    "City": "Berlin",
}


async def go_to_delivery(page: Page) -> None:
    """From the form for who and where."""
    for label, value in CONTACT.items():
        await page.get_by_label(label, exact=True).filter(visible=True).fill(value)
    await page.get_by_role("button", name="Go on to delivery").click()
    await page.wait_for_url("**/checkout/delivery")


async def go_to_payment(page: Page, scripted: bool) -> None:
    await page.goto("/cart")
    await page.get_by_role("link", name="Go to checkout").click()
    await go_to_delivery(page)
    await page.get_by_label("Express delivery").check()
    if scripted:  # without a script the next page shows it
        await expect(page.locator("#checkout-summary")).to_contain_text("Express delivery")
    await page.get_by_role("button", name="Go on to check and pay").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Check and pay")
    await page.get_by_role("button", name="Pay €").click()
    await expect(page.locator("[autocomplete=cc-number]")).to_be_visible()


async def pay(page: Page, number: str, pressed: str = "Pay") -> None:
    await page.locator("[autocomplete=cc-number]").fill(number)
    for token, value in CARD.items():
        await page.locator(f"[autocomplete={token}]").fill(value)
    await page.get_by_role("button", name=pressed).click()
