"""An edit that is refused changes nothing: a payment under way stays open, and its goods stay held."""

import httpx
import pytest

from domains import inventory
from tests.support.visiting import CONTACT, line_id, on_the_shelf, put_in_cart, ready_to_pay


async def on_the_way_to_pay(browser: httpx.AsyncClient) -> str:
    """The address of Stripe's page for the shopper's two mugs of three."""
    await on_the_shelf("Bowl", sku="BOWL", stock=0)
    await on_the_shelf(stock=3)
    await ready_to_pay(browser, quantity=2)
    return await pay(browser)


async def pay(browser: httpx.AsyncClient) -> str:
    return str((await browser.post("/checkout/order")).headers["location"])


@pytest.mark.parametrize(
    ("sku", "quantity", "status"),
    [("MUG", "0", 422), ("MUG", "x", 422), ("MUG", "2", 409), ("MUG", "999999", 409), ("BOWL", "1", 409)],
)
async def test_what_cannot_be_added_ends_no_payment(
    browser: httpx.AsyncClient, outside: str, sku: str, quantity: str, status: int
) -> None:
    paying = await on_the_way_to_pay(browser)
    assert (await put_in_cart(browser, sku, quantity)).status_code == status
    assert await inventory.available("MUG") == 1
    assert await pay(browser) == paying


@pytest.mark.parametrize(("quantity", "status"), [("4", 409), ("1000", 409), ("-1", 422)])
async def test_a_quantity_that_is_refused_ends_no_payment(
    browser: httpx.AsyncClient, outside: str, quantity: str, status: int
) -> None:
    paying = await on_the_way_to_pay(browser)
    changed = await browser.post(f"/cart/lines/{await line_id(browser)}", data={"quantity": quantity})
    assert changed.status_code == status
    assert await inventory.available("MUG") == 1
    assert await pay(browser) == paying


async def test_a_line_that_is_not_there_ends_no_payment(browser: httpx.AsyncClient, outside: str) -> None:
    paying = await on_the_way_to_pay(browser)
    nowhere = "/cart/lines/00000000-0000-7000-8000-000000000000"
    assert (await browser.post(nowhere, data={"quantity": "1"})).status_code == 404
    assert (await browser.post(f"{nowhere}/removal")).status_code == 404
    assert await pay(browser) == paying


@pytest.mark.parametrize("code", ["", "nope"])
async def test_a_delivery_nobody_offers_ends_no_payment(browser: httpx.AsyncClient, outside: str, code: str) -> None:
    paying = await on_the_way_to_pay(browser)
    assert (await browser.post("/checkout/delivery", data={"shipping": code})).status_code == 422
    assert await pay(browser) == paying


@pytest.mark.parametrize("wrong", [{"email": "nobody"}, {"country": "KP", "postal-code": ""}])
async def test_an_address_that_is_refused_ends_no_payment(
    browser: httpx.AsyncClient, outside: str, wrong: dict[str, str]
) -> None:
    paying = await on_the_way_to_pay(browser)
    assert (await browser.post("/checkout", data=CONTACT | wrong)).status_code == 422
    assert await pay(browser) == paying


async def test_what_is_held_for_oneself_can_be_counted_on(browser: httpx.AsyncClient, outside: str) -> None:
    """Two of three are held by the shopper's own order; with one more it is all there is."""
    paying = await on_the_way_to_pay(browser)
    assert (await put_in_cart(browser, "MUG", 1)).status_code == 303
    assert await inventory.available("MUG") == 3
    assert await pay(browser) != paying
    assert await inventory.available("MUG") == 0
