"""How fast a product file comes in, and whether ten times the rows take more memory at the peak.

`python -m bench.import_products [FILE.csv …] [--rows 5000] [--many 100000] [--seed 1]`, each file in its own process.
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
HEADS = ["", "rows", "time", "speed", "peak memory"]


def row(name: str, outcome: Outcome) -> list[str]:
    rows = outcome.created + outcome.updated + outcome.unchanged + outcome.left_out
    speed = f"{rows / outcome.seconds:.0f} rows/s"
    return [name, str(rows), f"{outcome.seconds:.1f} s", speed, f"{outcome.peak:.0f} MB"]


def own_rows(number: int, random: Random, name: str) -> Iterator[list[str]]:
    """Products with three variants each, in our own columns."""
    for place in range(number):
        product, variant = divmod(place, PER_PRODUCT)
        words = " ".join(random.choices(product_files.WORDS, k=60))
        about = [f"Piece {product}", f"<p>{words}</p>", "active", "Table > Pieces"] if not variant else [""] * 4
        price = f"{random.randint(100, 99_999) / 100:.2f}"
        yield [f"{name}-{product}", f"{name}-{place}", *about, "Size", "SML"[variant], price, "1.00"]


def own(home: Path, rows: int, name: str, seed: int) -> Outcome:
    path = home / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(OWN)
        writer.writerows(own_rows(rows, Random(seed), name))
    return import_apart(path)


def shopify(home: Path, rows: int, name: str, seed: int) -> Outcome:
    file = product_files.write(home / f"{name}.csv", product_files.products(rows, Random(seed), handle=name))
    return import_apart(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.csv")
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--many", type=int, default=100_000, help="0: do not measure memory over many rows")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with fresh_stores() as home:
        usual = [("Shopify's format", shopify(home, asked.rows, "theirs", asked.seed))]
        usual.append(("our own format", own(home, asked.rows, "ours", asked.seed)))
        usual += [(file.name, import_apart(file.resolve())) for file in asked.files]
        show(f"Importing product files, seed {asked.seed}", HEADS, [row(*each) for each in usual])
        if asked.many:
            tenth = own(home, asked.many // 10, "tenth", asked.seed)
            many = own(home, asked.many, "many", asked.seed)
            ratio = ["ratio", "10 ×", f"{many.seconds / tenth.seconds:.1f} ×", "", f"{many.peak / tenth.peak:.2f} ×"]
            show("Memory over many rows, our own format", HEADS, [row("a tenth", tenth), row("many", many), ratio])


if __name__ == "__main__":
    main()
