"""The relay looks often while anything moves, and seldom in a quiet shop."""

import asyncio
import time

import pytest

from domains import users
from domains.notifications import MessageQueued
from domains.shared import facts, outbox, tasks
from domains.shared.ids import new_id
from domains.shared.settings import settings
from workers import relay
from workers.relay import Pace


@pytest.fixture
def short(stores: dict[str, str]) -> float:
    return settings().relay_interval


async def rested(pace: Pace) -> float:
    begun = time.monotonic()
    await pace.rest()
    return time.monotonic() - begun


async def test_a_shop_in_which_something_moved_is_looked_at_often(short: float) -> None:
    pace = Pace()
    assert pace.pause == short
    assert await rested(pace) < 3 * short


async def test_a_quiet_shop_is_looked_at_seldom(short: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "QUIET_AFTER", 0.0)
    assert await rested(Pace()) >= 5 * short * 0.99


async def test_a_letter_in_a_quiet_shop_is_found_and_ends_the_quiet(
    shop: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pace, posted = Pace(), asyncio.Queue[str]()
    pace._moved_at -= relay.QUIET_AFTER + 1
    monkeypatch.setattr(relay, "post", lambda letters: [posted.put_nowait(letter.kind) for letter in letters])
    assert pace.quiet
    following = asyncio.create_task(relay.follow(users.database.outbox, pace))
    async with users.database.transaction() as session:
        outbox.record(session, MessageQueued(new_id()))
    assert await asyncio.wait_for(posted.get(), 5) == facts.kind(MessageQueued)
    assert not pace.quiet
    await tasks.end([following])


async def test_the_first_letter_ends_the_long_pause_of_every_outbox(
    short: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    pace = Pace()
    monkeypatch.setattr(relay, "QUIET_AFTER", 0.0)
    resting = [asyncio.create_task(rested(pace)) for _ in range(3)]
    await asyncio.sleep(short * 2)
    monkeypatch.setattr(relay, "QUIET_AFTER", 30.0)
    pace.moved()
    assert max(await asyncio.gather(*resting)) < 5 * short * 0.99
    assert pace.pause == short
