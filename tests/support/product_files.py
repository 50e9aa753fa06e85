"""Product files of any size, written piece by piece."""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.support.shopify import HEADER, Row, first

WORDS = ("stoneware", "linen", "glazed", "by", "hand", "in", "Größe", "oak", "every", "morning", "quiet", "table")


def products(number: int, random: Random, *, described_in: int = 60, handle: str = "piece") -> Iterator[Row]:
    """One row each, every product new; `described_in` words."""
    for place in range(number):
        text = " ".join(random.choices(WORDS, k=described_in))
        price = f"{random.randint(100, 99_999) / 100:.2f}"
        yield first(f"{handle}-{place}", f"Piece {place}", body=f"<p>{text}</p>", price=price, Type="Table/Pieces")


def write(path: Path, rows: Iterator[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path
