"""A process that keeps the search index of its host, as a web process does, until it is killed."""

import asyncio

from domains import catalog


async def main() -> None:
    await catalog.search_index.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
