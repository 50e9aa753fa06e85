"""What a shopper does in a real browser, each way with JavaScript and without."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Running
from tests.support.plainly import asking
from tests.support.waiting import eventually
from tests.support.walking import ASKS_BANK, DECLINED, GOOD, go_to_payment, pay


@pytest.fixture(scope="module", autouse=True)
async def filled(shop_up: Running) -> None:
    """Pages are served before the demo shop is filled: until the things these shoppers want are in stock."""
    async with asking(base_url=shop_up.address) as visitor:

        async def in_stock() -> bool:
            front, shelf = await visitor.get("/"), await visitor.get("/categories/table")
            plate = await visitor.get("/products/dinner-plate?variant=PLT-MOS")
            return (
                'href="/categories/table"' in front.text
                and "Dinner Plate" in shelf.text
                and "Add to cart" in plate.text
            )

        await eventually(in_stock, seconds=150, told="the filling of the demo shop")


@pytest.fixture(autouse=True)
async def complaints(page: Page) -> list[str]:
    """What the browser's console complains about, such as a style or a form that the security policy stops."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if "Security Policy" in said.text else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


async def choose_something(page: Page) -> str:
    """From the front page to a full cart by links and buttons alone; the name of what was chosen."""
    await page.goto("/")
    await page.get_by_role("link", name="Table", exact=True).first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Table")
    await page.get_by_role("link", name="Dinner Plate").click()
    await page.get_by_role("radio", name="Moss", exact=True).check()
    shows = page.get_by_role("button", name=re.compile("^Show "))  # needed only where no script does it
    if await shows.count():
        await shows.click()
    await expect(page).to_have_url(re.compile(r"variant="))
    await page.get_by_label("Quantity").fill("2")
    await page.get_by_role("button", name="Add to cart").click()
    await expect(page.locator("#cart-badge")).to_have_text(re.compile("^2"))
    return "Dinner Plate"


async def test_a_declined_card_and_then_a_good_one_end_in_a_paid_order(
    page: Page, scripted: bool, complaints: list[str]
) -> None:
    chosen = await choose_something(page)
    await go_to_payment(page, scripted)
    await pay(page, DECLINED)
    await expect(page.locator("body")).to_contain_text("declined")
    await pay(page, GOOD)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Ada Lovelace")
    await expect(page.locator("#order-contents")).to_contain_text(f"2 × {chosen}")
    await expect(page.get_by_label("How your order is coming along")).to_contain_text("We pack and send it")
    assert complaints == []


async def test_a_bank_that_asks_first_is_answered_and_the_order_is_paid(page: Page, scripted: bool) -> None:
    await choose_something(page)
    await go_to_payment(page, scripted)
    await pay(page, ASKS_BANK)
    await page.get_by_role("button", name="Complete authentication").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Ada Lovelace")


async def test_what_was_half_typed_is_still_there_after_looking_elsewhere(page: Page, scripted: bool) -> None:
    await choose_something(page)
    await page.goto("/checkout")
    await page.get_by_label("Name", exact=True).first.fill("Seán O'Hara")
    await page.get_by_label("The invoice goes to the same address").uncheck()
    await page.get_by_label("City").last.fill("東京")
    await page.get_by_role("link", name="Back to the cart").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your cart")
    await page.go_back()
    await expect(page.get_by_label("Name", exact=True).first).to_have_value("Seán O'Hara")
    await expect(page.get_by_label("City").last).to_have_value("東京")
    await expect(page.get_by_label("The invoice goes to the same address")).not_to_be_checked()


async def test_who_leaves_the_payment_finds_the_cart_as_it_was(page: Page, scripted: bool) -> None:
    await choose_something(page)
    await go_to_payment(page, scripted)
    await page.get_by_role("link", name=re.compile("back|cancel|return", re.IGNORECASE)).first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Check and pay")
    await expect(page.locator("#main")).to_contain_text("Nothing was charged")
    await expect(page.locator("#checkout-answers")).to_contain_text("Torstraße 1")
    await page.goto("/cart")
    await expect(page.get_by_label("Quantity")).to_have_value("2")


async def test_the_cart_is_changed_emptied_filled_again_and_looked_at_beside_a_page(page: Page, scripted: bool) -> None:
    await choose_something(page)
    await page.goto("/cart")
    update = page.get_by_role("button", name="Update")
    await expect(update).to_be_visible(visible=not scripted)
    await page.get_by_label("Quantity").fill("3")
    await (page.get_by_label("Quantity").press("Tab") if scripted else update.click())
    await expect(page.locator("#cart-badge")).to_have_text(re.compile("^3"))
    await page.get_by_role("button", name="Remove").click()
    await expect(page.locator("#main")).to_contain_text("Your cart is empty.")
    undo = page.get_by_role("button", name="Undo")
    await expect(undo).to_be_focused()
    await undo.click()
    await expect(page.get_by_label("Quantity")).to_have_value("3")
    await page.goto("/")
    await page.get_by_role("link", name="Cart").click()
    await expect(page.locator("dialog#mini-cart")).to_be_visible(visible=scripted)
    await expect(page.locator("dialog #toasts")).to_have_count(int(scripted))  # outside they could not be pressed
    await page.get_by_role("link", name="Go to checkout").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Where should it go?")


async def test_the_order_and_page_of_a_list_live_in_its_address(page: Page, scripted: bool) -> None:
    await page.goto("/categories/table")
    sort = page.get_by_role("button", name="Sort", exact=True)
    await expect(sort).to_be_visible(visible=not scripted)
    await page.get_by_label("Sort by").select_option("-price")
    if not scripted:
        await sort.click()
    await expect(page).to_have_url(re.compile(r"sort=-price"))

    async def dearest_first() -> bool:
        prices = await page.locator("#shelf-cards .price__now").all_text_contents()
        amounts = [float(re.sub(r"[^0-9.]", "", price)) for price in prices]
        return len(amounts) > 1 and amounts == sorted(amounts, reverse=True)

    await eventually(dearest_first, seconds=10, told="sorting by price")
    await page.reload()
    assert await dearest_first()


async def test_searching_finds_what_was_misspelt(page: Page) -> None:
    await page.goto("/")
    await page.get_by_label("Search the shop").fill("stonware bowl")
    await page.get_by_role("button", name="Search").click()
    await expect(page.locator("#shelf-cards")).to_contain_text("Stoneware Bowl")
