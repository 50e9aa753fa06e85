"""How soon many open pages of one product show that its stock has changed, and what an open page costs its process:
`python -m bench.live_stock [--pages 500] [--changes 40]`. One web process; the same few pages alone, in turns."""

import argparse
import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from domains import inventory, stores

from .harness import percentile, show
from .shop import SKU, Shop, one_thing_for_sale

GOAL: Final = 500.0  # ms by the 99th of a hundred pages
GOAL_OF_MEMORY: Final = 50.0  # kB for each open page
FEW: Final = 5  # pages, for comparison
REST: Final = 0.25  # seconds between two changes
PATIENCE: Final = 30.0


class OpenPage:
    """The stream that a product's page listens to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def of(cls, shop: Shop, number: int) -> "OpenPage":
        host, port = urlsplit(shop.address).hostname, urlsplit(shop.address).port
        reader, writer = await asyncio.open_connection(host, port)
        lines = (
            f"GET {shop.page}/stock?variant={SKU}&left=0 HTTP/1.1",
            f"Host: {host}:{port}",
            "Accept: text/event-stream",
            f"X-Forwarded-For: 10.1.{number >> 8 & 255}.{number & 255}",
        )
        writer.write("\r\n".join([*lines, "", ""]).encode())
        page = cls(reader, writer)
        await page.heard()
        return page

    async def heard(self, left: int | None = None) -> float:
        """When the page was told of so many, or of anything."""
        wanted = b"id: " if left is None else f"id: {left}\n".encode()
        while not (line := await self._reader.readline()).startswith(wanted):
            if not line:
                raise ConnectionError("the stream has ended")
        return time.perf_counter()

    async def close(self) -> None:
        self._writer.close()


async def told(pages: list[OpenPage], changes: int) -> list[float]:
    """Milliseconds from before a change is written until each page has it."""
    took: list[float] = []
    for number in range(changes):
        left = 1 + number % 4
        listening = asyncio.gather(*(page.heard(left) for page in pages))
        started = time.perf_counter()
        await inventory.set_on_hand(SKU, "main", left, reason="counted", actor="bench")
        took += [(moment - started) * 1000 for moment in await asyncio.wait_for(listening, PATIENCE)]
        await asyncio.sleep(REST)
    return took


def resident(process: int) -> float:
    """Kilobytes of memory; on Linux."""
    [line] = [each for each in Path(f"/proc/{process}/status").read_text().splitlines() if each.startswith("VmRSS")]
    return float(line.split()[1])


async def measure(shop: Shop, count: int, changes: int) -> tuple[list[float], list[float], float]:
    await stores.connect()
    async with AsyncExitStack() as open_pages:
        few = [await OpenPage.of(shop, number) for number in range(FEW)]
        for each in few:
            open_pages.push_async_callback(each.close)
        alone = await told(few, changes)
        before = resident(shop.process)
        many = [*few, *(await asyncio.gather(*(OpenPage.of(shop, FEW + number) for number in range(count - FEW))))]
        for each in many[FEW:]:
            open_pages.push_async_callback(each.close)
        together = await told(many, changes)
        each_page = (resident(shop.process) - before) / (count - FEW)
    await stores.close()
    return alone, together, each_page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--changes", type=int, default=40)
    asked = parser.parse_args()
    with one_thing_for_sale() as shop:
        alone, together, each_page = asyncio.run(measure(shop, asked.pages, asked.changes))
    rows = [
        [str(pages), *(f"{percentile(figures, part):.0f} ms" for part in (0.5, 0.95, 0.99))]
        for pages, figures in ((FEW, alone), (asked.pages, together))
    ]
    show(f"From a change of stock to an open page, {asked.changes} changes", ["pages", "p50", "p95", "p99"], rows)
    slow, heavy = percentile(together, 0.99) > GOAL, each_page > GOAL_OF_MEMORY
    print(f"  goal of {GOAL:.0f} ms by p99: {'missed' if slow else 'held'}")
    print(
        f"  {each_page:.0f} kB of memory for each page; goal of {GOAL_OF_MEMORY:.0f}: {'missed' if heavy else 'held'}"
    )


if __name__ == "__main__":
    main()
