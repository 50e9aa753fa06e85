"""What Stripe has told, for staff: narrowed, and looked into once more without doing anything twice."""

import json

import httpx
import pytest
import sqlalchemy as sa

from app.gateway import books
from domains import orders, payments
from tests.support import office
from tests.support.draining import drain
from tests.support.office import refunded
from tests.support.orders import again
from tests.support.payments import deliver, events_of, refund_in_dashboard, signature

pytestmark = pytest.mark.usefixtures("outside")


@pytest.fixture
async def told(order: orders.Order) -> list[str]:
    """All that Stripe tells of one sale has come; the kinds, newest first."""
    [attempt] = await payments.attempts(order.customer_id, order.id)
    for event in await events_of(attempt):
        await deliver(event)
    await drain()
    return [event.type for event in (await payments.stripe_events()).events]


async def rows(staff: httpx.AsyncClient, **asked: str) -> list[str]:
    return [row[1] for row in office.rows(await staff.get("/admin/stripe-events", params=asked), "Events")]


async def test_they_are_narrowed_by_kind_and_by_what_waits(staff: httpx.AsyncClient, told: list[str]) -> None:
    assert await rows(staff) == told
    assert await rows(staff, kind="payment_intent.succeeded") == ["payment_intent.succeeded"]
    assert await rows(staff, state="waiting") == []
    assert await rows(staff, kind="nonsense", after="nonsense") == []


async def test_looking_again_does_nothing_twice_and_finds_what_was_missed(
    staff: httpx.AsyncClient, order: orders.Order, told: list[str]
) -> None:
    before = [entry.id for entry in (await again(order)).events]
    found = (await payments.stripe_events(kind="payment_intent.succeeded")).events[0]
    assert (await staff.post(f"/admin/stripe-events/{found.id}/repetition")).status_code == 303
    await drain()
    assert [entry.id for entry in (await again(order)).events] == before
    [attempt] = await payments.attempts(order.customer_id, order.id)
    await refund_in_dashboard(attempt.payment_intent_id, 5_00)
    [missed] = [event for event in await events_of(attempt) if event["type"] == "charge.refunded"]
    raw = json.dumps(missed).encode()
    await payments.receive(raw, signature(raw))
    async with payments.database.transaction() as session:
        await session.execute(sa.text("DELETE FROM outbox"))  # the fact is lost, the event is not
    assert await rows(staff, state="waiting") == ["charge.refunded"]
    form = office.form_to(await staff.get("/admin/stripe-events"), "/stripe-events/repetition")
    assert (await staff.post(form.action, data=form.fields)).status_code == 303
    await drain()
    assert await refunded(order) == [5_00]
    assert await rows(staff, state="waiting") == []
    assert await books.reconcile() == []


async def test_an_event_that_never_came_is_not_looked_into(staff: httpx.AsyncClient) -> None:
    assert (await staff.post("/admin/stripe-events/evt_none/repetition")).status_code == 404
