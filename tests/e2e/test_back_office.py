"""The back office in a real browser, with JavaScript and without: sign in, send, give back, price, import."""

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Running
from tests.support.shopify import csv_of, first
from tests.support.shopper import Shopper, order_number
from tests.support.waiting import eventually

MUG, TOWEL = "Everyday Mug", "Waffle Towel"


async def opened(shop_up: Running) -> bool:
    """Its shelves are filled and somebody is hired; the worker runs."""
    running = json.loads((shop_up.home / "run.json").read_text())["processes"]
    return "clock" in running and "seed" not in running


async def sign_in(page: Page, shop_up: Running) -> None:
    await eventually(lambda: opened(shop_up), seconds=60, told="the opening of the shop")
    await page.goto("/admin/orders")
    await page.get_by_label("E-mail address").fill(shop_up.login["email"])
    await page.get_by_label("Password").fill(shop_up.login["password"])
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Orders", exact=True)).to_be_visible()


async def open_product(page: Page, title: str) -> None:
    await page.get_by_role("link", name="Products").click()
    await page.get_by_label("Title or SKU").fill(title)
    await page.get_by_role("button", name="Show").click()
    await page.get_by_role("link", name=title, exact=True).click()
    await expect(page.get_by_role("heading", name=title, exact=True).first).to_be_visible()


async def first_sku(page: Page, title: str) -> str:
    await open_product(page, title)
    return await page.locator('input[name="sku"]').first.get_attribute("value") or ""


async def test_an_order_is_sent_and_partly_given_back(page: Page, scripted: bool, shop_up: Running) -> None:
    await sign_in(page, shop_up)
    sku = await first_sku(page, MUG)
    async with Shopper(shop_up.address) as shopper:
        bought = await shopper.buy(sku, 2)
    number = order_number(bought)
    its_buyer = await page.context.new_page()
    await its_buyer.goto(str(bought.url))
    await expect(its_buyer.get_by_role("heading", level=1)).to_have_text("Thank you, Ada Lovelace")
    await page.goto(f"/admin/orders/{number}")
    await page.get_by_label("Carrier").fill("DHL")
    await page.get_by_label("Tracking number").fill("00340434")
    await page.get_by_role("button", name="Send off").click()
    await expect(page.get_by_role("status").filter(has_text="The parcel is on its way")).to_be_visible()
    if not scripted:
        await its_buyer.get_by_role("link", name="Look again").click()
    await expect(its_buyer.get_by_role("heading", level=1)).to_have_text("Your order is on its way")
    await expect(its_buyer.get_by_role("link", name="00340434")).to_have_attribute("href", re.compile("dhl.*00340434"))
    await its_buyer.close()
    await page.get_by_label("As goodwill").fill("99999")
    await page.get_by_label("Yes, give this back").check()
    await page.get_by_role("button", name="Refund").click()
    await expect(page.get_by_role("alert").filter(has_text="can still be refunded")).to_be_visible()
    await expect(page.get_by_label("As goodwill")).to_have_value("99999")
    await page.get_by_label("As goodwill").fill("1.50")
    await page.get_by_label("Yes, give this back").check()
    await page.get_by_role("button", name="Refund").click()
    await expect(page.get_by_role("status").filter(has_text="The refund is made.")).to_be_visible()
    refunds = page.get_by_role("region", name="Refunds")
    await expect(refunds.get_by_role("cell", name="€1.50")).to_be_visible()
    await page.get_by_role("button", name="Mark as delivered").click()
    await expect(page.get_by_role("status").filter(has_text="marked as delivered")).to_be_visible()
    await expect(page.get_by_text("Completed", exact=True)).to_be_visible()


async def test_a_new_price_stands_in_the_shop(page: Page, shop_up: Running, request: pytest.FixtureRequest) -> None:
    price = "27.10" if request.node.callspec.id == "js" else "27.20"
    await sign_in(page, shop_up)
    await open_product(page, TOWEL)
    variant = page.locator("section.variant").first
    await variant.get_by_label("Price").fill(price)
    await variant.get_by_role("button", name="Save price").click()
    await expect(page.get_by_role("status").filter(has_text=f"costs €{price} now")).to_be_visible()
    sku = await variant.locator('input[name="sku"]').first.get_attribute("value")
    async with Shopper(shop_up.address) as shopper:
        await shopper.add(sku or "")
        assert f"€{price}" in (await shopper.http.get("/cart")).text


async def test_a_file_of_products_is_brought_in_while_one_watches(
    page: Page, shop_up: Running, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    scripted = request.node.callspec.id == "js"
    name = "Brought by script" if scripted else "Brought plainly"
    file = tmp_path / "brought.csv"
    file.write_bytes(csv_of(first(name.lower().replace(" ", "-"), name), first("no-price", "No price", price="?")))
    await sign_in(page, shop_up)
    await page.get_by_role("link", name="Imports").click()
    await page.get_by_label("CSV file").set_input_files(file)
    await page.get_by_role("button", name="Look at its columns").click()
    await page.get_by_role("button", name="Import it", exact=True).click()
    done = page.get_by_text("completed", exact=True)
    for _ in range(30):
        if scripted or await done.count():
            break  # htmx asks by itself
        await page.get_by_role("link", name="Refresh").click()
    await expect(done).to_be_visible(timeout=30_000)
    await expect(page.get_by_role("region", name="Rows worth a look")).to_contain_text("no-price")
    await open_product(page, name)


async def test_the_books_are_looked_over_and_one_leaves(page: Page, shop_up: Running) -> None:
    await sign_in(page, shop_up)
    await page.get_by_role("link", name="Books").click()
    await expect(page.get_by_role("heading", name="Books")).to_be_visible()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_text("You are signed out.")).to_be_visible()
    await page.goto("/admin/orders")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
