"""An order on the workbench: found, looked at, sent, given back, cancelled; and each of these refused."""

import asyncio

import httpx
import pytest

from domains import catalog, notifications, orders
from tests.support import office
from tests.support import orders as order_factory
from tests.support.catalog import eur
from tests.support.draining import drain
from tests.support.inventory import figures
from tests.support.office import CONFIRMED, fill, page_of, refunded
from tests.support.orders import told

pytestmark = pytest.mark.usefixtures("outside")


async def test_an_order_shows_its_lines_money_messages_and_timeline(
    staff: httpx.AsyncClient, order: orders.Order
) -> None:
    page = await page_of(staff, order)
    assert office.rows(page, "Ordered") == [["Mug MUG", "3", "0", "€12.50", "€37.50"]]
    [payment] = office.rows(page, "Payment attempts")
    assert (payment[1], payment[3]) == ("succeeded", "€42.40")
    assert f"Order {order.number}" in page.text
    assert "Torstraße 1" in page.text
    assert "We have your order." in page.text
    assert f"/orders/{order.number}?token={order.token}" in page.text
    [letter] = await notifications.deliveries_about(order.id)
    assert letter.subject in page.text


async def test_orders_are_found_by_number_address_and_state(staff: httpx.AsyncClient, shop: None) -> None:
    waiting = await order_factory.make_order(email="grace@example.com")
    paid = await order_factory.make_paid_order(email="ada@example.com")

    async def numbers(**asked: str) -> list[str]:
        return [row[0] for row in office.rows(await staff.get("/admin/orders", params=asked), "Orders")]

    assert await numbers() == [paid.number, waiting.number]
    assert await numbers(q=waiting.number.lower()) == [waiting.number]
    assert await numbers(q="grace@") == [waiting.number]
    assert await numbers(status="placed") == [paid.number]
    assert await numbers(payment="pending") == [waiting.number]
    assert await numbers(fulfilment="unfulfilled", status="placed", q="ada@example.com") == [paid.number]
    assert await numbers(status="placed", q="grace@") == []
    assert await numbers(status="nonsense", after="nonsense", q="\x00") == [paid.number, waiting.number]


async def test_older_orders_follow_on_further_pages_with_the_same_filter(staff: httpx.AsyncClient, shop: None) -> None:
    made = [await order_factory.make_order() for _ in range(51)]
    page = await staff.get("/admin/orders", params={"status": "pending_payment"})
    first = [row[0] for row in office.rows(page, "Orders")]
    older = page.text.split('rel="next"')[0].rpartition('href="')[2].rstrip('" ').replace("&amp;", "&")
    assert "status=pending_payment" in older
    rest = await staff.get(older)
    assert first == [order.number for order in reversed(made[1:])]
    assert [row[0] for row in office.rows(rest, "Orders")] == [made[0].number]
    assert 'rel="next"' not in rest.text


async def test_a_parcel_is_sent_its_stock_leaves_and_the_customer_is_told(
    staff: httpx.AsyncClient, order: orders.Order
) -> None:
    assert await figures() == (5, 0, 3)
    answer = await fill(staff, order, "fulfilments", carrier="DHL", tracking_number="0034")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/admin/orders/{order.number}?done=sent")
    assert office.said(await staff.get(answer.headers["location"])) == (
        "The parcel is on its way, and the customer will be told."
    )
    await drain()
    assert await figures() == (2, 0, 0)
    [parcel] = (await order_factory.again(order)).fulfilments
    [letter] = await notifications.deliveries_about(parcel.id)
    assert letter.template == "order_shipped"
    page = await page_of(staff, order)
    assert letter.subject in page.text
    assert "DHL, 0034" in page.text
    assert f'/admin/orders/{order.number}/fulfilments"' not in page.text


async def test_what_is_archived_later_is_shown_and_sent_as_it_was_ordered(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient, order: orders.Order
) -> None:
    offer = await catalog.offer("MUG")
    await catalog.set_status(offer.product_id, catalog.ProductStatus.ARCHIVED)
    page = await page_of(staff, order)
    assert office.rows(page, "Ordered") == [["Mug MUG", "3", "0", "€12.50", "€37.50"]]
    own = await stranger.get(f"/orders/{order.number}?token={order.token}")
    assert (own.status_code, "3 × Mug" in own.text) == (200, True)
    assert (await fill(staff, order, "fulfilments")).status_code == 303
    await drain()
    assert await figures() == (2, 0, 0)


