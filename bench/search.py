"""The search over a large catalogue: building, size, answers with facets, suggestions, and a change until it is seen.

`python -m bench.search [--products 100000] [--questions 400] [--seed 1]`; three variants each, in the embedded server.
Built is the index once every product was read from MongoDB and written, and its folder is the one that is pointed
to; the process answers from it a moment later, when it has read the columns.
"""

import argparse
import asyncio
import resource
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from bench.harness import fresh_stores, percentile, show
from domains import catalog
from domains.catalog import Filters
from domains.shared.ids import new_id
from domains.shared.settings import settings

HEADS = ("Har", "Cop", "Lin", "Wal", "Sla", "Mea", "Arc", "Am", "Cor", "Wil", "Mar", "Och", "Bir", "Fen", "Gar", "Tes")
TAILS = ("bour", "per", "en", "nut", "te", "dow", "tic", "ber", "al", "low", "ble", "ren", "mond", "sel", "vik", "ton")
KINDS = ("Shirt", "Mug", "Lamp", "Chair", "Table", "Bowl", "Scarf", "Vase", "Board", "Clock", "Rug", "Jug", "Stool")
WORDS = tuple(f"{head}{tail}" for head in HEADS for tail in TAILS)
RARER = tuple(1 / place for place in range(1, len(WORDS) + 1))  # as words are in any language
COLOURS = [f"Colour {number}" for number in range(24)]
SIZES = ["XS", "S", "M", "L", "XL", "XXL"]
TYPE = {
    "_id": "thing",
    "name": "Thing",
    "attributes": [
        {"key": "material", "name": "Material", "kind": "text", "filterable": True},
        {"key": "season", "name": "Season", "kind": "text", "filterable": True},
        {"key": "weight", "name": "Weight", "kind": "number", "filterable": True, "unit": "g"},
    ],
}
BATCH = 1_000
PARTS = (0.5, 0.95, 0.99)
BUILT, LARGEST, SEEN = 60.0, 150.0, 2.0  # goals: seconds, megabytes, seconds
ANSWERED, SUGGESTED = 10.0, 5.0  # milliseconds by the 99th of a hundred
Ask = Callable[[Random], Coroutine[Any, Any, Any]]


def words(random: Random, count: int) -> list[str]:
    return random.choices(WORDS, RARER, k=count)


def leaf(random: Random) -> str:
    return f"d{random.randrange(12)}/c{random.randrange(6)}/s{random.randrange(5)}"


def document(random: Random, number: int) -> dict[str, Any]:
    title = f"{' '.join(words(random, 2))} {random.choice(KINDS)} {number % 997}"
    now = datetime.now(UTC)
    variants = [
        {
            "id": new_id(),
            "sku": f"SKU-{number}-{place}",
            "price": {"amount": random.randrange(500, 90_000), "currency": "EUR"},
            "options": {"Colour": colour, "Size": random.choice(SIZES)},
            "position": place,
        }
        for place, colour in enumerate(random.sample(COLOURS, 3))
    ]
    return {
        "_id": new_id(),
        "slug": f"product-{number}",
        "title": title,
        "description": f"<p>Made of {' and '.join(words(random, 8)).lower()} for the house.</p>",
        "vendor": f"Maker {random.randrange(300)}",
        "category": leaf(random),
        "tags": words(random, random.randrange(3)),
        "status": "active",
        "currency": "EUR",
        "variants": variants,
        "type": TYPE["_id"],
        "attributes": {"material": random.choice(HEADS), "season": random.choice("abcd"), "weight": number % 5000},
        "rating_sum": 4 * (number % 7),
        "rating_count": number % 7,
        "sold": int(random.paretovariate(1)),
        "created_at": now,
        "updated_at": now,
        "published_at": now,
    }


async def fill(products: int, random: Random) -> float:
    started = time.perf_counter()
    collection = catalog.documents.database["products"]
    for start in range(0, products, BATCH):
        await collection.insert_many(
            [document(random, number) for number in range(start, min(start + BATCH, products))]
        )
    paths = {leaf(Random(number)) for number in range(3000)}
    nodes = {"/".join(path.split("/")[: depth + 1]) for path in paths for depth in range(3)}
    rows = [{"_id": node, "name": node.upper(), "parent": node.rpartition("/")[0]} for node in sorted(nodes)]
    await catalog.documents.database["categories"].insert_many(rows)
    await catalog.documents.database["product_types"].insert_one(TYPE)
    some = [{"_id": f"SKU-{number}-{number % 3}", "in_stock": True, "version": 1} for number in range(0, products, 5)]
    await catalog.documents.database["sku_stock"].insert_many(some)
    return time.perf_counter() - started


def shelf() -> Path:
    return settings().barrow_home.absolute() / "search"


async def built() -> tuple[float, float]:
    """Seconds until the index is written, and until this process can answer from it."""
    started = time.perf_counter()
    await catalog.search_index.start()
    while not list(shelf().glob("*/current")):
        await asyncio.sleep(0.05)
    written = time.perf_counter() - started
    while not catalog.search_index.ready():
        await asyncio.sleep(0.05)
    return written, time.perf_counter() - started


def in_category(random: Random) -> Coroutine[Any, Any, Any]:
    path = leaf(random).split("/")
    return catalog.search(category="/".join(path[: random.choice([1, 2, 3])]), counted=True)


