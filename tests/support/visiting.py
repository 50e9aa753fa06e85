"""What tests of the shop's pages do as a shopper: put goods on the shelves, fill a cart, walk to the checkout."""

import re
from typing import Any

import httpx

from domains import catalog, inventory
from tests.support.catalog import make_product

CONTACT = {
    "email": "ada@example.com",
    "name": "Ada Lovelace",
    "address-line1": "Torstraße 1",
    "postal-code": "10119",
    "address-level2": "Berlin",
    "country": "DE",
}
HTMX = {"HX-Request": "true"}


async def on_the_shelf(title: str = "Mug", *, sku: str = "MUG", stock: int = 5, **more: Any) -> catalog.Product:
    product = await make_product(title, sku=sku, **more)
    for variant in product.variants:
        await inventory.set_on_hand(variant.sku, "main", stock, reason="counted", actor="tests")
    return product


async def put_in_cart(browser: httpx.AsyncClient, sku: str = "MUG", quantity: object = 1) -> httpx.Response:
    return await browser.post("/cart/lines", data={"sku": sku, "quantity": str(quantity)})


async def line_id(browser: httpx.AsyncClient) -> str:
    """Of the only line in this visitor's cart."""
    [found] = set(re.findall(r'id="cart-line-([0-9a-f-]{36})"', (await browser.get("/cart")).text))
    return str(found)


async def quantities(browser: httpx.AsyncClient) -> list[int]:
    """In the cart, as the fields of its page say them."""
    page = await browser.get("/cart")
    return [int(part.split('value="')[1].split('"')[0]) for part in page.text.split('name="quantity"')[1:]]


async def ready_to_pay(browser: httpx.AsyncClient, sku: str = "MUG", quantity: int = 1) -> None:
    await put_in_cart(browser, sku, quantity)
    assert (await browser.post("/checkout", data=CONTACT)).headers["location"] == "/checkout/delivery"
    chosen = await browser.post("/checkout/delivery", data={"shipping": "standard"})
    assert chosen.headers["location"] == "/checkout/review"


def heading(answer: httpx.Response) -> str:
    """The page's one first heading."""
    [found] = re.findall(r"<h1[^>]*>(.*?)</h1>", answer.text, re.S)
    return str(found).strip()


def title(answer: httpx.Response) -> str:
    [found] = re.findall(r"<title>(.*?)</title>", answer.text, re.S)
    return str(found)