async def test_a_part_is_sent_now_and_the_rest_later(staff: httpx.AsyncClient, order: orders.Order) -> None:
    quantity = f"quantity-{order.lines[0].id}"
    await fill(staff, order, "fulfilments", **{quantity: "1"})
    page = await page_of(staff, order)
    assert office.rows(page, "Ordered")[0][1:3] == ["3", "1"]
    assert office.form_to(page, "/fulfilments").fields[quantity] == "2"
    await fill(staff, order, "fulfilments")
    await drain()
    assert await figures() == (2, 0, 0)


async def test_a_parcel_sent_twice_is_one_parcel(staff: httpx.AsyncClient, order: orders.Order) -> None:
    form = office.form_to(await page_of(staff, order), "/fulfilments")
    fields = form.fields | {f"quantity-{order.lines[0].id}": "1"}
    answers = await asyncio.gather(*(staff.post(form.action, data=fields) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert len(await told(orders.OrderShipped)) == 1


@pytest.mark.parametrize(
    ("typed", "status", "told_so"),
    [
        ("4", 409, "Only 3 of Mug are left to send."),
        ("0", 422, "Send at least one thing."),
        ("-1", 422, "Give a whole number, 0 or more."),
        ("1.5", 422, "Give a whole number, 0 or more."),
        ("1000000000", 422, "Give a whole number, 0 or more."),
    ],
)
async def test_a_parcel_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    staff: httpx.AsyncClient, order: orders.Order, typed: str, status: int, told_so: str
) -> None:
    quantity = f"quantity-{order.lines[0].id}"
    answer = await fill(staff, order, "fulfilments", **{quantity: typed, "carrier": "DHL"})
    assert (answer.status_code, office.summary(answer)) == (status, [told_so])
    kept = office.form_to(answer, "/fulfilments").fields
    assert (kept[quantity], kept["carrier"]) == (typed, "DHL")
    assert await told(orders.OrderShipped) == []


async def test_what_arrived_completes_the_order(staff: httpx.AsyncClient, order: orders.Order) -> None:
    await fill(staff, order, "fulfilments")
    answer = await fill(staff, order, "delivery")
    assert office.said(await staff.get(answer.headers["location"])) == "The parcel is marked as delivered."
    assert (await order_factory.again(order)).status == orders.OrderStatus.COMPLETED


async def test_an_unpaid_order_offers_nothing_to_send_or_to_give_back(staff: httpx.AsyncClient, shop: None) -> None:
    order = await order_factory.make_order(items=[(order_factory.make_item(price=eur(10_00)), 1)])
    page = await page_of(staff, order)
    assert "Nothing can be sent now." in page.text
    assert '/fulfilments"' not in page.text
    assert '/refunds"' not in page.text
    refused = await staff.post(
        f"/admin/orders/{order.number}/refunds", data=CONFIRMED | {"amount": "1", "key": str(order.id), "reason": ""}
    )
    assert refused.status_code == 409
    assert office.summary(refused) == ["Nothing was paid for this order, so nothing can be refunded."]


@pytest.mark.parametrize("deed", ["fulfilments", "refunds", "cancellation"])
async def test_a_deed_on_an_order_there_is_not_finds_nothing(staff: httpx.AsyncClient, deed: str) -> None:
    answer = await staff.post(f"/admin/orders/NOPE/{deed}", data=CONFIRMED | {"amount": "1", "reason": "x"})
    assert answer.status_code == 404
    assert "There is no order with this number." in answer.text


@pytest.mark.parametrize("deed", ["fulfilments", "refunds"])
async def test_a_form_without_its_key_is_out_of_date(staff: httpx.AsyncClient, order: orders.Order, deed: str) -> None:
    fields = {"amount": "1", f"quantity-{order.lines[0].id}": "1"}
    for key in ({}, {"key": "nonsense"}):
        answer = await staff.post(f"/admin/orders/{order.number}/{deed}", data=fields | CONFIRMED | key)
        assert answer.status_code == 422
        assert "out of date" in office.summary(answer)[0]
    assert await refunded(order) == []
    assert await told(orders.OrderShipped) == []
