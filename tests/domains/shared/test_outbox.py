"""The outboxes, SQL and MongoDB alike: committed with the deed, offered until confirmed, given up only in sight."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from domains import notifications, users
from domains.notifications import MessageQueued
from domains.shared import facts, inbox, outbox
from domains.shared.ids import new_id
from domains.shared.outbox import Backlog, Letter, Outbox

LEASE = timedelta(seconds=60)
EMPTY = Backlog(open=0, dead=0)
KIND = facts.kind(MessageQueued)


def route(_: str) -> Sequence[str]:
    return ("one", "two")


def nobody(_: str) -> Sequence[str]:
    return ()


async def record_sql(count: int) -> Outbox:
    async with users.database.transaction() as session:
        for _ in range(count):
            outbox.record(session, MessageQueued(new_id()))
    return users.database.outbox


async def record_mongo(count: int) -> Outbox:
    recorded = [MessageQueued(new_id()) for _ in range(count)]
    await notifications.documents.transaction(lambda session: notifications.documents.record(session, *recorded))
    return notifications.documents.outbox


Record = Callable[[int], Awaitable[Outbox]]
both = pytest.mark.parametrize("record", [record_sql, record_mongo], ids=["sql", "mongo"])


async def claim(box: Outbox, *, limit: int = 100, lease: timedelta = LEASE, attempts: int = 20) -> list[Letter]:
    return await box.claim(route, limit=limit, lease=lease, attempts=attempts)


@both
async def test_a_fact_is_offered_once_per_lease_to_every_consumer(shop: None, record: Record) -> None:
    box = await record(1)
    [letter] = await claim(box)
    assert (letter.kind, letter.consumers) == (KIND, ("one", "two"))
    assert isinstance(facts.decode(letter.payload, MessageQueued).delivery_id, UUID)
    assert await claim(box) == []


@both
async def test_what_nobody_has_claimed_is_due(shop: None, record: Record) -> None:
    box = await record(0)
    assert not await box.due()
    await record(1)
    assert await box.due()
    await claim(box)
    assert not await box.due()


@both
async def test_an_unconfirmed_fact_is_offered_again_only_to_those_still_waiting(shop: None, record: Record) -> None:
    box = await record(1)
    [letter] = await claim(box, limit=1, lease=timedelta(0))
    await box.confirm(letter.event_id, "one")
    [again] = await claim(box, limit=1, lease=timedelta(0))
    assert again.consumers == ("two",)
    await box.confirm(letter.event_id, "two")
    assert await claim(box) == []
    assert await box.backlog() == EMPTY


@both
async def test_a_fact_without_consumers_is_done_at_once(shop: None, record: Record) -> None:
    box = await record(2)
    assert await box.claim(nobody, limit=10, lease=LEASE, attempts=3) == []
    assert await box.backlog() == EMPTY


@both
async def test_what_fails_too_often_is_a_dead_letter_that_can_be_revived(shop: None, record: Record) -> None:
    box = await record(1)
    for _ in range(2):
        [letter] = await claim(box, limit=1, lease=timedelta(0), attempts=2)
        await box.complain(letter.event_id, "a mistake of ours", failed=True)
    assert await claim(box, limit=1, lease=timedelta(0), attempts=2) == []
    assert await box.backlog() == Backlog(open=0, dead=1)
    assert await box.revive() == 1
    assert len(await claim(box)) == 1


@both
async def test_what_is_merely_away_is_waited_for_however_long(shop: None, record: Record) -> None:
    box = await record(1)
    for _ in range(25):
        [letter] = await claim(box, limit=1, lease=timedelta(0), attempts=2)
        await box.complain(letter.event_id, "the mail server does not answer", failed=False)
    backlog = await box.backlog()
    assert (backlog.open, backlog.dead) == (1, 0)


@both
async def test_a_held_letter_is_not_offered_to_a_second_worker(shop: None, record: Record) -> None:
    box = await record(1)
    [letter] = await claim(box, limit=1, lease=timedelta(0))
    await box.hold(letter.event_id, LEASE)
    assert await claim(box) == []


@both
async def test_several_relays_share_the_letters_and_miss_none(shop: None, record: Record) -> None:
    box = await record(60)
    claimed = await asyncio.gather(*(claim(box, limit=40) for _ in range(4)))
    ids = [letter.event_id for letters in claimed for letter in letters]
    assert len(ids) == len(set(ids)) == 60


async def test_a_deed_that_fails_records_nothing(shop: None) -> None:
    async def fail() -> None:
        async with users.database.transaction() as session:
            outbox.record(session, MessageQueued(new_id()))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await claim(users.database.outbox) == []


async def test_an_event_is_taken_once_by_each_consumer_also_at_the_same_time(shop: None) -> None:
    event = new_id()

    async def take(consumer: str) -> bool:
        async with users.database.transaction() as session:
            return await inbox.first_time(session, consumer, event)

    taken = await asyncio.gather(*(take("one") for _ in range(6)), take("two"))
    assert sorted(taken) == [False] * 5 + [True] * 2


async def test_the_mongo_inbox_takes_an_event_once(shop: None) -> None:
    event, documents = new_id(), notifications.documents

    async def take() -> bool:
        return await documents.transaction(lambda session: documents.first_time(session, "one", event))

    assert sorted(await asyncio.gather(*(take() for _ in range(4)))) == [False, False, False, True]
