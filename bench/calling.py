"""How much memory it takes to call everybody who waits for one thing, and how fast: a tenth of them first, then all.

`python -m bench.calling [--waiting 20000]`. A memory ratio of 1 is constant memory.
"""

import argparse
import asyncio
import time
import tracemalloc
from dataclasses import dataclass

from domains import catalog
from tests.support.catalog import make_product
from tests.support.crowds import Told, crowd

from .harness import fresh_stores, show


@dataclass(frozen=True)
class Measured:
    waiting: int
    seconds: float
    peak: int


async def measured(sku: str, waiting: int) -> Measured:
    await crowd(await make_product(sku=sku), waiting)
    await catalog.note_stock([Told(sku, True, 1)])
    [queue] = [each for each in await catalog.queues_to_call() if each.sku == sku]
    tracemalloc.start()
    started = time.perf_counter()
    assert await catalog.call_waiting(queue.id, waiting) == waiting
    took, (_, peak) = time.perf_counter() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Measured(waiting, took, peak)


async def run(waiting: int) -> None:
    await catalog.documents.connect()
    found = [await measured("TENTH", waiting // 10), await measured("MANY", waiting)]
    rows = [[str(each.waiting), f"{each.seconds:.1f} s", f"{each.peak / 2**20:.1f} MiB"] for each in found]
    tenth, every = found
    rows.append(["ratio", f"{every.seconds / tenth.seconds:.1f} ×", f"{every.peak / tenth.peak:.2f} ×"])
    show("Calling who waits for one thing", ["waiting", "time", "peak"], rows)
    await catalog.documents.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waiting", type=int, default=20_000)
    asked = parser.parse_args()
    with fresh_stores():
        asyncio.run(run(asked.waiting))


if __name__ == "__main__":
    main()
