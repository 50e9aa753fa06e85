"""What became of a payment: Stripe decides, once, in whatever order it is asked and told."""

import asyncio
import random
from datetime import timedelta

import pytest

from domains import payments
from domains.payments import Attempt, AttemptClosed, PaymentSucceeded, PaymentUnavailable
from domains.shared import clock
from domains.shared.errors import NotFound
from domains.shared.ids import new_id
from tests.support.payments import (
    ASKS_BANK,
    DECLINED,
    answer_bank,
    control,
    deliver,
    events_of,
    make_order,
    make_paid,
    pay,
    sessions_of,
    start,
    told,
)


def success(attempt: Attempt) -> PaymentSucceeded:
    return PaymentSucceeded(attempt.customer_id, attempt.order_id, attempt.id, 3500, "EUR")


async def ledger(attempt: Attempt) -> list[tuple[str, int, str]]:
    rows = await payments.transactions(attempt.customer_id, attempt.order_id)
    return [(row.kind, row.amount, row.currency) for row in rows]


async def test_a_paid_page_settles_as_succeeded() -> None:
    attempt = await make_paid()
    assert (attempt.status, attempt.captured, attempt.refunded) == ("succeeded", 3500, 0)
    assert await ledger(attempt) == [("captured", 3500, "EUR")]
    assert await told(PaymentSucceeded) == [success(attempt)]


async def test_five_settles_at_once_record_one_success() -> None:
    attempt = await start()
    await pay(attempt)
    outcomes = await asyncio.gather(*(payments.settle(attempt.customer_id, attempt.id) for _ in range(5)))
    assert [outcome.status for outcome in outcomes] == ["succeeded"] * 5
    assert await told(PaymentSucceeded) == [success(attempt)]
    assert await ledger(attempt) == [("captured", 3500, "EUR")]


async def test_an_unpaid_page_stays_open() -> None:
    attempt = await start()
    settled = await payments.settle(attempt.customer_id, attempt.id)
    assert (settled.status, settled.captured) == ("open", 0)
    assert await told(PaymentSucceeded) == []


async def test_a_declined_card_leaves_the_page_open_for_another() -> None:
    attempt = await start()
    assert (await pay(attempt, DECLINED)).status_code == 402
    settled = await payments.settle(attempt.customer_id, attempt.id)
    assert (settled.status, settled.failure) == ("open", "Your card was declined.")
    assert (await pay(attempt)).status_code == 303
    assert (await payments.settle(attempt.customer_id, attempt.id)).status == "succeeded"
    assert await told(PaymentSucceeded) == [success(attempt)]


async def test_a_bank_that_asks_back_is_waited_for() -> None:
    attempt = await start()
    paying = await pay(attempt, ASKS_BANK)
    assert (await payments.settle(attempt.customer_id, attempt.id)).status == "open"
    await answer_bank(paying, "complete")
    assert (await payments.settle(attempt.customer_id, attempt.id)).status == "succeeded"


async def test_closing_an_open_page_ends_it_at_stripe() -> None:
    attempt = await start()
    closed = await payments.close(attempt.customer_id, attempt.order_id)
    assert closed is not None
    assert closed.status == "cancelled"
    (session,) = await sessions_of(attempt)
    assert session["status"] == "expired"
    assert (await pay(attempt)).status_code == 200  # Stripe's "this page has ended", not a redirect
    assert (await payments.settle(attempt.customer_id, attempt.id)).status == "cancelled"
    expected = AttemptClosed(attempt.customer_id, attempt.order_id, attempt.id, "cancelled", 1)
    assert await told(AttemptClosed) == [expected]
    assert await told(PaymentSucceeded) == []


async def test_closing_a_page_that_was_just_paid_settles_it() -> None:
    attempt = await start()
    await pay(attempt)
    closed = await payments.close(attempt.customer_id, attempt.order_id)
    assert closed is not None
    assert closed.succeeded
    assert await told(PaymentSucceeded) == [success(attempt)]
    assert await told(AttemptClosed) == []


async def test_closing_what_was_never_started_says_so_once_per_fact() -> None:
    customer_id, order_id, event_id = new_id(), new_id(), new_id()
    for _ in range(2):
        assert await payments.close(customer_id, order_id, event_id) is None
    assert await told(AttemptClosed) == [AttemptClosed(customer_id, order_id, None, "expired")]


