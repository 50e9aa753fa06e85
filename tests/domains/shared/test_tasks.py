import asyncio

import pytest

from domains.shared import tasks


async def test_a_task_that_swallows_a_cancellation_ends_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "PATIENCE", 0.01)
    swallowed = []

    async def stubborn() -> None:
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if len(swallowed) == 2:
                    raise
                swallowed.append(True)

    async def broken() -> None:
        raise ValueError("broken")

    running = [asyncio.create_task(stubborn()), asyncio.create_task(broken())]
    await asyncio.sleep(0)
    await asyncio.wait_for(tasks.end(running), 5)
    assert [task.done() for task in running] == [True, True]
    assert len(swallowed) == 2


async def test_nothing_to_end_is_ended() -> None:
    await tasks.end([])
