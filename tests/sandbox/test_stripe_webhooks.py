"""Webhooks: signed, tried again until taken, and troubled on order."""

import time
from collections.abc import AsyncIterator

import pytest
import stripe

from sandbox.stripe.webhooks import signature, wait_s
from tests.sandbox.world import SECRET, World, outside_world, until

BOUGHT = ["charge.succeeded", "checkout.session.completed", "payment_intent.created", "payment_intent.succeeded"]


@pytest.fixture
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with outside_world(tmp_path_factory.mktemp("outside")) as running:
        yield running


async def deliveries(world: World) -> dict[str, int]:
    state = (await world.http.get(f"{world.base}/stripe/_control")).json()
    counts: dict[str, int] = state["deliveries"]
    return counts


async def test_a_purchase_is_told_in_signed_events(world: World) -> None:
    intent = await world.bought(client_reference_id="order-1")
    await until(lambda: len(world.shop.events) == 4)

    assert sorted(world.shop.types()) == BOUGHT
    done = next(event for event in world.shop.events if event.type == "checkout.session.completed")
    session = done.data.object
    assert (session["payment_intent"], session["client_reference_id"]) == (intent.id, "order-1")
    assert (done.api_version, done.livemode) == (stripe.api_version, False)
    listed = await world.stripe.v1.events.list_async({"type": "checkout.session.completed"})
    assert [event.id for event in listed.data] == [done.id]
    assert (await world.stripe.v1.events.retrieve_async(done.id)).pending_webhooks == 0


async def test_a_refund_is_told_with_what_it_was_before(world: World) -> None:
    intent = await world.bought()
    refund = await world.stripe.v1.refunds.create_async({"payment_intent": intent.id, "amount": 500})
    await until(lambda: len(world.shop.events) == 6)

    by_type = {event.type: event for event in world.shop.events}
    assert by_type["refund.created"].data.object["id"] == refund.id
    charged = by_type["charge.refunded"].data
    assert (charged.object["amount_refunded"], charged.object["refunded"]) == (500, False)
    assert charged.previous_attributes is not None
    assert charged.previous_attributes["amount_refunded"] == 0


async def test_events_are_filtered_and_paged(world: World) -> None:
    await world.bought()
    api = world.stripe.v1.events
    everything = [event.type async for event in (await api.list_async({"limit": 1})).auto_paging_iter()]
    assert sorted(everything) == BOUGHT
    some = await api.list_async({"types": ["charge.succeeded", "payment_intent.created"]})
    assert sorted(event.type for event in some.data) == ["charge.succeeded", "payment_intent.created"]
    assert (await api.list_async({"created": {"gt": int(time.time()) + 5}})).data == []
    assert len((await api.list_async({"created": {"gte": int(time.time()) - 60}})).data) == 4


async def test_a_refused_event_is_sent_again(world: World) -> None:
    world.shop.answers = [500, 503]
    customer = await world.stripe.v1.customers.create_async({"name": "Ada"})
    await until(lambda: len(world.shop.events) == 3)

    assert world.shop.types() == ["customer.created"] * 3
    assert {event.id for event in world.shop.events} == {world.shop.events[0].id}
    assert world.shop.events[0].data.object["id"] == customer.id
    await until(lambda: delivered(world, 1))


async def delivered(world: World, count: int) -> bool:
    return await deliveries(world) == {"pending": 0, "delivered": count, "given up": 0}


def test_the_waits_double_up_to_three_minutes() -> None:
    assert [wait_s(attempts) for attempts in (1, 2, 3, 4, 5, 8, 9, 20)] == [1, 2, 4, 8, 16, 128, 180, 180]


def test_a_forged_or_old_signature_is_seen_by_the_sdk() -> None:
    payload, now = '{"id": "evt_1", "object": "event"}', int(time.time())
    assert stripe.Webhook.construct_event(payload, signature(payload, SECRET, now), SECRET).id == "evt_1"
    for secret, at in (("whsec_of_somebody_else", now), (SECRET, now - 301)):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(payload, signature(payload, secret, at), SECRET)