async def test_closing_and_paying_at_once_ends_in_one_of_the_two() -> None:
    for _ in range(5):
        attempt = await start()
        paid, closed = await asyncio.gather(pay(attempt), payments.close(attempt.customer_id, attempt.order_id))
        assert closed is not None
        assert closed.status == ("succeeded" if paid.status_code == 303 else "cancelled")
        assert len(await told(PaymentSucceeded)) + len(await told(AttemptClosed)) == len(await started())


async def started() -> list[str]:
    audit = await payments.audit()
    return [attempt.status for attempt in audit.attempts]


async def test_a_page_whose_time_is_over_expires_and_says_so() -> None:
    attempt = await start(make_order(expires_at=clock.now() + timedelta(minutes=31)))
    await control(clock_ahead_s=32 * 60)
    async with payments.database.transaction() as session:
        row = await session.get_one(Attempt, (attempt.customer_id, attempt.id))
        row.expires_at = clock.now()
    assert (await payments.settle(attempt.customer_id, attempt.id)).status == "expired"
    expected = AttemptClosed(attempt.customer_id, attempt.order_id, attempt.id, "expired", 1)
    assert await told(AttemptClosed) == [expected]


async def test_a_closed_order_can_be_paid_by_a_new_attempt() -> None:
    order, customer_id = make_order(), new_id()
    first = await start(order, customer_id)
    await payments.close(customer_id, order.order_id)
    second = await start(order, customer_id)
    assert second.id != first.id
    assert [attempt.status for attempt in await payments.attempts(customer_id, order.order_id)] == ["cancelled", "open"]


async def test_another_amount_at_stripe_is_never_taken_for_the_order() -> None:
    attempt = await start()
    async with payments.database.transaction() as session:
        row = await session.get_one(Attempt, (attempt.customer_id, attempt.id))
        row.amount = 9900
    await pay(attempt)
    settled = await payments.settle(attempt.customer_id, attempt.id)
    assert (settled.status, settled.captured) == ("open", 0)
    assert settled.failure == "Stripe has 3500 EUR for this payment."
    assert await told(PaymentSucceeded) == []


async def test_the_session_of_another_payment_is_never_taken_for_this_one() -> None:
    cheap, dear = await start(), await start()
    await pay(cheap)
    async with payments.database.transaction() as session:
        row = await session.get_one(Attempt, (dear.customer_id, dear.id))
        row.session_id = cheap.session_id
    assert (await payments.settle(dear.customer_id, dear.id)).status == "open"
    assert await told(PaymentSucceeded) == []


async def test_settling_while_stripe_is_away_changes_nothing() -> None:
    attempt = await start()
    await pay(attempt)
    await control(failures=[{"operation": "*", "how": "drop_before", "times": 100}])
    with pytest.raises(PaymentUnavailable):
        await payments.settle(attempt.customer_id, attempt.id)
    (row,) = await payments.attempts(attempt.customer_id, attempt.order_id)
    assert (row.status, row.captured) == ("open", 0)


async def test_a_page_that_stripe_does_not_have_is_closed() -> None:
    attempt = await start()
    async with payments.database.transaction() as session:
        row = await session.get_one(Attempt, (attempt.customer_id, attempt.id))
        row.session_id = "cs_test_nowhere"
    closed = await payments.close(attempt.customer_id, attempt.order_id)
    assert closed is not None
    assert (closed.status, closed.failure) == ("cancelled", "Stripe has no such page.")
    assert len(await told(AttemptClosed)) == 1


async def test_an_unknown_payment_cannot_be_settled() -> None:
    with pytest.raises(NotFound):
        await payments.settle(new_id(), new_id())


@pytest.mark.parametrize("seed", range(4))
async def test_webhooks_in_any_order_and_number_have_one_effect(seed: int) -> None:
    attempt = await start()
    await pay(attempt)
    attempt = await payments.settle(attempt.customer_id, attempt.id) if seed % 2 else attempt
    events = await events_of(attempt) * 3
    random.Random(seed).shuffle(events)
    assert {"checkout.session.completed", "payment_intent.succeeded"} <= {event["type"] for event in events}
    await asyncio.gather(*(deliver(event) for event in events))
    assert await told(PaymentSucceeded) == [success(attempt)]
    assert await ledger(attempt) == [("captured", 3500, "EUR")]
