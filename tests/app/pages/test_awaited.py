"""What is not there yet is said to be so on the whole way, and what cannot be sent as soon as that is known."""

from datetime import date

import httpx
import pytest

from domains import inventory, orders, payments
from domains.notifications import Delivery
from tests.support import office
from tests.support import payments as paying
from tests.support.draining import drain
from tests.support.visiting import CONTACT, on_the_shelf, put_in_cart, ready_to_pay

SPRING = date(2027, 3, 20)
SAID = "Not here yet: expected on 20 March 2027."


async def expect(due_on: date | None) -> None:
    await inventory.set_limits("MUG", "main", inventory.Limits(beyond=5, due_on=due_on), reason="Late", actor="ada")


async def said(browser: httpx.AsyncClient, path: str) -> bool:
    return SAID in office.read(await browser.get(path))


@pytest.mark.usefixtures("outside")
async def test_what_is_awaited_is_said_to_be_so_from_the_cart_to_the_letter_as_it_was_when_it_was_ordered(
    browser: httpx.AsyncClient,
) -> None:
    await on_the_shelf(stock=2)
    await expect(SPRING)
    await put_in_cart(browser, quantity=2)
    assert not await said(browser, "/cart")
    await ready_to_pay(browser)
    for path in ("/cart", "/checkout/delivery", "/checkout/review"):
        assert await said(browser, path), path
    for path in ("/cart", "/checkout/delivery", "/checkout/review"):
        assert "once everything is here" in office.read(await browser.get(path))
    assert (await browser.post("/checkout/order")).status_code == 303
    await expect(None)
    assert await said(browser, "/cart")  # of what their order holds already
    [order] = (await orders.recent(limit=1)).orders
    [attempt] = await payments.attempts(order.customer_id, order.id)
    assert (await paying.pay(attempt)).status_code == 303
    await payments.settle(attempt.customer_id, attempt.id)
    await drain()
    page = f"/orders/{order.number}?token={order.token}"
    assert await said(browser, page)
    assert "It arrives once everything is here." in office.read(await browser.get(page))
    [letter] = await Delivery.find({"template": "order_confirmed"}).to_list()
    assert "Not here yet: expected on 20 March 2027" in letter.text
    assert "Not here yet: expected on 20 March 2027" in letter.html
    await inventory.set_on_hand("MUG", "main", 9, reason="They came", actor="ada")
    await put_in_cart(browser)
    assert not await said(browser, "/cart")


async def test_what_cannot_be_sent_to_an_address_is_named_as_soon_as_it_is_known(browser: httpx.AsyncClient) -> None:
    await on_the_shelf("Harbour Mug")
    main = await inventory.find_location("main")
    there = inventory.LocationDraft(main.name, main.country, zones=("eu",))
    await inventory.change_location("main", there, main.revision)
    await put_in_cart(browser)
    await browser.post("/checkout", data=CONTACT)
    told = office.read(await browser.get("/checkout/delivery"))
    assert "From where these lie nothing is sent to Germany: 1 × Harbour Mug, item no. MUG" in told
    assert "Go on to check and pay" not in told
    await browser.post("/checkout", data=CONTACT | {"country": "AT", "postal-code": "1010", "address-level2": "Wien"})
    assert "Go on to check and pay" in office.read(await browser.get("/checkout/delivery"))