async def test_events_can_be_doubled(world: World) -> None:
    await world.control(webhooks={"duplicates": 2})
    await world.stripe.v1.customers.create_async({"name": "Ada"})
    await until(lambda: len(world.shop.events) == 3)

    assert len({event.id for event in world.shop.events}) == 1


async def test_events_can_be_lost_for_good_and_are_still_listed(world: World) -> None:
    await world.control(webhooks={"drop": True})
    await world.stripe.v1.customers.create_async({"name": "lost"})
    await world.control(webhooks={"drop": False})
    await world.stripe.v1.customers.create_async({"name": "sent"})
    await until(lambda: delivered(world, 1))

    assert [event.data.object["name"] for event in world.shop.events] == ["sent"]
    listed = (await world.stripe.v1.events.list_async()).data
    assert [event.data.object["name"] for event in listed] == ["sent", "lost"]


async def test_events_can_be_held_back(world: World) -> None:
    await world.control(webhooks={"hold": True})
    await world.bought()
    assert (world.shop.events, (await deliveries(world))["pending"]) == ([], 4)

    await world.control(webhooks={"hold": False})
    await until(lambda: len(world.shop.events) == 4)


async def test_events_that_wait_to_be_sent_can_be_given_up(world: World) -> None:
    await world.control(webhooks={"hold": True})
    await world.bought()
    await world.control(webhooks={"hold": False, "forget": True})
    await world.stripe.v1.customers.create_async({"name": "sent"})
    await until(lambda: len(world.shop.events) == 1)

    assert [event.type for event in world.shop.events] == ["customer.created"]
    assert (await deliveries(world))["given up"] == 4


async def test_events_can_be_late(world: World) -> None:
    await world.control(webhooks={"delay_ms": 600})
    began = time.monotonic()
    await world.stripe.v1.customers.create_async({"name": "Ada"})
    await until(lambda: len(world.shop.events) == 1)

    assert time.monotonic() - began >= 0.6


async def test_events_can_come_in_reverse(world: World) -> None:
    await world.control(webhooks={"reverse": True})
    await world.bought()
    await until(lambda: len(world.shop.events) == 4)

    assert world.shop.types() == [
        "checkout.session.completed",
        "payment_intent.succeeded",
        "charge.succeeded",
        "payment_intent.created",
    ]


async def test_a_reset_ends_every_trouble(world: World) -> None:
    await world.control(webhooks={"drop": True, "duplicates": 3}, api_delay_ms=5, failures=[{"operation": "*"}])
    state = (await world.http.delete(f"{world.base}/stripe/_control")).json()

    assert state["webhooks"] == {"drop": False, "hold": False, "duplicates": 0, "delay_ms": 0, "reverse": False}
    assert (state["failures"], state["api_delay_ms"], state["clock_ahead_s"]) == ([], 0, 0)


async def test_more_events_than_are_sent_at_once_all_arrive(world: World) -> None:
    await world.control(webhooks={"hold": True})
    for number in range(20):
        await world.stripe.v1.customers.create_async({"name": str(number)})
    await world.control(webhooks={"hold": False})
    await until(lambda: delivered(world, 20))

    assert sorted(int(event.data.object["name"]) for event in world.shop.events) == list(range(20))


async def test_event_types_may_end_in_a_star_and_nothing_else_is_a_pattern(world: World) -> None:
    await world.bought()
    api = world.stripe.v1.events
    some = await api.list_async({"types": ["payment_intent.*"]})
    assert sorted(event.type for event in some.data) == ["payment_intent.created", "payment_intent.succeeded"]
    assert (await api.list_async({"type": "pay?ent_intent.created"})).data == []
    newest, older = (await api.list_async({"limit": 2})).data
    assert [event.id for event in (await api.list_async({"ending_before": older.id})).data] == [newest.id]
