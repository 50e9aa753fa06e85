"""What was told and done is forgotten after a while, but never while it could be told once more."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from domains import inventory, notifications, orders, payments, stores, users
from domains.payments.models import StripeEvent
from domains.shared import clock, inbox, outbox
from domains.shared.database import Database
from domains.shared.ids import new_id

DAY = timedelta(days=1)


async def done_sql(event_id: UUID, days_ago: int) -> None:
    table = users.database.inbox
    async with users.database.transaction() as session:
        assert await inbox.first_time(session, "a consumer", event_id)
        at = sa.update(table).where(table.c.event_id == event_id).values(handled_at=clock.now() - days_ago * DAY)
        await session.execute(at)


async def done_mongo(event_id: UUID, days_ago: int) -> None:
    documents = notifications.documents
    assert await documents.transaction(lambda session: documents.first_time(session, "a consumer", event_id))
    at = {"$set": {"handled_at": clock.now() - days_ago * DAY}}
    await documents.database["inbox"].update_one({"_id": f"a consumer:{event_id}"}, at)


async def known_sql(event_id: UUID) -> bool:
    async with users.database.transaction() as session:
        return not await inbox.first_time(session, "a consumer", event_id)


async def known_mongo(event_id: UUID) -> bool:
    documents = notifications.documents
    return not await documents.transaction(lambda session: documents.first_time(session, "a consumer", event_id))


async def prune() -> int:
    return await stores.prune(told=14 * DAY, done=60 * DAY)


@pytest.mark.parametrize(("done", "known"), [(done_sql, known_sql), (done_mongo, known_mongo)], ids=["sql", "mongo"])
async def test_an_inbox_forgets_only_what_is_old(shop: None, done, known) -> None:  # type: ignore[no-untyped-def]
    old, young = new_id(), new_id()
    await done(old, 61)
    await done(young, 59)
    assert await prune() == 1
    assert (await known(young), await known(old)) == (True, False)


@pytest.mark.parametrize("database", [users.database, *(each.database for each in (inventory, orders, payments))])
async def test_what_is_old_is_found_by_its_index_in_a_large_inbox(shop: None, database: Database) -> None:
    filled = "INSERT INTO inbox SELECT 'a consumer', gen_random_uuid(), now() - n * interval '1 minute'"
    statement = inbox.forgetting(database.inbox, clock.now() - 13 * DAY, 500)
    spelled = statement.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
    async with database.transaction() as session:
        await session.execute(sa.text(f"{filled} FROM generate_series(1, 20000) AS n"))
        await session.execute(sa.text("ANALYZE inbox"))
        plan = "\n".join(await session.scalars(sa.text(f"EXPLAIN {spelled}")))
        assert "Index Scan using ix_inbox_handled_at" in plan
        assert "Seq Scan" not in plan
        await session.rollback()


@pytest.mark.parametrize("state", ["open", "dead"])
async def test_what_may_be_told_again_is_never_forgotten(shop: None, state: str) -> None:
    done = new_id()
    await done_sql(done, 99)
    box = payments.database.outbox.table
    async with payments.database.transaction() as session:
        outbox.record(session, payments.StripeEventReceived("evt_1"))
    waiting = sa.update(box).values(state=state, recorded_at=clock.now() - 100 * DAY)
    async with payments.database.transaction() as session:
        await session.execute(waiting)
    assert await prune() == 0
    assert await known_sql(done)


async def test_of_the_events_of_stripe_only_old_ones_that_were_looked_into_are_forgotten(shop: None) -> None:
    def event(name: str, happened: int, handled: int | None) -> dict[str, object]:
        ago = {"happened_at": clock.now() - happened * DAY, "handled_at": None}
        ago |= {"handled_at": clock.now() - handled * DAY} if handled is not None else {}
        return {"id": name, "type": "refund.updated", "object_id": "re_1", "details": {}, **ago}

    rows = [event("old", 90, 90), event("waiting", 90, None), event("handled late", 90, 10), event("youngest", 80, 80)]
    async with payments.database.transaction() as session:
        await session.execute(sa.insert(StripeEvent), rows)
    assert await prune() == 1
    async with payments.database.reading() as session:
        left = set(await session.scalars(sa.select(StripeEvent.id)))
    assert left == {"waiting", "handled late", "youngest"}
