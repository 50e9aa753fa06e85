"""How fast a product file comes in, the first time and once more, and whether memory grows with its rows.

`python -m bench.import_products [FILE.csv …] [--rows 5000] [--many 100000] [--seed 1]`, each import in its own process.
Memory is the most the process has held until then; over many rows it is told after each tenth of them.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.harness import fresh_stores, show
from tests.support import product_files
from tests.support.importing import Outcome, import_apart

PER_PRODUCT = 3  # variants
OWN = ("Handle", "SKU", "Title", "Description", "Status", "Category", "Option1 name", "Option1 value", "Price", "Cost")
HEADS = ["", "rows", "time", "speed", "memory at 10 %", "at 50 %", "at the end"]
GOAL = 30.0  # seconds for 5,000 rows
LONGEST = 3_600.0  # seconds that the many may take


def row(name: str, outcome: Outcome) -> list[str]:
    rows = outcome.created + outcome.updated + outcome.unchanged + outcome.left_out
    speed = f"{rows / outcome.seconds:.0f} rows/s"
    marks = [mark.peak for mark in outcome.marks]
    memory = (f"{peak:.0f} MB" for peak in (marks[0], marks[4], outcome.peak))
    return [name, str(rows), f"{outcome.seconds:.1f} s", speed, *memory]


def own_rows(number: int, random: Random, name: str) -> Iterator[list[str]]:
    """Products with three variants each, in our own columns."""
    for place in range(number):
        product, variant = divmod(place, PER_PRODUCT)
        words = " ".join(random.choices(product_files.WORDS, k=60))
        about = [f"Piece {product}", f"<p>{words}</p>", "active", "Table > Pieces"] if not variant else [""] * 4
        price = f"{random.randint(100, 99_999) / 100:.2f}"
        yield [f"{name}-{product}", f"{name}-{place}", *about, "Size", "SML"[variant], price, "1.00"]


def own(home: Path, rows: int, name: str, seed: int) -> Path:
    path = home / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(OWN)
        writer.writerows(own_rows(rows, Random(seed), name))
    return path


def shopify(home: Path, rows: int, name: str, seed: int) -> Path:
    return product_files.write(home / f"{name}.csv", product_files.products(rows, Random(seed), handle=name))


def twice(name: str, file: Path) -> list[tuple[str, Outcome]]:
    return [(name, import_apart(file)), ("once more", import_apart(file))]


def usual(home: Path, asked: argparse.Namespace) -> None:
    measured = twice("Shopify's format", shopify(home, asked.rows, "theirs", asked.seed))
    measured += twice("our own format", own(home, asked.rows, "ours", asked.seed))
    slowest = max(outcome.seconds for _, outcome in measured) * 5_000 / asked.rows
    measured += [each for file in asked.files for each in twice(file.name, file.resolve())]
    show(f"Importing product files, seed {asked.seed}", HEADS, [row(*each) for each in measured])
    verdict = "held" if slowest <= GOAL else f"missed by {slowest - GOAL:.1f} s"
    print(f"  goal of {GOAL:.0f} s for 5,000 rows: {verdict}", flush=True)


def many(home: Path, asked: argparse.Namespace) -> None:
    tenth = import_apart(own(home, asked.many // 10, "tenth", asked.seed))
    every = import_apart(own(home, asked.many, "many", asked.seed), aloud=True, seconds=LONGEST)
    slower, larger = f"{every.seconds / tenth.seconds:.1f} ×", f"{every.peak / tenth.peak:.2f} ×"
    rows = [row("a tenth", tenth), row("many", every), ["ratio", "10 ×", slower, "", "", "", larger]]
    show("Memory over many rows, our own format", HEADS, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.csv")
    parser.add_argument("--rows", type=int, default=5_000, help="0: measure no speed")
    parser.add_argument("--many", type=int, default=100_000, help="0: do not measure memory over many rows")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with fresh_stores() as home:
        if asked.rows:
            usual(home, asked)
        if asked.many:
            many(home, asked)


if __name__ == "__main__":
    main()
