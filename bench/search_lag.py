"""How long a change of a product takes to be found, beside the bare write of the same document in the same breath.

`python -m bench.search_lag [--changes 60] [--seed 1]`
"""

import argparse
import asyncio
import time
from random import Random

from bench.harness import fresh_stores, percentile, show
from domains import catalog
from tests.support.catalog import make_product

LOOK_EVERY = 0.005  # seconds


async def bare_write(product: catalog.Product) -> float:
    """Seconds of replacing the document in a collection that nobody follows."""
    document = product.get_pymongo_collection().database["bench"]
    plain = product.model_dump(by_alias=True, mode="json")
    started = time.perf_counter()
    await document.replace_one({"_id": plain["_id"]}, plain, upsert=True)
    return time.perf_counter() - started


async def found_after(product: catalog.Product, title: str) -> float:
    """Seconds from before the write until the new title is the one on the card."""
    product.title = title
    started = time.perf_counter()
    await product.replace()
    while title not in {card.title for card in (await catalog.search(title)).cards}:
        await asyncio.sleep(LOOK_EVERY)
    return time.perf_counter() - started


async def measure(changes: int, random: Random) -> list[tuple[float, float]]:
    await catalog.documents.connect()
    product = await make_product("Harbour Mug")
    await catalog.search_index.start()
    await catalog.search_index.catch_up(60)
    pairs = []
    for number in range(changes):
        await asyncio.sleep(random.uniform(0, 1))  # changes come at any moment between two commits of the index
        pairs.append((await bare_write(product), await found_after(product, f"Harbour Mug {number}")))
    await catalog.search_index.stop()
    await catalog.documents.close()
    return pairs


def row(name: str, figures: list[float]) -> list[str]:
    return [name, *(f"{percentile(figures, part) * 1000:.1f} ms" for part in (0.5, 0.95, 1))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with fresh_stores():
        pairs = asyncio.run(measure(asked.changes, Random(asked.seed)))
    written, found = [bare for bare, _ in pairs], [lag for _, lag in pairs]
    ratios = [lag / bare for bare, lag in pairs]
    rows = [row("bare write", written), row("until found", found)]
    rows.append(["ratio in pairs", *(f"{percentile(ratios, part):.1f} ×" for part in (0.5, 0.95, 1))])
    show(f"A change until it is found, {asked.changes} times, seed {asked.seed}", ["", "p50", "p95", "max"], rows)


if __name__ == "__main__":
    main()
