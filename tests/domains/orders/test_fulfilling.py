"""Sending an order in one parcel or several, never more than was bought."""

import asyncio

import pytest

from domains import orders
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id
from tests.support.orders import again, all_told, kinds, make_item, make_order, make_paid_order, send, told

pytestmark = pytest.mark.usefixtures("new_shop")

TWO_THINGS = [(make_item(), 2), (make_item("BOWL", title="Bowl"), 1)]


async def test_everything_in_one_parcel() -> None:
    order = await make_paid_order(items=TWO_THINGS)
    parcel = await send(order)
    after = await again(order)
    assert (after.status, after.fulfilment_status) == ("processing", "fulfilled")
    assert [(line.sku, line.fulfilled_quantity, line.open_quantity) for line in after.lines] == [
        ("MUG", 2, 0),
        ("BOWL", 1, 0),
    ]
    fact = (await told(orders.OrderShipped))[0]
    assert (fact.fulfilment_id, fact.carrier, fact.tracking_number) == (parcel.id, "DHL", "00340")
    assert fact.items == (orders.OrderItem("MUG", 2), orders.OrderItem("BOWL", 1))
    assert after.events[-1].message == "On its way with DHL, tracking number 00340: 2 × Mug, 1 × Bowl."


async def test_in_two_parcels_and_complete_when_both_have_arrived() -> None:
    order = await make_paid_order(items=TWO_THINGS)
    mug, bowl = order.lines
    first = await send(order, {mug.id: 1, bowl.id: 0})
    assert (await again(order)).fulfilment_status == "partial"
    second = await send(order, {mug.id: 1, bowl.id: 1})
    assert [fact.items for fact in await told(orders.OrderShipped)] == [
        (orders.OrderItem("MUG", 1),),
        (orders.OrderItem("MUG", 1), orders.OrderItem("BOWL", 1)),
    ]
    after = await orders.mark_delivered(order.customer_id, order.id, first.id, actor="staff")
    assert (after.status, after.fulfilment_status) == ("processing", "fulfilled")
    for _ in range(2):
        after = await orders.mark_delivered(order.customer_id, order.id, second.id, actor="staff")
    assert (after.status, after.fulfilment_status) == ("completed", "delivered")
    assert kinds(await again(order)) == [
        "ordered",
        "paid",
        "shipped",
        "shipped",
        "delivered",
        "delivered",
        "completed",
    ]


async def test_a_delivered_part_does_not_complete_the_order() -> None:
    order = await make_paid_order(items=TWO_THINGS)
    parcel = await send(order, {order.lines[0].id: 2})
    after = await orders.mark_delivered(order.customer_id, order.id, parcel.id, actor="staff")
    assert (after.status, after.fulfilment_status) == ("processing", "partial")


async def test_more_than_is_left_is_refused_and_nothing_is_sent() -> None:
    order = await make_paid_order(items=TWO_THINGS)
    mug, bowl = order.lines
    with pytest.raises(orders.NothingToSend, match="Only 2 of Mug are left to send"):
        await send(order, {bowl.id: 1, mug.id: 3})
    after = await again(order)
    assert [line.fulfilled_quantity for line in after.lines] == [0, 0]
    assert (after.status, after.fulfilments) == ("placed", [])
    assert await told(orders.OrderShipped) == []


async def test_less_than_one_is_refused() -> None:
    order = await make_paid_order()
    with pytest.raises(Invalid) as refusal:
        await send(order, {order.lines[0].id: -1})
    assert refusal.value.fields == {f"quantity-{order.lines[0].id}": "Please send at least one."}
    assert (await again(order)).fulfilments == []


async def test_a_line_of_another_order_is_refused() -> None:
    order, other = await make_paid_order(), await make_paid_order()
    with pytest.raises(NotFound):
        await send(order, {other.lines[0].id: 1})
    assert (await again(other)).lines[0].fulfilled_quantity == 0


async def test_what_was_sent_twice_at_once_leaves_once() -> None:
    order = await make_paid_order()
    done = await asyncio.gather(*(send(order) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(one, orders.Fulfilment) for one in done) == 1
    assert sum(isinstance(one, orders.NothingToSend) for one in done) == 3
    assert await all_told() == ["orders.OrderPaid", "orders.OrderShipped"]


async def test_the_same_parcel_asked_for_twice_is_one_parcel() -> None:
    order, parcel_id = await make_paid_order(), new_id()
    half = {order.lines[0].id: 1}
    for _ in range(2):
        parcel = await orders.fulfil(
            order.customer_id,
            order.id,
            quantities=half,
            carrier="",
            tracking_number="",
            actor="staff",
            fulfilment_id=parcel_id,
        )
    assert (parcel.id, (await again(order)).lines[0].fulfilled_quantity) == (parcel_id, 1)
    assert len(await told(orders.OrderShipped)) == 1


async def test_two_parcels_made_up_from_the_same_look_at_an_order_do_not_both_leave() -> None:
    order = await make_paid_order()
    half = {order.lines[0].id: 1}
    sent = {"quantities": half, "carrier": "", "tracking_number": "", "actor": "staff", "location": "main", "seen": 0}
    both = (orders.fulfil(order.customer_id, order.id, **sent) for _ in range(2))
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["Fulfilment", "SentMeanwhile"]
    [fact] = await told(orders.OrderShipped)
    assert (fact.location, fact.nth, fact.to_come) == (
        "main",
        1,
        (orders.Content("Mug", "Size: Large, Colour: Blue", 1),),
    )


async def test_an_unpaid_order_is_not_sent() -> None:
    order = await make_order()
    with pytest.raises(orders.IllegalMove, match="waiting for its payment"):
        await send(order)
    assert (await again(order)).fulfilments == []


async def test_an_order_refunded_in_full_is_not_sent() -> None:
    order = await make_paid_order()
    await orders.note_refund(order.customer_id, order.id, new_id(), 29_90, "EUR")
    with pytest.raises(orders.NothingToSend, match="refunded in full"):
        await send(order)
    assert (await again(order)).fulfilments == []


async def test_a_tracking_number_is_one_printable_line() -> None:
    order = await make_paid_order()
    with pytest.raises(Invalid) as refusal:
        await orders.fulfil(
            order.customer_id, order.id, quantities=None, carrier="DHL", tracking_number="1\r\nBcc: x", actor="staff"
        )
    assert refusal.value.fields == {"tracking_number": "Please use at most 80 printable characters."}
    assert (await again(order)).fulfilments == []
