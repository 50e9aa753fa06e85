"""The clock asks Stripe about what has been quiet, and the books show whatever differs."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from domains import payments
from domains.payments import Attempt, AttemptClosed, PaymentSucceeded, StripeEvent, StripeEventReceived
from domains.shared import clock
from domains.shared.ids import new_id
from tests.support.payments import control, events_of, make_order, make_paid, make_quiet, pay, start, told


async def test_a_payment_nobody_told_us_about_is_found() -> None:
    attempt = await start()
    await pay(attempt)
    await make_quiet()
    await payments.reconcile_quiet_attempts()
    (row,) = await payments.attempts(attempt.customer_id, attempt.order_id)
    assert (row.status, row.captured) == ("succeeded", 3500)
    assert len(await told(PaymentSucceeded)) == 1


async def test_what_was_heard_of_lately_is_left_alone() -> None:
    attempt = await start()
    await pay(attempt)
    await payments.reconcile_quiet_attempts()
    (row,) = await payments.attempts(attempt.customer_id, attempt.order_id)
    assert row.status == "open"


async def test_events_that_never_arrived_are_fetched_once() -> None:
    attempt = await start()
    await pay(attempt)
    expected = {event["id"] for event in await events_of(attempt)}
    await payments.reconcile_quiet_attempts()
    fetched = {fact.stripe_event_id for fact in await told(StripeEventReceived)}
    assert {event_id for event_id in expected if event_id in fetched} != set()
    await make_quiet()
    await payments.reconcile_quiet_attempts()
    again = [fact.stripe_event_id for fact in await told(StripeEventReceived)]
    assert len(again) == len(set(again))


async def test_an_attempt_that_never_reached_stripe_is_closed_when_its_time_is_over() -> None:
    await control(failures=[{"operation": "*", "how": "drop_before", "times": 2}])
    order, customer_id = make_order(), new_id()
    with pytest.raises(payments.PaymentUnavailable):
        await start(order, customer_id)
    await make_quiet()
    await payments.reconcile_quiet_attempts()
    assert [row.status for row in await payments.attempts(customer_id, order.order_id)] == ["created"]
    async with payments.database.transaction() as session:
        await session.execute(sa.update(Attempt).values(expires_at=clock.now() - timedelta(seconds=1)))
    await make_quiet()
    await payments.reconcile_quiet_attempts()
    assert [row.status for row in await payments.attempts(customer_id, order.order_id)] == ["expired"]
    assert len(await told(AttemptClosed)) == 1


async def test_while_stripe_is_away_the_clock_gives_up_without_an_error() -> None:
    attempt = await start()
    await make_quiet()
    await control(failures=[{"operation": "*", "how": "drop_before", "times": 100}])
    assert await payments.reconcile_quiet_attempts() == 0
    assert [row.status for row in await payments.attempts(attempt.customer_id, attempt.order_id)] == ["open"]


async def test_an_attempt_that_cannot_be_settled_keeps_no_other_waiting(caplog: pytest.LogCaptureFixture) -> None:
    broken, paid = await start(), await start()
    await pay(paid)
    for attempt in (broken, paid):
        await store_event(attempt)
    async with payments.database.transaction() as session:
        row = await session.get_one(Attempt, (broken.customer_id, broken.id))
        row.currency = "???"
    await make_quiet()
    await payments.reconcile_quiet_attempts()
    (row,) = await payments.attempts(paid.customer_id, paid.order_id)
    assert row.status == "succeeded"
    assert await unhandled() == [f"evt_{broken.id}"]
    assert {f"attempt {broken.id}", f"event evt_{broken.id}"} == {
        record.message.removeprefix("payments.reconcile_failed ")
        for record in caplog.records
        if record.message.startswith("payments.reconcile_failed")
    }


async def store_event(attempt: Attempt) -> None:
    whose = {"customer_id": str(attempt.customer_id), "attempt_id": str(attempt.id)}
    event = StripeEvent(
        id=f"evt_{attempt.id}",
        type="checkout.session.completed",
        object_id=str(attempt.session_id),
        details=whose,
        happened_at=clock.now(),
    )
    async with payments.database.transaction() as session:
        session.add(event)


async def unhandled() -> list[str]:
    """The stored events that this test made and nobody has looked into."""
    mine = sa.select(StripeEvent.id).where(StripeEvent.handled_at.is_(None), StripeEvent.id.like("evt_%-%"))
    async with payments.database.reading() as session:
        return list(await session.scalars(mine))


async def test_the_books_show_what_stripe_took_beside_what_we_wrote() -> None:
    attempt = await make_paid()
    (line,) = (await payments.audit()).attempts
    assert (line.attempt_id, line.order_id, line.customer_id) == (attempt.id, attempt.order_id, attempt.customer_id)
    assert (line.status, line.amount, line.currency, line.number) == ("succeeded", 3500, "EUR", "B-1001")
    assert (line.captured, line.booked_captured, line.captured_at_stripe) == (3500, 3500, 3500)
    assert (line.refunded, line.booked_refunded, line.refunded_at_stripe) == (0, 0, 0)


async def test_the_books_show_money_that_no_attempt_knows_of() -> None:
    known, forgotten = await make_paid(), await make_paid()
    async with payments.database.transaction() as session:
        await session.execute(sa.text("ALTER TABLE transactions DISABLE TRIGGER append_only"))
        await session.execute(sa.delete(payments.Transaction).where(payments.Transaction.attempt_id == forgotten.id))
        await session.execute(sa.text("ALTER TABLE transactions ENABLE TRIGGER append_only"))
        await session.execute(sa.delete(Attempt).where(Attempt.id == forgotten.id))
    audit = await payments.audit()
    assert [line.attempt_id for line in audit.attempts] == [known.id]
    assert [(row.attempt_id, row.captured) for row in audit.strange] == [(str(forgotten.id), 3500)]


@pytest.mark.parametrize("statement", ["UPDATE transactions SET amount = 1", "DELETE FROM transactions"])
async def test_the_ledger_cannot_be_rewritten(statement: str) -> None:
    attempt = await make_paid()
    with pytest.raises(DBAPIError, match="never rewritten"):
        async with payments.database.transaction() as session:
            await session.execute(sa.text(statement))
    assert [row.amount for row in await payments.transactions(attempt.customer_id, attempt.order_id)] == [3500]


async def test_the_database_itself_refuses_to_give_back_more_than_was_taken() -> None:
    attempt = await make_paid()
    with pytest.raises(IntegrityError, match="refund_cap"):
        async with payments.database.transaction() as session:
            await session.execute(sa.update(Attempt).where(Attempt.id == attempt.id).values(refunding=3501))


async def test_the_database_itself_allows_one_live_attempt_per_order() -> None:
    attempt = await start()
    double = sa.text(
        """INSERT INTO attempts (customer_id, id, order_id, number, amount, currency, status, request,
        idempotency_key, expires_at, ordinal) SELECT customer_id, gen_random_uuid(), order_id, number, amount, currency,
        'created', request, 'another', expires_at, ordinal FROM attempts WHERE id = :id"""
    )
    with pytest.raises(IntegrityError, match="uq_attempts_live"):
        async with payments.database.transaction() as session:
            await session.execute(double, {"id": attempt.id})
