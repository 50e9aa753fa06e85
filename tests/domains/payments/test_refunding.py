"""Giving money back: never twice, never too much, and never forgotten."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from domains import payments
from domains.payments import Attempt, NothingToRefund, Refund, RefundFailed, RefundSucceeded, RefundTooMuch
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id
from domains.shared.money import Money
from tests.support.payments import (
    at_stripe,
    control,
    deliver,
    end_troubles,
    events_of,
    make_order,
    make_paid,
    make_quiet,
    pay,
    refund_in_dashboard,
    sessions_of,
    start,
    told,
)


async def give(attempt: Attempt, amount: int, key: UUID | None = None, currency: str = "EUR") -> Refund:
    return await payments.refund(
        attempt.customer_id,
        attempt.order_id,
        Money(amount, currency),
        reason="A chip in the glaze",
        actor="ada",
        key=key or new_id(),
    )


async def sums(attempt: Attempt) -> tuple[int, int, int]:
    (row,) = await payments.attempts(attempt.customer_id, attempt.order_id)
    return row.captured, row.refunded, row.refunding


async def given_at_stripe(attempt: Attempt) -> list[int]:
    return sorted(row["amount"] for row in await at_stripe("/refunds", payment_intent=str(attempt.payment_intent_id)))


async def test_part_of_a_payment_is_given_back() -> None:
    attempt = await make_paid()
    refund = await give(attempt, 1000)
    assert (refund.status, refund.amount, refund.actor) == ("succeeded", 1000, "ada")
    assert await sums(attempt) == (3500, 1000, 0)
    assert await given_at_stripe(attempt) == [1000]
    rows = await payments.transactions(attempt.customer_id, attempt.order_id)
    assert [(row.kind, row.amount) for row in rows] == [("captured", 3500), ("refunded", 1000)]
    expected = RefundSucceeded(attempt.customer_id, attempt.order_id, refund.id, 1000, "EUR", "A chip in the glaze")
    assert await told(RefundSucceeded) == [expected]


async def test_the_same_key_gives_back_once() -> None:
    attempt, key = await make_paid(), new_id()
    await asyncio.gather(*(give(attempt, 1000, key) for _ in range(4)))
    await give(attempt, 1000, key)
    assert await sums(attempt) == (3500, 1000, 0)
    assert await given_at_stripe(attempt) == [1000]
    assert len(await told(RefundSucceeded)) == 1


async def test_two_refunds_that_together_are_too_much_are_not_both_given() -> None:
    attempt = await make_paid()
    outcomes = await asyncio.gather(give(attempt, 2000), give(attempt, 2000), return_exceptions=True)
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, RefundTooMuch)]
    assert refused.left == Money(1500, "EUR")
    assert await sums(attempt) == (3500, 2000, 0)
    assert await given_at_stripe(attempt) == [2000]


@pytest.mark.parametrize("amount", [0, -1])
async def test_nothing_or_less_is_not_a_refund(amount: int) -> None:
    attempt = await make_paid()
    with pytest.raises(Invalid):
        await give(attempt, amount)
    assert await payments.refunds(attempt.customer_id, attempt.order_id) == []


async def test_another_currency_is_refused() -> None:
    attempt = await make_paid()
    with pytest.raises(RefundTooMuch):
        await give(attempt, 100, currency="USD")
    assert await given_at_stripe(attempt) == []


async def test_what_was_not_paid_cannot_be_refunded() -> None:
    attempt = await start()
    with pytest.raises(NothingToRefund):
        await give(attempt, 100)


async def test_giving_back_returns_all_that_is_left_once() -> None:
    attempt = await make_paid()
    await give(attempt, 1000)
    for event_id in (new_id(), new_id()):
        (refund,) = await payments.give_back(attempt.customer_id, attempt.order_id, event_id)
        assert (refund.amount, refund.status) == (2500, "succeeded")
    assert await sums(attempt) == (3500, 3500, 0)
    assert await given_at_stripe(attempt) == [1000, 2500]


async def test_giving_back_what_was_never_paid_closes_its_page() -> None:
    attempt = await start()
    assert await payments.give_back(attempt.customer_id, attempt.order_id) == []
    (session,) = await sessions_of(attempt)
    assert session["status"] == "expired"


async def test_only_the_unwanted_one_of_two_payments_is_given_back() -> None:
    order, customer_id = make_order(), new_id()
    unwanted = await start(order, customer_id)
    await pay(unwanted)
    async with payments.database.transaction() as session:
        row = await session.get_one(Attempt, (customer_id, unwanted.id))
        row.status = payments.AttemptStatus.FAILED
    wanted = await start(order, customer_id)
    await pay(wanted)
    for attempt in (wanted, unwanted):
        assert (await payments.settle(customer_id, attempt.id)).status == "succeeded"
    (refund,) = await payments.give_back(customer_id, order.order_id, attempt_id=unwanted.id)
    assert (refund.attempt_id, refund.amount, refund.status) == (unwanted.id, 3500, "succeeded")
    rows = {row.id: (row.captured, row.refunded) for row in await payments.attempts(customer_id, order.order_id)}
    assert rows == {unwanted.id: (3500, 3500), wanted.id: (3500, 0)}


@pytest.mark.parametrize("how", ["error", "error_after", "drop", "drop_before"])
async def test_trouble_at_stripe_never_gives_back_twice(how: str) -> None:
    attempt, key = await make_paid(), new_id()
    await control(failures=[{"operation": "refunds.create", "how": how, "times": 2}])
    refund = await give(attempt, 1200, key)
    await end_troubles()
    if refund.pending:
        assert await sums(attempt) == (3500, 0, 1200)
        await make_quiet()
        assert await payments.reconcile_quiet_attempts() >= 1
    assert await sums(attempt) == (3500, 1200, 0)
    assert await given_at_stripe(attempt) == [1200]
    assert len(await told(RefundSucceeded)) == 1


async def test_a_refund_made_in_the_dashboard_is_mirrored_once() -> None:
    attempt = await make_paid()
    await refund_in_dashboard(attempt.payment_intent_id, 700)
    events = [event for event in await events_of(attempt) if "refund" in event["type"]]
    assert len(events) == 2
    for event in [*events, *reversed(events)]:
        await deliver(event)
    (refund,) = await payments.refunds(attempt.customer_id, attempt.order_id)
    assert (refund.amount, refund.status, refund.actor) == (700, "succeeded", "stripe")
    assert await sums(attempt) == (3500, 700, 0)
    assert [fact.amount for fact in await told(RefundSucceeded)] == [700]


async def test_a_dashboard_refund_of_everything_displaces_one_that_was_not_sent() -> None:
    attempt = await make_paid()
    await control(failures=[{"operation": "refunds.create", "how": "drop_before", "times": 2}])
    mine = await give(attempt, 500)
    assert mine.pending
    await end_troubles()
    await refund_in_dashboard(attempt.payment_intent_id, 3500)
    await make_quiet()
    await payments.reconcile_quiet_attempts()
    states = {row.actor: row.status for row in await payments.refunds(attempt.customer_id, attempt.order_id)}
    assert states == {"ada": "failed", "stripe": "succeeded"}
    assert await sums(attempt) == (3500, 3500, 0)
    assert [fact.refund_id for fact in await told(RefundFailed)] == [mine.id]


async def refuse(how: str = "refuse", times: int = 1) -> None:
    await control(failures=[{"operation": "refunds.create", "how": how, "times": times}])


async def states(attempt: Attempt) -> list[tuple[str, int]]:
    return [(str(row.status), row.amount) for row in await payments.refunds(attempt.customer_id, attempt.order_id)]


async def again(refund: Refund) -> Refund:
    return await payments.repeat(refund.customer_id, refund.order_id, refund.id, actor="ada")


async def clock_has_come() -> None:
    """As if the rest before the next try were over."""
    async with payments.database.transaction() as session:
        past = sa.text("UPDATE refunds SET again_at = now() - interval '1 second' WHERE again_at IS NOT NULL")
        await session.execute(past)


async def test_what_failed_is_tried_again_under_a_new_key_and_pressed_twice_gives_back_once() -> None:
    attempt = await make_paid()
    await refuse()
    (failed,) = await payments.give_back(attempt.customer_id, attempt.order_id)
    assert (failed.status, failed.failure) == ("failed", "This charge has been disputed and cannot be refunded.")
    assert [fact.reason for fact in await told(RefundFailed)] == [failed.failure]
    await asyncio.gather(*(again(failed) for _ in range(4)))
    assert (await again(failed)).status == "succeeded"
    assert await states(attempt) == [("failed", 3500), ("succeeded", 3500)]
    assert await sums(attempt) == (3500, 3500, 0)
    assert await given_at_stripe(attempt) == [3500]
    (known,) = await payments.give_back(attempt.customer_id, attempt.order_id)
    assert (known.status, await given_at_stripe(attempt)) == ("succeeded", [3500])


async def test_each_further_try_has_a_key_of_its_own() -> None:
    attempt = await make_paid()
    await refuse(times=2)
    (first,) = await payments.give_back(attempt.customer_id, attempt.order_id)
    second = await again(first)
    assert second.status == "failed"
    assert (await again(first)).id == second.id
    assert (await again(second)).status == "succeeded"
    assert await given_at_stripe(attempt) == [3500]


async def test_a_failure_that_passes_is_tried_again_by_the_clock_and_later_each_time() -> None:
    attempt = await make_paid()
    await refuse("refuse_for_now", times=2)
    (failed,) = await payments.give_back(attempt.customer_id, attempt.order_id)
    assert failed.again_at is not None
    await payments.reconcile_quiet_attempts()
    assert await states(attempt) == [("failed", 3500)]
    await clock_has_come()
    await payments.reconcile_quiet_attempts()
    (_, second) = await payments.refunds(attempt.customer_id, attempt.order_id)
    assert second.again_at is not None
    assert second.again_at - second.created_at > timedelta(minutes=19)
    await clock_has_come()
    await asyncio.gather(*(payments.reconcile_quiet_attempts() for _ in range(2)))
    await payments.reconcile_quiet_attempts()
    assert await states(attempt) == [("failed", 3500), ("failed", 3500), ("succeeded", 3500)]
    assert await given_at_stripe(attempt) == [3500]


async def test_the_clock_leaves_alone_what_only_a_person_can_judge_or_has_judged() -> None:
    disputed, helped = await make_paid(), await make_paid()
    await refuse()
    (failed,) = await payments.give_back(disputed.customer_id, disputed.order_id)
    assert failed.again_at is None
    await refuse("refuse_for_now")
    await give(helped, 1000)
    await give(helped, 1000)
    await clock_has_come()
    await payments.reconcile_quiet_attempts()
    assert await states(disputed) == [("failed", 3500)]
    assert await states(helped) == [("failed", 1000), ("succeeded", 1000)]


async def test_what_went_back_another_way_is_not_given_back_again() -> None:
    attempt = await make_paid()
    await refuse("refuse_for_now")
    (failed,) = await payments.give_back(attempt.customer_id, attempt.order_id)
    await refund_in_dashboard(attempt.payment_intent_id, 3500)
    with pytest.raises(RefundTooMuch):
        await again(failed)
    await clock_has_come()
    await payments.reconcile_quiet_attempts()
    assert await given_at_stripe(attempt) == [3500]
    assert await sums(attempt) == (3500, 3500, 0)


async def test_only_a_refund_of_this_order_is_tried_again() -> None:
    attempt, other = await make_paid(), await make_paid()
    await refuse()
    failed = await give(attempt, 1000)
    with pytest.raises(NotFound):
        await payments.repeat(attempt.customer_id, other.order_id, failed.id, actor="ada")
    assert await states(attempt) == [("failed", 1000)]
