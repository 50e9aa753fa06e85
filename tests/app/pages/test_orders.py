"""An order's own page: for whoever holds its link, and for nobody else."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import time_machine
from litestar import Litestar

from app import streams
from domains import orders
from domains.shared import breakers
from domains.shared.ids import new_id
from tests.support.orders import make_order, pay, send
from tests.support.payments import CARD, GOOD, control, end_troubles
from tests.support.plainly import asking
from tests.support.streaming import listening
from tests.support.visiting import heading, on_the_shelf, ready_to_pay


async def waiting_order(browser: httpx.AsyncClient) -> tuple[str, str]:
    """Number and token of an order whose shopper is on Stripe's page."""
    await on_the_shelf("Harbour Mug")
    await ready_to_pay(browser)
    paying = (await browser.post("/checkout/order")).headers["location"]
    async with asking() as outside:
        page = (await outside.get(paying)).text
    [way_back] = set(re.findall(r'/checkout/cancelled\?[^"]+', page))
    query = parse_qs(urlsplit(way_back.replace("&amp;", "&")).query)
    return query["order"][0], query["token"][0]


async def test_its_link_opens_it_and_keeps_itself_secret(browser: httpx.AsyncClient, outside: str) -> None:
    number, token = await waiting_order(browser)
    page = await browser.get(f"/orders/{number}?token={token}")
    assert heading(page) == "We are waiting for your payment"
    assert "1 × Harbour Mug" in page.text
    assert f'href="{outside}' in page.text  # the way on to paying
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers["cache-control"] == "private, no-store"


async def test_without_the_right_token_there_is_no_such_order(browser: httpx.AsyncClient, outside: str) -> None:
    number, token = await waiting_order(browser)
    wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
    for query in ("", "?token=", f"?token={wrong}", "?token=%00", "?token=" + "é" * 48):
        for path in (f"/orders/{number}", f"/orders/{number}/timeline"):
            assert (await browser.get(path + query)).status_code == 404
    assert (await browser.get(f"/orders/AAAA-BBBB?token={token}")).status_code == 404


async def test_an_open_page_is_told_what_happens_to_the_order_and_nothing_it_shows_already(
    app: Litestar, browser: httpx.AsyncClient
) -> None:
    order = await make_order()
    shown = await follow(browser, order)
    assert "/js/live" in shown.text
    async with listening(app, stream_of(shown)) as events:
        assert await events.next() == streams.QUIET
        assert events.headers["content-type"].startswith("text/event-stream")
        await pay(order)
        told = await events.news_of('id="announcement">Thank you, Ada Lovelace</p>')
        assert "Your payment has arrived." in told
        assert 'hx-target="#order-contents"' in told
        parcel = await send(order)
        assert f"tracking number {parcel.tracking_number}" in await events.news_of("Your order is on its way")
    async with listening(app, stream_of(shown)) as events:  # who has slept meanwhile hears of it at once
        assert "Your order is on its way" in await events.next()


async def test_it_listens_only_while_something_can_change(browser: httpx.AsyncClient) -> None:
    order = await make_order()
    address = stream_of(await follow(browser, order))
    assert heading(await browser.get(address)) == "We are waiting for your payment"  # opened by itself it is the page
    await orders.expire(order.customer_id, order.id, ordinal=0)
    over = await follow(browser, order)
    assert "hx-sse" not in over.text
    assert "/js/live" not in over.text
    assert "Look again" not in over.text


async def test_coming_back_without_having_paid_shows_that_it_waits(browser: httpx.AsyncClient, outside: str) -> None:
    number, token = await waiting_order(browser)
    back = await browser.get(f"/checkout/return?order={number}&token={token}")
    assert (back.status_code, back.headers["location"]) == (303, f"/orders/{number}?token={token}")
    assert heading(await browser.get(back.headers["location"])) == "We are waiting for your payment"


async def test_until_when_the_things_are_kept_is_said_while_they_are(browser: httpx.AsyncClient, outside: str) -> None:
    number, token = await waiting_order(browser)
    waiting = await orders.order(number, token)
    kept = (
        f'Kept for you until <kept-until><time datetime="{waiting.pay_until.isoformat()}">{waiting.pay_until:%H:%M} UTC'
    )
    page = f"/orders/{number}?token={token}"
    assert kept in (await browser.get(page)).text
    cart = (await browser.get("/cart")).text
    assert kept in cart
    assert f'href="{page.replace("&", "&amp;")}">Go on to pay' in cart
    with time_machine.travel(waiting.pay_until, tick=False):
        for path in (page, "/cart"):
            assert "Kept for you" not in (await browser.get(path)).text


async def test_whoever_has_just_paid_is_never_told_that_nothing_was_charged(
    browser: httpx.AsyncClient, outside: str
) -> None:
    """Stripe cannot be asked at this very moment: the order is shown as it stands, and looks again by itself."""
    number, token = await waiting_order(browser)
    page = f"/orders/{number}?token={token}"
    [paying] = set(re.findall(rf'href="({outside}/[^"]+)"', (await browser.get(page)).text))
    async with asking() as stripe:
        assert (await stripe.post(paying, data={**CARD, "card_number": GOOD})).status_code == 303
    await control(failures=[{"operation": "checkout.sessions.retrieve", "how": "drop_before", "times": 100}])
    try:
        back = await browser.get(f"/checkout/return?order={number}&token={token}")
    finally:
        await end_troubles()
        breakers.forget()
    assert (back.status_code, back.headers["location"]) == (303, page)
    shown = await browser.get(page)
    assert heading(shown) == "We are waiting for your payment"
    assert stream_of(shown)
    await browser.get(f"/checkout/return?order={number}&token={token}")
    assert heading(await browser.get(page)) == "Thank you, Ada Lovelace"


def stream_of(page: httpx.Response) -> str:
    """Where the page listens for what is new."""
    [address] = re.findall(r'hx-sse:connect="([^"]+)"', page.text)
    return html.unescape(str(address))


async def follow(browser: httpx.AsyncClient, order: orders.Order) -> httpx.Response:
    return await browser.get(f"/orders/{order.number}?token={order.token}")


async def test_nothing_was_charged_is_only_said_where_nothing_was(browser: httpx.AsyncClient) -> None:
    order = await make_order()
    await orders.expire(order.customer_id, order.id, ordinal=0)
    unpaid = await follow(browser, order)
    assert heading(unpaid) == "This order was not paid in time"
    assert "Nothing was charged" in unpaid.text
    assert "hx-sse" not in unpaid.text
    await pay(order)
    late = await follow(browser, order)
    assert heading(late) == "Your payment arrived late"
    assert "Nothing was charged" not in late.text
    assert stream_of(late)  # it is being decided
    await orders.refuse_payment(order.customer_id, order.id)
    returned = await follow(browser, order)
    assert heading(returned) == "This order was not paid in time"
    assert "Your payment could not be taken any more. All of it is returned to you." in returned.text
    assert "Nothing was charged" not in returned.text
    assert "hx-sse" not in returned.text


@pytest.mark.parametrize("amount", [29_89, 29_91])
async def test_money_of_another_amount_for_a_cancelled_order_is_said_to_be_returned(
    browser: httpx.AsyncClient, amount: int
) -> None:
    order = await make_order()
    await orders.abandon(order.customer_id, order.id, "given up")
    await orders.mark_paid(order.customer_id, order.id, new_id(), amount, order.currency)
    page = await follow(browser, order)
    assert heading(page) == "This order was cancelled"
    assert "All of it is returned to you." in page.text