def filtered(random: Random) -> Coroutine[Any, Any, Any]:
    values: dict[str, tuple[str, ...]] = {"o.Colour": tuple(random.sample(COLOURS, 2))}
    if random.random() < 0.5:
        values["o.Size"] = (random.choice(SIZES),)
    if random.random() < 0.5:
        values["availability"] = ("in-stock",)
    path = leaf(random).split("/")
    lowest = random.choice([None, 2_000])
    return catalog.search(
        category="/".join(path[: random.choice([1, 2])]), filters=Filters(values, lowest), sort="price", counted=True
    )


def looked_for(random: Random) -> Coroutine[Any, Any, Any]:
    return catalog.search(" ".join([*words(random, 1), random.choice(KINDS)]), counted=True)


def one_word(random: Random) -> Coroutine[Any, Any, Any]:
    return catalog.search(*words(random, 1), counted=True)


def misspelt(random: Random) -> Coroutine[Any, Any, Any]:
    (word,) = words(random, 1)
    return catalog.search(f"{word[:2]}{word[3:]} {random.choice(KINDS)}", counted=True)


def suggested(random: Random) -> Coroutine[Any, Any, Any]:
    word = random.choice([*WORDS, *KINDS])
    return catalog.suggest(f"{words(random, 1)[0]} {word[: random.randrange(2, 5)]}")


def begun(random: Random) -> Coroutine[Any, Any, Any]:
    (word,) = words(random, 1)
    return catalog.suggest(word[: random.randrange(2, len(word) + 1)])


def nothing(_: Random) -> Coroutine[Any, Any, Any]:
    """Only the way into a thread and back, which every question takes: what no answer can be faster than here."""
    return asyncio.to_thread(int)


def everything(_: Random) -> Coroutine[Any, Any, Any]:
    return catalog.search(counted=True)


QUESTIONS: dict[str, Ask] = {
    "nothing (the floor)": nothing,
    "all products": everything,
    "category": in_category,
    "category, filtered": filtered,
    "one word": one_word,
    "two words": looked_for,
    "a slip": misspelt,
    "suggestions": suggested,
    "suggestions, one word": begun,
}


async def answered(ask: Ask, questions: int, random: Random) -> tuple[list[float], list[float]]:
    """Seconds that went by, and those of them in which this process computed: others of the machine take the rest."""
    took, computed = [], []
    for _ in range(questions):
        started, worked = time.perf_counter(), time.process_time()
        await ask(random)
        took.append(time.perf_counter() - started)
        computed.append(time.process_time() - worked)
    return took, computed


async def seen_after(key: UUID) -> float:
    collection = catalog.documents.database["products"]
    title = f"Changed beyond recognition {key.hex[-6:]}"
    started = time.perf_counter()
    await collection.update_one({"_id": key}, {"$set": {"title": title}})
    while title not in [card.title for card in (await catalog.search(title, size=1)).cards]:
        await asyncio.sleep(0.01)
    return time.perf_counter() - started


async def measure(products: int, questions: int, random: Random) -> None:
    await catalog.documents.connect()
    filled = await fill(products, random)
    written, ready = await built()
    size = sum(file.stat().st_size for file in shelf().rglob("*") if file.is_file())
    await asyncio.sleep(3)
    rows, slowest = [], dict.fromkeys((ANSWERED, SUGGESTED), 0.0)
    for name, ask in QUESTIONS.items():
        took, computed = await answered(ask, questions, random)
        goal = SUGGESTED if name.startswith("suggestions") else ANSWERED
        slowest[goal] = max(slowest[goal], percentile(took, PARTS[-1]) * 1000)
        told = [*(percentile(took, part) for part in PARTS), *(percentile(computed, part) for part in PARTS)]
        rows.append([name, *(f"{seconds * 1000:.1f} ms" for seconds in told)])
    some = [card.product_id for card in (await catalog.search(sort="name", size=10)).cards]
    seen = [await seen_after(key) for key in some]
    rows.append(
        ["change until seen", *(f"{percentile(seen, part) * 1000:.0f} ms" for part in PARTS), *[""] * len(PARTS)]
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    await catalog.search_index.stop()
    await catalog.documents.close()
    show(f"{questions} questions each", ["", "p50", "p95", "p99", "computed p50", "p95", "p99"], rows)
    print(f"\n  filled in {filled:.0f} s, built in {written:.1f} s, ready after {ready:.1f} s")
    print(f"  index {size / 1e6:.0f} MB, memory at the peak {memory:.0f} MB (it wrote as well)")
    verdict("s for building", BUILT, written)
    verdict("MB for the index", LARGEST, size / 1e6)
    verdict("ms for the slowest kind of answer, by p99", ANSWERED, slowest[ANSWERED])
    verdict("ms for the slowest kind of suggestion, by p99", SUGGESTED, slowest[SUGGESTED])
    verdict("s until a change is seen, by the slowest", SEEN, max(seen))


def verdict(what: str, goal: float, figure: float) -> None:
    held = "held" if figure <= goal else f"missed by {figure - goal:.1f}"
    print(f"  goal of {goal:.0f} {what}: {held}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with fresh_stores():
        asyncio.run(measure(asked.products, asked.questions, Random(asked.seed)))


if __name__ == "__main__":
    main()
