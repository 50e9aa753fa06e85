"""What Stripe tells us: only what it signed, once, and nothing that is another shop's."""

import asyncio
import json
import time

import pytest
import sqlalchemy as sa

from domains import payments
from domains.payments import BadSignature, PaymentSucceeded, StripeEvent, StripeEventReceived
from domains.shared.errors import NotFound
from tests.support.payments import deliver, events_of, pay, signature, start, told

EVENT = {
    "id": "evt_of_a_stranger",
    "object": "event",
    "type": "checkout.session.completed",
    "created": 1_700_000_000,
    "data": {"object": {"id": "cs_test_stranger", "object": "checkout.session", "metadata": {}}},
}


async def stored() -> int:
    async with payments.database.reading() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(StripeEvent)) or 0


async def test_an_event_is_stored_and_told_once_however_often_it_arrives() -> None:
    raw = json.dumps(EVENT).encode()
    await asyncio.gather(*(payments.receive(raw, signature(raw)) for _ in range(5)))
    assert await stored() == 1
    assert await told(StripeEventReceived) == [StripeEventReceived("evt_of_a_stranger")]


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "nonsense",
        "t=1,v1=abc",
        signature(b"another body", secret="whsec_of_the_tests"),
        signature(json.dumps(EVENT).encode(), secret="whsec_of_somebody_else"),
        signature(json.dumps(EVENT).encode(), secret="whsec_of_the_tests", at=int(time.time()) - 600),
    ],
    ids=["nothing", "nonsense", "no signature", "of another body", "by another secret", "too old"],
)
async def test_what_stripe_did_not_sign_now_is_refused(forged: str) -> None:
    with pytest.raises(BadSignature):
        await payments.receive(json.dumps(EVENT).encode(), forged)
    assert await stored() == 0
    assert await told(StripeEventReceived) == []


async def test_a_body_that_is_not_json_is_refused_even_if_signed() -> None:
    with pytest.raises(BadSignature):
        await payments.receive(b"\xff\x00", signature(b"\xff\x00"))


async def test_an_event_of_another_shop_is_put_aside() -> None:
    await deliver(EVENT)
    assert await told(PaymentSucceeded) == []
    assert (await payments.audit()).unhandled_events == 0


async def test_an_unknown_event_cannot_be_handled() -> None:
    with pytest.raises(NotFound):
        await payments.handle_event("evt_never_seen")


async def test_an_event_that_only_claims_a_payment_pays_nothing() -> None:
    attempt = await start()
    claim = {"id": attempt.session_id, "object": "checkout.session", "payment_status": "paid", "status": "complete"}
    claim["metadata"] = {"customer_id": str(attempt.customer_id), "attempt_id": str(attempt.id)}  # type: ignore[assignment]
    await deliver({**EVENT, "id": "evt_claim", "data": {"object": claim}})
    (row,) = await payments.attempts(attempt.customer_id, attempt.order_id)
    assert (row.status, row.captured) == ("open", 0)
    assert await told(PaymentSucceeded) == []


async def test_an_event_before_our_own_answer_was_written_settles_all_the_same() -> None:
    attempt = await start()
    await pay(attempt)
    events = [event for event in await events_of(attempt) if event["type"] == "checkout.session.completed"]
    async with payments.database.transaction() as session:
        row = await session.get_one(payments.Attempt, (attempt.customer_id, attempt.id))
        row.session_id, row.url, row.status = None, None, payments.AttemptStatus.CREATED
    await deliver(events[0])
    (settled,) = await payments.attempts(attempt.customer_id, attempt.order_id)
    assert (settled.status, settled.session_id, settled.captured) == ("succeeded", attempt.session_id, 3500)
    assert len(await told(PaymentSucceeded)) == 1
