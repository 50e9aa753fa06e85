"""What is asked in one moment is one question."""

import asyncio
from collections.abc import Sequence

import pytest

from domains.shared.together import Together


async def test_who_asks_at_once_is_answered_by_one_question_and_who_asks_later_by_the_next() -> None:
    asked: list[list[str]] = []
    begun = asyncio.Event()

    async def lengths(words: Sequence[str]) -> dict[str, int]:
        asked.append(list(words))
        begun.set()
        await asyncio.sleep(0)
        return {word: len(word) + len(asked) for word in words}

    together = Together(lengths)
    first = asyncio.gather(together.ask(["a", "bb"]), together.ask(["bb", "ccc"]))
    leaving = asyncio.ensure_future(together.ask(["a"]))
    await asyncio.sleep(0)
    leaving.cancel()  # takes nobody else's answer along
    await begun.wait()
    assert await together.ask(["a"]) == {"a": 3}
    assert await first == [{"a": 2, "bb": 3}, {"bb": 3, "ccc": 4}]
    assert asked == [["a", "bb", "ccc"], ["a"]]


async def test_a_failure_is_everybodys_and_the_next_question_is_asked_anew() -> None:
    async def away(words: Sequence[str]) -> dict[str, int]:
        raise OSError(",".join(words))

    together = Together(away)
    failed = await asyncio.gather(together.ask(["a"]), together.ask(["b"]), return_exceptions=True)
    assert [str(error) for error in failed] == ["a,b", "a,b"]
    with pytest.raises(OSError, match=r"^c$"):
        await together.ask(["c"])
