"""How fast a product file comes in, and what four times the rows take: in time, and in memory at the peak.

`python -m bench.import_products [FILE.csv …] [--rows 2000] [--seed 1]`; each file in a process of its own.
"""

import argparse
from pathlib import Path
from random import Random

from bench.harness import fresh_stores, show
from tests.support import product_files
from tests.support.importing import Outcome, import_apart


def row(name: str, outcome: Outcome) -> list[str]:
    rows = outcome.created + outcome.updated + outcome.unchanged + outcome.left_out
    speed = f"{rows / outcome.seconds:.0f} rows/s"
    return [name, str(rows), f"{outcome.seconds:.1f} s", speed, f"{outcome.peak:.0f} MB"]


def generated(home: Path, rows: int, handle: str, seed: int) -> Outcome:
    file = product_files.write(home / f"{handle}.csv", product_files.products(rows, Random(seed), handle=handle))
    return import_apart(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.csv")
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with fresh_stores() as home:
        once = generated(home, asked.rows, "once", asked.seed)
        four = generated(home, 4 * asked.rows, "four", asked.seed)
        given = [(file.name, import_apart(file.resolve())) for file in asked.files]
    rows = [row("N generated rows", once), row("4 N", four)]
    rows.append(["4 N : N", "4.0 ×", f"{four.seconds / once.seconds:.2f} ×", "", f"{four.peak / once.peak:.2f} ×"])
    rows += [row(name, outcome) for name, outcome in given]
    show(f"Importing product files, seed {asked.seed}", ["", "rows", "time", "speed", "peak memory"], rows)


if __name__ == "__main__":
    main()
