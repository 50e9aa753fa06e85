"""Questions of one moment, asked as one."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Together(Generic[K, V]):
    """Whoever asks before the next turn of the loop is answered by one call; who asks later never gets an answer that
    was begun before they asked."""

    def __init__(self, question: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._question = question
        self._keys: dict[K, None] = {}
        self._answer: asyncio.Task[Mapping[K, V]] | None = None

    async def ask(self, keys: Collection[K]) -> Mapping[K, V]:
        """Fails as the question does, for all who asked together."""
        self._keys |= dict.fromkeys(keys)
        self._answer = self._answer or asyncio.create_task(self._asked())
        found = await asyncio.shield(self._answer)  # others wait for it, too
        return {key: found[key] for key in keys}

    async def _asked(self) -> Mapping[K, V]:
        keys, self._keys, self._answer = list(self._keys), {}, None
        return await self._question(keys)
