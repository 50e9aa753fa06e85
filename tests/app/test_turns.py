"""A few at a time prove who they are; where too many wait, the next is asked to come again."""

import asyncio

import pytest

from app.security import turns
from domains.shared.errors import Unavailable


async def test_so_many_at_once_and_all_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most, done = 0, 0, 0

    async def come() -> None:
        nonlocal inside, most, done
        async with turns.turn():
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1
            done += 1

    await asyncio.gather(*(come() for _ in range(50)))
    assert (most, done) == (turns.AT_ONCE, 50)


async def test_a_turn_is_free_again_whatever_happens_in_it_or_before_it() -> None:
    for _ in range(3 * turns.AT_ONCE):
        with pytest.raises(ZeroDivisionError):
            async with turns.turn():
                1 / 0  # noqa: B018 - what goes wrong
    holders = [turns.turn() for _ in range(turns.AT_ONCE)]
    for holder in holders:
        await holder.__aenter__()
    waiting = asyncio.create_task(turns.turn().__aenter__())
    await asyncio.sleep(0)
    waiting.cancel()
    assert isinstance((await asyncio.gather(waiting, return_exceptions=True))[0], asyncio.CancelledError)
    for holder in holders:
        await holder.__aexit__(None, None, None)
    async with asyncio.timeout(1), turns.turn():
        assert turns._gate().waiting == 0


async def test_beyond_a_number_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MOST_WAITING", 0)
    with pytest.raises(Unavailable):
        async with turns.turn():
            pass
