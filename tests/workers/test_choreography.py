"""Facts reach their consumers: each has somebody to tell, a failing one is heard, a passing fault waited for."""

import dataclasses
import inspect
from datetime import timedelta
from importlib import import_module

import pytest

from domains import notifications, users
from domains.notifications import MessageQueued
from domains.shared import facts, outbox
from domains.shared.ids import new_id
from domains.shared.outbox import Letter
from workers import relay
from workers.consumer import Consumer
from workers.subscriptions import CONSUMERS, ROUTES, SUBSCRIPTIONS

DOMAINS = ("catalog", "orders", "payments", "inventory", "notifications")
PARTS = {
    "LowItem",
    "OrderEnded",
    "OrderItem",
    "OrderSummary",
    "SummaryLine",
    "PlacedGoods",
    "StockItem",
    "TurnedItem",
}  # not facts, but what facts are made of
LEASE = timedelta(seconds=60)


def told_by(domain: str) -> list[type]:
    module = import_module(f"domains.{domain}.events")
    classes = [
        kind for _, kind in inspect.getmembers(module, inspect.isclass) if kind.__module__.startswith(module.__name__)
    ]
    return [kind for kind in classes if dataclasses.is_dataclass(kind) and kind.__name__ not in PARTS]


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_fact_is_told_to_somebody(domain: str) -> None:
    assert [fact.__name__ for fact in told_by(domain) if fact not in SUBSCRIPTIONS] == []


def test_every_consumer_takes_the_facts_it_is_told() -> None:
    for kind, names in ROUTES.items():
        for name in names:
            assert kind in CONSUMERS[name].facts, f"{name} does not take {kind}"


async def letter() -> Letter:
    async with users.database.transaction() as session:
        outbox.record(session, MessageQueued(new_id()))
    [claimed] = await users.database.outbox.claim(lambda _: ("a", "b"), limit=1, lease=LEASE, attempts=3)
    return claimed


def consumer(name: str, error: Exception | None) -> Consumer:
    async def verb(fact: MessageQueued, event_id: object) -> None:
        if error is not None:
            raise error

    deliver = CONSUMERS["notifications.deliver"]
    return dataclasses.replace(deliver, name=name, verb=verb)


async def failures(one: Letter) -> int:
    table = users.database.outbox.table
    async with users.database.reading() as session:
        row = (await session.execute(table.select().where(table.c.id == one.event_id))).one()
    count: int = row.failures
    return count


async def test_a_consumer_confirms_what_it_has_done(shop: None) -> None:
    one = await letter()
    for name in ("a", "b"):
        await consumer(name, None).handle(one.outbox, one.event_id, facts.kind(MessageQueued), one.payload)
    assert (await users.database.outbox.backlog()).open == 0


@pytest.mark.parametrize(
    ("error", "counted"), [(ValueError("a mistake"), 1), (ConnectionRefusedError(), 0), (OSError("away"), 0)]
)
async def test_only_mistakes_of_ours_count_towards_giving_up(shop: None, error: Exception, counted: int) -> None:
    one = await letter()
    with pytest.raises(type(error)):
        await consumer("a", error).handle(one.outbox, one.event_id, facts.kind(MessageQueued), one.payload)
    assert await failures(one) == counted
    assert (await users.database.outbox.backlog()).open == 1


async def test_the_relay_claims_what_somebody_waits_for(shop: None) -> None:
    identity = new_id()
    documents = notifications.documents
    await documents.transaction(lambda session: documents.record(session, MessageQueued(identity)))
    [claimed] = await relay.claim(documents.outbox)
    assert claimed.consumers == ("notifications.deliver",)
    assert facts.decode(claimed.payload, MessageQueued).delivery_id == identity
