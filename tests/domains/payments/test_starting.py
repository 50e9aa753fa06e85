"""From an order to Stripe's page: one attempt, one session, whatever goes wrong on the way."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from domains import payments
from domains.payments import AttemptClosed, PayableItem, PayableOrder, PaymentRefused, PaymentUnavailable
from domains.shared import clock
from domains.shared.errors import Invalid
from domains.shared.money import Money
from tests.support.payments import URLS, at_stripe, control, end_troubles, make_order, sessions_of, start, told


async def test_starting_leads_to_stripes_page_for_the_exact_amount() -> None:
    order, customer_id = make_order(3500), uuid4()
    attempt = await start(order, customer_id)
    (session,) = await sessions_of(attempt)
    assert (attempt.status, attempt.url) == ("open", session["url"])
    assert (session["amount_total"], session["currency"]) == (3500, "eur")
    assert session["expires_at"] == int(order.expires_at.timestamp())
    assert session["customer_email"] == "ada@example.org"
    assert (session["success_url"], session["cancel_url"]) == (URLS.success, URLS.cancel)
    told_apart = {name: session["metadata"][name] for name in ("order_id", "customer_id", "attempt_id", "number")}
    assert told_apart == {
        "order_id": str(order.order_id),
        "customer_id": str(customer_id),
        "attempt_id": str(attempt.id),
        "number": "B-1001",
    }


async def test_starting_twice_returns_the_same_page() -> None:
    order, customer_id = make_order(), uuid4()
    first = await start(order, customer_id)
    second = await start(order, customer_id)
    assert (second.id, second.url) == (first.id, first.url)
    assert len(await sessions_of(first)) == 1


async def test_five_clicks_at_once_open_one_page() -> None:
    order, customer_id = make_order(), uuid4()
    outcomes = await asyncio.gather(*(start(order, customer_id) for _ in range(5)), return_exceptions=True)
    pages = {outcome.url for outcome in outcomes if not isinstance(outcome, BaseException)}
    (attempt,) = await payments.attempts(customer_id, order.order_id)
    assert pages == {attempt.url}
    assert {type(outcome) for outcome in outcomes} <= {payments.Attempt, PaymentUnavailable}
    assert len(await sessions_of(attempt)) == 1


@pytest.mark.parametrize("how", ["error", "error_after", "drop", "drop_before"])
async def test_trouble_at_stripe_never_makes_a_second_session(how: str) -> None:
    order, customer_id = make_order(), uuid4()
    await control(failures=[{"operation": "checkout.sessions.create", "how": how, "times": 2}])
    try:
        await start(order, customer_id)
    except PaymentUnavailable:
        await end_troubles()
        await start(order, customer_id)
    (attempt,) = await payments.attempts(customer_id, order.order_id)
    assert attempt.status == "open"
    assert len(await sessions_of(attempt)) == 1


async def test_while_stripe_is_away_nothing_is_charged_and_the_answer_comes_at_once() -> None:
    order, customer_id = make_order(), uuid4()
    await control(failures=[{"operation": "*", "how": "drop_before", "times": 1000}])
    for _ in range(3):
        with pytest.raises(PaymentUnavailable, match="Nothing was charged"):
            await start(order, customer_id)
    began = clock.now()
    with pytest.raises(PaymentUnavailable):
        await start(order, customer_id)
    assert clock.now() - began < timedelta(seconds=1)
    (attempt,) = await payments.attempts(customer_id, order.order_id)
    assert (attempt.status, attempt.session_id, attempt.captured) == ("created", None, 0)


async def test_an_order_whose_time_is_over_is_not_sent_to_stripe() -> None:
    order, customer_id = make_order(expires_at=clock.now() - timedelta(seconds=1)), uuid4()
    before = len(await at_stripe("/checkout/sessions"))
    with pytest.raises(PaymentRefused):
        await start(order, customer_id)
    (attempt,) = await payments.attempts(customer_id, order.order_id)
    assert attempt.status == "failed"
    assert await told(AttemptClosed) == [AttemptClosed(customer_id, order.order_id, attempt.id, "failed", 1)]
    assert len(await at_stripe("/checkout/sessions")) == before


async def test_what_stripe_refuses_closes_the_attempt() -> None:
    order, customer_id = make_order(expires_at=clock.now() + timedelta(minutes=10)), uuid4()
    with pytest.raises(PaymentRefused):
        await start(order, customer_id)
    (attempt,) = await payments.attempts(customer_id, order.order_id)
    assert attempt.status == "failed"
    assert "at least 30 minutes" in str(attempt.failure)
    assert len(await told(AttemptClosed)) == 1


async def test_items_that_do_not_sum_to_the_amount_are_a_mistake_of_ours() -> None:
    wrong = make_order()
    order = PayableOrder(
        wrong.order_id, "B-1", Money(3500, "EUR"), [PayableItem("Mug", 1, Money(1, "EUR"))], "a@b.org", wrong.expires_at
    )
    customer_id = uuid4()
    with pytest.raises(ValueError, match="do not sum"):
        await start(order, customer_id)
    assert await payments.attempts(customer_id, order.order_id) == []


async def test_an_attempt_that_the_order_does_not_want_never_reaches_stripe() -> None:
    order, customer_id = make_order(), uuid4()
    before = len(await at_stripe("/checkout/sessions"))

    async def ended(ordinal: int) -> None:
        raise Invalid(f"attempt {ordinal} comes too late")

    with pytest.raises(PaymentRefused):
        await payments.start(customer_id, order, URLS, ended)
    (attempt,) = await payments.attempts(customer_id, order.order_id)
    assert (attempt.status, attempt.failure) == ("failed", "attempt 1 comes too late")
    assert len(await at_stripe("/checkout/sessions")) == before
    await start(order, customer_id)
    assert [each.ordinal for each in await payments.attempts(customer_id, order.order_id)] == [1, 2]
