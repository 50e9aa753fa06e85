"""How much memory it takes to look a promotion over before it is published, and how long until it holds.

The catalogue is filled to a tenth of `--variants` first, then to all of them: a ratio of 1 is constant memory.
"""

import argparse
import asyncio
import time
import tracemalloc
from dataclasses import dataclass
from uuid import UUID

from domains import catalog
from domains.catalog import Limits, PercentOff, Promotion, PromotionClass, Scope
from domains.shared import clock
from domains.shared.ids import new_id

from .harness import fresh_stores, show

OF_EACH = 10  # variants of a product
BATCH = 500


@dataclass(frozen=True)
class Measured:
    variants: int
    below_cost: int
    seconds: float
    peak: int
    published: float


async def fill(first: int, last: int) -> None:
    """Products by their numbers, every second variant dearer than it is sold for."""
    rows = catalog.documents.database["products"]
    for start in range(first, last, BATCH):
        await rows.insert_many([_product(number) for number in range(start, min(start + BATCH, last))])


def _product(number: int) -> dict[str, object]:
    now = clock.now()
    amount = 10_00 + number % 997  # many prices, as a shop has them
    variants = [
        {
            "id": new_id(),
            "sku": f"SKU-{number}-{place}",
            "price": {"amount": amount, "currency": "EUR"},
            "cost": {"amount": amount - amount // (2 if place % 2 else 20), "currency": "EUR"},
            "position": place,
        }
        for place in range(OF_EACH)
    ]
    return {
        "_id": new_id(),
        "slug": f"product-{number}",
        "title": f"Product {number}",
        "category": "table",
        "status": "active",
        "currency": "EUR",
        "variants": variants,
        "created_at": now,
        "updated_at": now,
    }


async def measured() -> Measured:
    tenth = Promotion(
        id=UUID(int=0),
        name="Tenth",
        label="Tenth",
        kind=PromotionClass.LINE,
        currency="EUR",
        benefits=(PercentOff(1_000),),
        scope=Scope(categories=frozenset({"table"})),
        limits=Limits(),
    )
    draft = await catalog.create_promotion(tenth)
    tracemalloc.start()
    started = time.perf_counter()
    seen = await catalog.preview_promotion(draft.id)
    took, (_, peak) = time.perf_counter() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    started = time.perf_counter()
    await catalog.publish_promotion(draft.id)
    assert draft.id in await catalog.live_promotions(fresh=True)
    published = time.perf_counter() - started
    await catalog.end_promotion(draft.id)
    return Measured(seen.variants, seen.below_cost_count, took, peak, published)


async def run(variants: int) -> None:
    await catalog.documents.connect()
    await catalog.create_category("", "Table")
    found = []
    for first, last in ((0, variants // 10), (variants // 10, variants)):
        await fill(first // OF_EACH, last // OF_EACH)
        found.append(await measured())
    rows = [
        [
            str(each.variants),
            str(each.below_cost),
            f"{each.seconds:.1f} s",
            f"{each.peak / 2**20:.1f} MiB",
            f"{each.published * 1000:.0f} ms",
        ]
        for each in found
    ]
    ratio = found[1].peak / found[0].peak
    rows.append(["ratio", "", f"{found[1].seconds / found[0].seconds:.1f} ×", f"{ratio:.2f} ×", ""])
    show(
        "Looking a promotion over, and publishing it",
        ["variants", "below cost", "looked over", "peak", "holds after"],
        rows,
    )
    await catalog.documents.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=int, default=100_000)
    asked = parser.parse_args()
    with fresh_stores():
        asyncio.run(run(asked.variants))


if __name__ == "__main__":
    main()
