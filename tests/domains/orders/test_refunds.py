"""What an order says of money that goes back: in parts, whole, not at all, and told out of turn."""

import pytest

from domains import orders
from domains.shared.ids import new_id
from tests.support.orders import again, make_paid_order

pytestmark = pytest.mark.usefixtures("new_shop")


async def test_a_failed_refund_is_for_staff_to_see() -> None:
    order, event, refund = await make_paid_order(), new_id(), new_id()
    whose = (order.customer_id, order.id)
    for _ in range(2):
        await orders.note_refund_failed(*whose, refund, 29_90, "EUR", "card closed", event_id=event)
    for_staff = await orders.timeline(*whose, public_only=False)
    for_all = await orders.timeline(*whose, public_only=True)
    assert [str(entry.kind) for entry in for_staff] == ["ordered", "paid", "refund_failed"]
    assert [str(entry.kind) for entry in for_all] == ["ordered", "paid"]
    assert (await again(order)).payment_status == "paid"


async def test_a_refund_that_the_bank_sends_back_leaves_the_order_paid() -> None:
    order, refund, other = await make_paid_order(), new_id(), new_id()
    whose = (order.customer_id, order.id)
    await orders.note_refund(*whose, refund, 19_90, "EUR", event_id=new_id())
    assert (await orders.note_refund(*whose, other, 10_00, "EUR", event_id=new_id())).payment_status == "refunded"
    after = await orders.note_refund_failed(*whose, refund, 19_90, "EUR", "account closed", event_id=new_id())
    assert (after.payment_status, after.refunded_amount) == ("partially_refunded", 10_00)
    after = await orders.note_refund_failed(*whose, other, 10_00, "EUR", "account closed", event_id=new_id())
    assert (after.payment_status, after.refunded_amount) == ("paid", 0)
    assert (await again(order)).can_be_sent


async def test_a_failure_that_arrives_before_the_older_success_stays() -> None:
    order, refund = await make_paid_order(), new_id()
    whose = (order.customer_id, order.id)
    succeeded, failed = new_id(), new_id()
    await orders.note_refund_failed(*whose, refund, 29_90, "EUR", "account closed", event_id=failed)
    after = await orders.note_refund(*whose, refund, 29_90, "EUR", event_id=succeeded)
    assert (after.payment_status, after.refunded_amount) == ("paid", 0)
    shown = await orders.timeline(*whose, public_only=True)
    assert [str(entry.kind) for entry in shown] == ["ordered", "paid"]


async def test_a_refund_that_was_given_up_and_went_through_after_all_counts() -> None:
    order, refund = await make_paid_order(), new_id()
    whose = (order.customer_id, order.id)
    await orders.note_refund_failed(*whose, refund, 29_90, "EUR", "refunded at Stripe", event_id=new_id())
    after = await orders.note_refund(*whose, refund, 29_90, "EUR", event_id=new_id())
    assert (after.payment_status, after.refunded_amount) == ("refunded", 29_90)
