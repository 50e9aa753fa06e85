"""A process with a search index, as web processes have one: asked line by line, answering line by line."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from domains import catalog
from domains.shared.errors import Unavailable


@dataclass
class Searcher:
    process: asyncio.subprocess.Process

    async def ask(self, verb: str, text: str = "") -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([verb, text]).encode() + b"\n")
        await self.process.stdin.drain()
        return json.loads(await asyncio.wait_for(self.process.stdout.readline(), 90))

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def searcher(home: str) -> AsyncIterator[Searcher]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.searcher", stdin=pipe, stdout=pipe, env=os.environ | {"BARROW_HOME": home}
    )
    running = Searcher(process)
    try:
        yield running
    finally:
        if process.returncode is None:
            assert process.stdin
            process.stdin.close()
            await process.wait()


async def answer(verb: str, text: str) -> Any:
    if verb == "catch up":
        await catalog.search_index.catch_up(60)
        return True
    if verb == "writing":
        return catalog.search_index.writing
    try:
        return [card.title for card in (await catalog.search(text)).cards]
    except Unavailable:
        return []


async def main() -> None:
    await catalog.search_index.start()
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await answer(*json.loads(line))), flush=True)
    await catalog.search_index.stop()
    await catalog.documents.close()


if __name__ == "__main__":
    asyncio.run(main())
