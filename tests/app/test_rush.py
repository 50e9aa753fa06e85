"""Who comes in a rush waits at the door and loses nothing; who is slow holds no place."""

import asyncio
from typing import Any

import httpx
import pytest

from app.security import rush
from domains.shared.errors import Unavailable


async def full(monkeypatch: pytest.MonkeyPatch, *, places: int = 1) -> rush.Gate:
    monkeypatch.setattr(rush, "AT_ONCE", places)
    gate = rush.Gate()
    for _ in range(places):
        await gate.enter()
    return gate


async def waiting(gate: rush.Gate, order: list[str], name: str, *, back: bool = False) -> "asyncio.Task[None]":
    async def come() -> None:
        await gate.enter(back=back)
        order.append(name)
        gate.leave()

    task = asyncio.create_task(come())
    await asyncio.sleep(0)
    return task


async def test_they_go_in_as_they_came_and_who_was_inside_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, order = await full(monkeypatch), list[str]()
    coming = [await waiting(gate, order, name) for name in ("first", "gone", "second")]
    coming.append(await waiting(gate, order, "back", back=True))
    coming.pop(1).cancel()
    gate.leave()
    await asyncio.gather(*coming)
    assert order == ["back", "first", "second"]
    async with asyncio.timeout(5):
        await gate.enter()


async def test_who_is_called_away_when_let_in_leaves_the_place_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, order = await full(monkeypatch), list[str]()
    called_away, then = await waiting(gate, order, "called away"), await waiting(gate, order, "next")
    gate.leave()
    called_away.cancel()
    await asyncio.wait([called_away, then], timeout=5)
    assert order == ["next"]


async def test_too_many_or_too_long_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = await full(monkeypatch)
    monkeypatch.setattr(rush, "PATIENCE", 0)
    with pytest.raises(Unavailable):
        await gate.enter()
    monkeypatch.setattr(rush, "MOST_WAITING", 0)
    with pytest.raises(Unavailable):
        await gate.enter()
    gate.leave()
    await gate.enter()  # nobody is counted twice


async def test_whoever_sends_slowly_holds_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rush, "AT_ONCE", 1)
    gate, rest = rush.Gate(), asyncio.Event()

    async def slowly() -> Any:
        await rest.wait()
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        pass

    turn = rush.Turn(gate, slowly, send)
    await turn.begin()
    receiving = asyncio.create_task(turn.receive())
    await asyncio.sleep(0)
    await gate.enter()  # somebody else
    rest.set()
    await asyncio.sleep(0)
    assert not receiving.done()
    gate.leave()
    await receiving
    await turn.send({"type": "http.response.start", "status": 200, "headers": []})
    async with asyncio.timeout(5):
        await gate.enter()
    turn.end()  # once more changes nothing
    assert gate._free == 0


async def test_where_all_places_are_taken_pages_wait_and_health_does_not(browser: httpx.AsyncClient) -> None:
    gate = rush._looks()
    for _ in range(rush.AT_ONCE):
        await gate.enter()
    looking = asyncio.create_task(browser.get("/cart"))
    assert (await browser.get("/healthz")).status_code == 200
    assert not looking.done()
    for _ in range(rush.AT_ONCE):
        gate.leave()
    assert (await looking).status_code == 200
    assert gate._free == rush.AT_ONCE
