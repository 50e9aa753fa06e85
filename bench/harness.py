"""Stores of their own for a measurement, and figures in columns."""

import math
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from domains.shared.settings import settings
from sandbox.stores import stores


@contextmanager
def fresh_stores() -> Iterator[Path]:
    """Empty servers in a folder that goes with the measurement; this process and its children are bound to them."""
    with tempfile.TemporaryDirectory(prefix="barrow-bench-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o711)  # as root, PostgreSQL's own account passes through
        with stores(home) as environment:
            os.environ.update(environment, BARROW_ENV="test", BARROW_HOME=folder)
            os.environ.setdefault("SECRET_KEY", "only for a measurement on this machine")
            settings.cache_clear()
            yield home


def percentile(figures: Sequence[float], part: float) -> float:
    """The smallest figure that `part` of all do not exceed."""
    ordered = sorted(figures)
    return ordered[max(math.ceil(part * len(ordered)), 1) - 1]


def show(heading: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[place]) for row in (columns, *rows)) for place in range(len(columns))]
    print(f"\n{heading}")
    for row in (columns, *rows):
        print("  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
